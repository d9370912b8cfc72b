"""Only the process that holds a job moves it, and only from the state it knows."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from db.engine import Database
from db.jobs import Jobs
from db.processes import Processes
from domain.errors import LeaseLost
from domain.jobs import Failure, State
from domain.leases import LONGEST_LEASE

from .rows import MANY, OURS, START, THEIRS, at, new_job, write

LATER = START + timedelta(seconds=30)


async def test_a_move_is_written_and_told(jobs: Jobs) -> None:
    job = new_job(id="job")
    await jobs.admit(job, MANY)
    moved = await jobs.move(job, state=State.SUBMITTING, provider="novita", submitting_at=START)
    moved = await jobs.move(moved, state=State.FAILED, failure=Failure.CONTENT, refused_by=frozenset({"b", "a"}))
    assert await jobs.find("job") == moved
    assert (moved.state, moved.failure, moved.refused_by) == (State.FAILED, Failure.CONTENT, frozenset({"a", "b"}))


async def test_a_job_that_left_its_state_is_not_moved(database: Database, jobs: Jobs) -> None:
    job = new_job(id="job")
    await write(database, job)
    await jobs.move(job, state=State.CANCELLED)
    with pytest.raises(LeaseLost):
        await jobs.move(job, state=State.SUBMITTING)
    with pytest.raises(LeaseLost):
        await jobs.answered(job, 8, private=False)
    found = await jobs.find("job")
    assert found is not None
    assert (found.state, found.card_id) == (State.CANCELLED, job.card_id)


async def test_a_job_of_another_process_is_not_moved(database: Database, jobs: Jobs) -> None:
    theirs = new_job(id="job", owner=THEIRS)
    await write(database, theirs)
    with pytest.raises(LeaseLost):
        await jobs.move(replace(theirs, owner=OURS), state=State.CANCELLED)
    with pytest.raises(LeaseLost):
        await jobs.move(replace(theirs, owner=None), state=State.CANCELLED)
    assert await jobs.find("job") == theirs


async def test_a_job_that_is_gone_is_not_moved(jobs: Jobs) -> None:
    with pytest.raises(LeaseLost):
        await jobs.move(new_job(id="job"), state=State.CANCELLED)


async def test_of_many_moves_at_once_one_is_carried_out(database: Database, jobs: Jobs, second: Database) -> None:
    job = new_job(id="job")
    await write(database, job)
    doors = (jobs, Jobs(second))
    moves = (doors[number % 2].move(job, state=State.SUBMITTING, task_id=str(number)) for number in range(20))
    results = await asyncio.gather(*moves, return_exceptions=True)
    moved = [result for result in results if not isinstance(result, LeaseLost)]
    assert [await jobs.find("job")] == moved


async def test_is_held_asks_for_state_and_owner(database: Database, jobs: Jobs) -> None:
    await write(database, new_job(id="job", state=State.RUNNING))
    assert await jobs.read_held(new_job(id="job", state=State.RUNNING))
    assert not await jobs.read_held(new_job(id="job", state=State.SUBMITTING))
    assert not await jobs.read_held(new_job(id="job", state=State.RUNNING, owner=THEIRS))
    assert not await jobs.read_held(new_job(id="gone", state=State.RUNNING))


async def test_a_card_is_noted_with_its_privacy(database: Database, jobs: Jobs) -> None:
    job = new_job(id="job", card_id=None)
    await write(database, job)
    answered = await jobs.answered(job, 123, private=True)
    assert await jobs.find("job") == answered
    assert (answered.card_id, answered.order.place.private) == (123, True)


async def test_only_what_lapsed_or_has_no_owner_is_taken_over(
    database: Database, jobs: Jobs, processes: Processes
) -> None:
    await processes.renew("alive", START + timedelta(seconds=1))
    await processes.renew("lapsed", START)
    of_the_living = new_job(id="of-the-living", owner="alive")
    await write(
        database,
        of_the_living,
        new_job(id="of-the-lapsed", owner="lapsed", queued_at=at(-1)),
        new_job(id="of-the-unknown", owner="unknown", queued_at=at(-3)),
        new_job(id="of-nobody", owner=None, state=State.RUNNING, queued_at=at(-2)),
        new_job(id="settled", owner="lapsed", state=State.POSTED, settled=True),
        new_job(id="settled-of-nobody", owner=None, state=State.FAILED, settled=True),
    )
    taken = await jobs.take_over(OURS, START)
    assert [(job.id, job.owner) for job in taken] == [
        ("of-the-unknown", OURS),
        ("of-nobody", OURS),
        ("of-the-lapsed", OURS),
    ]
    assert [await jobs.find(job.id) for job in taken] == taken
    assert await jobs.find("of-the-living") == of_the_living


async def test_an_end_that_was_not_told_is_taken_over_too(database: Database, jobs: Jobs) -> None:
    ended = new_job(id="job", owner="lapsed", state=State.FAILED, failure=Failure.RENDER, ended_at=START)
    await write(database, ended)
    (taken,) = await jobs.take_over(OURS, START)
    assert (taken.state, taken.failure, taken.ended_at) == (State.FAILED, Failure.RENDER, START)
    assert await jobs.settled(taken) == await jobs.find("job")
    assert await jobs.take_over(THEIRS, LATER) == []


async def test_whoever_lost_a_job_cannot_move_it_back(database: Database, jobs: Jobs, processes: Processes) -> None:
    job = new_job(id="job", state=State.RUNNING, owner=OURS)
    await write(database, job)
    await processes.renew(OURS, START)
    await processes.renew(THEIRS, LATER)
    (taken,) = await jobs.take_over(THEIRS, START)
    with pytest.raises(LeaseLost):
        await jobs.move(job, state=State.READY)
    await jobs.move(taken, state=State.READY)


async def test_two_processes_never_take_over_the_same_job(
    database: Database, jobs: Jobs, second: Database, processes: Processes
) -> None:
    await processes.renew(OURS, LATER)
    await processes.renew(THEIRS, LATER)
    await write(database, *(new_job(id=f"job-{number:02}", owner="lapsed") for number in range(50)))
    mine, theirs = await asyncio.gather(jobs.take_over(OURS, START), Jobs(second).take_over(THEIRS, START))
    assert sorted(job.id for job in mine + theirs) == [f"job-{number:02}" for number in range(50)]


async def test_a_renewed_lease_holds_and_a_released_one_does_not(
    database: Database, jobs: Jobs, processes: Processes
) -> None:
    await write(database, new_job(id="job", owner=THEIRS))
    await processes.renew(THEIRS, START)
    await processes.renew(THEIRS, LATER)
    assert await jobs.take_over(OURS, START) == []
    await processes.release(THEIRS)
    assert [job.id for job in await jobs.take_over(OURS, START)] == ["job"]


async def test_a_lease_that_ends_later_than_any_can_is_one_of_a_clock_that_was_set_back(
    database: Database, jobs: Jobs, processes: Processes
) -> None:
    await write(database, new_job(id="of-the-longest", owner="longest"), new_job(id="of-the-gone", owner="gone"))
    await processes.renew("longest", START + LONGEST_LEASE + timedelta(minutes=1))
    await processes.renew("gone", START + timedelta(days=1))
    assert [job.id for job in await jobs.take_over(OURS, START)] == ["of-the-gone"]


async def test_a_sweep_forgets_only_leases_that_lapsed_before(
    database: Database, jobs: Jobs, processes: Processes
) -> None:
    await write(database, new_job(id="job", owner=THEIRS))
    await processes.renew(THEIRS, LATER)
    await processes.sweep(LATER)
    assert await jobs.take_over(OURS, START) == []
    await processes.sweep(LATER + timedelta(microseconds=1))
    assert [job.id for job in await jobs.take_over(OURS, START)] == ["job"]
