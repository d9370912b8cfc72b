"""A task that was paid for is noted, whoever holds its job by then."""

from dataclasses import replace

import pytest

from db.engine import Database
from db.jobs import Jobs
from domain.jobs import State

from .rows import OURS, THEIRS, new_job, write


@pytest.mark.parametrize("state", [State.SUBMITTING, State.UNSURE])
async def test_the_task_of_a_job_that_was_taken_over_is_noted_and_the_job_left_to_the_next(
    jobs: Jobs, database: Database, state: State
) -> None:
    job = new_job(state=state, owner=THEIRS, provider="novita")
    await write(database, job)
    assert await jobs.give_task(replace(job, owner=OURS), "task")
    assert await jobs.find(job.id) == replace(job, state=State.RUNNING, task_id="task", owner=None)


async def test_the_same_task_may_be_noted_twice_but_no_other(jobs: Jobs, database: Database) -> None:
    job = new_job(state=State.SUBMITTING, provider="novita")
    await write(database, job)
    assert [await jobs.give_task(job, task) for task in ("task", "task", "other")] == [True, True, False]
    found = await jobs.find(job.id)
    assert found is not None
    assert found.task_id == "task"


@pytest.mark.parametrize("state", sorted(set(State) - {State.SUBMITTING, State.UNSURE}))
async def test_a_job_that_waits_for_no_task_is_left_as_it_is(jobs: Jobs, database: Database, state: State) -> None:
    job = new_job(state=state)
    await write(database, job)
    assert not await jobs.give_task(job, "task")
    assert await jobs.find(job.id) == job


async def test_a_process_holds_its_open_jobs_and_those_whose_end_was_not_told(jobs: Jobs, database: Database) -> None:
    await write(
        database,
        new_job(id="open", state=State.RUNNING),
        new_job(id="untold", state=State.FAILED),
        new_job(id="told", state=State.FAILED, settled=True),
        new_job(id="theirs", owner=THEIRS),
        new_job(id="nobodys", owner=None),
    )
    assert await jobs.held_by(OURS) == {"open", "untold"}
