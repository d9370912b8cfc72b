"""A member's shelf: pages of their own videos, and what may still be changed about one."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from db.engine import Database
from db.jobs import Jobs
from db.shelf import LONGEST_CHAIN, Shelf
from domain.errors import LeaseLost
from domain.jobs import Job, State
from domain.limits import Limits
from domain.posts import Posted
from domain.shelf import Part

from .rows import MANY, START, at, new_job, rows, write


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


def made(job_id: str, seconds: float = 0, **changes: Any) -> Job:
    plain: dict[str, Any] = {"state": State.POSTED, "ended_at": at(seconds), "post_id": 5, "post_channel_id": 6}
    return new_job(1, seconds, id=job_id, **plain | changes)


async def test_pages_are_the_members_own_newest_first(database: Database, shelf: Shelf) -> None:
    await write(database, *(made(f"mine{n}", n) for n in range(5)), new_job(2, 9, id="another's"))
    first = await shelf.page(1, Part.ALL, 0, 2)
    assert ([job.id for job in first.jobs], first.total) == (["mine4", "mine3"], 5)
    last = await shelf.page(1, Part.ALL, 4, 2)
    assert ([job.id for job in last.jobs], last.total) == (["mine0"], 5)


async def test_a_part_holds_only_its_states(database: Database, shelf: Shelf) -> None:
    await write(database, *(made(state.value, n, state=state) for n, state in enumerate(State)))
    parts = {part: {job.id for job in (await shelf.page(1, part, 0, 50)).jobs} for part in Part}
    assert parts[Part.MADE] == {"posted", "kept"}
    assert parts[Part.OPEN] == {"queued", "submitting", "unsure", "running", "ready"}
    assert parts[Part.FAILED] == {"failed", "cancelled"}
    assert len(parts[Part.ALL]) == len(State)


async def test_what_waits_is_cancelled_and_gives_its_place_back(database: Database, jobs: Jobs, shelf: Shelf) -> None:
    job = new_job(1, id="job")
    one = Limits(per_day=1, at_once=1, waiting=0)
    await jobs.admit(job, one)
    assert await shelf.cancel("job", 1, at(5))
    (row,) = await rows(database)
    assert (row.state, row.ended_at, row.settled) == (State.CANCELLED, at(5), True)
    await jobs.admit(new_job(1, 6), one)


async def test_only_the_member_cancels_and_only_what_waits(database: Database, shelf: Shelf) -> None:
    await write(database, new_job(1, id="waits"), made("runs", state=State.RUNNING, ended_at=None))
    assert not await shelf.cancel("waits", 2, START)
    assert not await shelf.cancel("runs", 1, START)
    assert {job.state for job in await rows(database)} == {State.QUEUED, State.RUNNING}


async def test_a_turn_and_a_cancellation_never_both_win(database: Database, jobs: Jobs, shelf: Shelf) -> None:
    for number in range(10):
        job = new_job(1, id=f"job{number}")
        await jobs.admit(job, MANY)
        turn = jobs.move(job, state=State.SUBMITTING, submitting_at=START)
        moved, cancelled = await asyncio.gather(turn, shelf.cancel(job.id, 1, START), return_exceptions=True)
        assert isinstance(moved, LeaseLost) is cancelled


async def test_only_what_is_under_way_is_withheld(database: Database, shelf: Shelf) -> None:
    await write(database, made("runs", state=State.RUNNING, ended_at=None), made("posted"))
    assert await shelf.withhold("runs", 1)
    assert not await shelf.withhold("posted", 1)
    assert not await shelf.withhold("runs", 2)
    assert {job.id for job in await rows(database) if job.withheld} == {"runs"}


async def test_a_chain_is_told_from_its_beginning(database: Database, shelf: Shelf) -> None:
    chain = [made(str(n), n) for n in range(4)]
    linked = [chain[0], *(_after(before, job) for before, job in pairwise(chain))]
    await write(database, *linked)
    assert [job.id for job in await shelf.chain(linked[2])] == ["0", "1", "2"]
    assert [job.id for job in await shelf.chain(linked[0])] == ["0"]


async def test_a_chain_whose_beginning_is_gone_begins_later_and_a_circle_ends(database: Database, shelf: Shelf) -> None:
    orphan = _after(made("gone"), made("orphan"))
    self_made = _after(made("circle"), made("circle"))
    await write(database, orphan, self_made)
    assert [job.id for job in await shelf.chain(orphan)] == ["orphan"]
    assert len(await shelf.chain(self_made)) == LONGEST_CHAIN


async def test_a_deleted_video_says_nothing_any_more_and_still_counts(
    database: Database, jobs: Jobs, shelf: Shelf
) -> None:
    await write(database, made("job"), made("runs", state=State.RUNNING, ended_at=None))
    assert await shelf.delete("job", 2, at(9)) is None
    assert await shelf.delete("runs", 1, at(9)) is None
    assert await shelf.delete("job", 1, at(9)) == [Posted(6, 5)]
    assert await shelf.delete("job", 1, at(10)) is None
    row = next(job for job in await rows(database) if job.id == "job")
    assert (row.order.prompt, row.order.place.interaction_token, row.deleted_at) == ("", "", at(9))
    assert [job.id for job in (await shelf.page(1, Part.ALL, 0, 9)).jobs] == ["runs"]
    assert (await jobs.quota(1, MANY, at(10))).used == 2
    assert {job.id for job in await shelf.since(1, START - timedelta(seconds=1))} == {"job", "runs"}


def _after(before: Job, job: Job) -> Job:
    return replace(job, order=replace(job.order, parent_id=before.id))
