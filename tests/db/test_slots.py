"""A provider's limits hold over all processes, and no job is taken twice."""

import asyncio
from datetime import timedelta

import pytest

from db.engine import Database
from db.jobs import Jobs
from db.queue import WAIT_FOR_END, Queue, Slots, Turn
from domain.errors import LeaseLost
from domain.jobs import AT_PROVIDER, Job, State
from domain.limits import STUCK_AFTER

from .rows import MODEL, OURS, START, THEIRS, at, new_job, write

WIDE = Slots(per_minute=1000, at_once=1000)


async def take(queue: Queue, slots: Slots = WIDE, owner: str = OURS, provider: str = "novita") -> Turn:
    return await queue.take(provider, [MODEL], slots, owner, START)


async def take_all(queue: Queue, owner: str, rounds: int, slots: Slots = WIDE) -> list[Job]:
    turns = await asyncio.gather(*(take(queue, slots, owner) for _ in range(rounds)))
    return [turn.job for turn in turns if turn.job is not None]


def crowd(count: int, owner: str = OURS) -> list[Job]:
    """One waiting job each of `count` members."""
    return [new_job(n, id=f"job-{n:02}", owner=owner, queued_at=at(-(count - n))) for n in range(count)]


async def test_a_full_minute_tells_when_its_oldest_request_leaves_it(database: Database) -> None:
    started = [new_job(n, id=f"s-{n}", state=State.POSTED, provider="novita", submitting_at=at(-n)) for n in (50, 20)]
    await write(database, *started, new_job(id="job"))
    queue = Queue(database, 2)
    assert await take(queue, Slots(per_minute=2, at_once=9)) == Turn(None, 12.0)
    assert (await take(queue, Slots(per_minute=3, at_once=9))).job is not None


async def test_a_request_leaves_the_minute_after_its_time_on_its_way_and_exactly_a_minute(database: Database) -> None:
    await write(database, new_job(id="gone", state=State.POSTED, provider="novita", submitting_at=at(-62)))
    await write(database, new_job(id="job"))
    assert (await take(Queue(database, 2), Slots(per_minute=1, at_once=9))).job is not None


async def test_no_wait_is_shorter_than_a_moment(database: Database) -> None:
    almost = at(-61.999999)
    await write(
        database, new_job(id="gone", state=State.POSTED, provider="novita", submitting_at=almost), new_job(id="job")
    )
    assert await take(Queue(database, 2), Slots(per_minute=1, at_once=9)) == Turn(None, 0.05)


@pytest.mark.parametrize("state", sorted(AT_PROVIDER))
async def test_a_provider_with_enough_tasks_gets_no_more(database: Database, state: State) -> None:
    busy = new_job(2, id="busy", state=state, provider="novita", submitting_at=START - timedelta(hours=1))
    await write(database, busy, new_job(id="job"))
    queue = Queue(database, 2)
    assert await take(queue, Slots(per_minute=9, at_once=1)) == Turn(None, WAIT_FOR_END)
    assert (await take(queue, Slots(per_minute=9, at_once=2))).job is not None


@pytest.mark.parametrize("state", sorted(AT_PROVIDER))
async def test_a_task_that_is_stuck_fills_no_slot(database: Database, state: State) -> None:
    await write(
        database, new_job(2, id="stuck", state=state, provider="novita", submitting_at=START - STUCK_AFTER), new_job()
    )
    assert (await take(Queue(database, 2), Slots(per_minute=9, at_once=1))).job is not None


async def test_a_task_that_ended_or_is_elsewhere_fills_no_slot(database: Database) -> None:
    long_ago = START - timedelta(hours=1)
    await write(
        database,
        new_job(2, id="ready", state=State.READY, provider="novita", submitting_at=long_ago),
        new_job(3, id="elsewhere", state=State.RUNNING, provider="wavespeed", submitting_at=at(-1)),
        new_job(id="job"),
    )
    assert (await take(Queue(database, 2), Slots(per_minute=1, at_once=1))).job is not None


async def test_a_provider_that_refused_an_order_is_not_offered_it_again(database: Database) -> None:
    await write(database, new_job(id="job", refused_by=frozenset({"novita"})))
    queue = Queue(database, 2)
    assert await take(queue) == Turn(None)
    taken = (await take(queue, provider="wavespeed")).job
    assert taken is not None
    assert (taken.provider, taken.refused_by) == ("wavespeed", frozenset({"novita"}))


async def test_a_model_the_provider_does_not_offer_is_passed_over(database: Database) -> None:
    await write(database, new_job(1, id="other", model="another", queued_at=at(-9)), new_job(2, id="job"))
    taken = (await take(Queue(database, 2))).job
    assert taken is not None
    assert taken.id == "job"
    assert await Queue(database, 2).take("novita", [], WIDE, OURS, START) == Turn(None)


async def test_the_turn_of_another_process_is_left_to_it(database: Database) -> None:
    theirs = new_job(1, id="theirs", owner=THEIRS, queued_at=at(-9))
    await write(database, theirs, new_job(2, id="mine"))
    queue = Queue(database, 2)
    assert await take(queue) == Turn(None, theirs=theirs)
    taken = [(await take(queue, owner=owner)).job for owner in (THEIRS, OURS)]
    assert [job and job.id for job in taken] == ["theirs", "mine"]


async def test_a_process_that_is_passed_over_keeps_no_other_from_its_turn(database: Database) -> None:
    theirs = new_job(1, id="theirs", owner=THEIRS, queued_at=at(-9))
    await write(database, theirs, new_job(2, id="mine"))
    queue = Queue(database, 2)
    taken = await queue.take("novita", [MODEL], WIDE, OURS, START, passed=[THEIRS])
    assert taken.job is not None
    assert taken.job.id == "mine"
    assert await queue.take("novita", [MODEL], WIDE, OURS, START, passed=[THEIRS]) == Turn(None)
    assert await take(queue) == Turn(None, theirs=theirs)


async def test_two_processes_never_take_a_job_twice(database: Database, second: Database) -> None:
    await write(database, *crowd(20))
    taken = await asyncio.gather(*(take_all(Queue(door, 1), OURS, 15) for door in (database, second)))
    assert sorted(job.id for part in taken for job in part) == [f"job-{n:02}" for n in range(20)]


@pytest.mark.parametrize("slots", [Slots(per_minute=100, at_once=7), Slots(per_minute=7, at_once=100)])
async def test_two_processes_together_keep_to_the_slots(database: Database, second: Database, slots: Slots) -> None:
    await write(database, *crowd(20))
    taken = await asyncio.gather(*(take_all(Queue(door, 1), OURS, 15, slots) for door in (database, second)))
    assert sorted(job.id for part in taken for job in part) == [f"job-{n:02}" for n in range(7)]


async def test_two_processes_with_jobs_of_their_own_empty_the_line_between_them(
    database: Database, second: Database
) -> None:
    await write(database, *(new_job(n, id=f"job-{n:02}", owner=(OURS, THEIRS)[n % 2]) for n in range(12)))
    taken: list[Job] = []
    for _ in range(12):
        doors = ((database, OURS), (second, THEIRS))
        parts = await asyncio.gather(*(take_all(Queue(door, 1), owner, 2) for door, owner in doors))
        assert all(job.owner == owner for part, (_, owner) in zip(parts, doors, strict=True) for job in part)
        taken += parts[0] + parts[1]
    assert sorted(job.id for job in taken) == [f"job-{n:02}" for n in range(12)]


async def test_a_job_is_either_taken_or_withdrawn(database: Database, second: Database) -> None:
    for number in range(15):
        job = new_job(number, id=f"job-{number:02}")
        await write(database, job)
        turn, withdrawn = await asyncio.gather(
            take(Queue(database, 1)), Jobs(second).move(job, state=State.CANCELLED), return_exceptions=True
        )
        assert isinstance(turn, Turn)
        assert isinstance(withdrawn, LeaseLost) == (turn.job is not None)


async def test_a_job_that_is_taken_over_just_now_is_not_taken_by_who_had_it(
    database: Database, second: Database
) -> None:
    for number in range(25):
        await write(database, new_job(number, id=f"job-{number:02}"))
        turn, over = await asyncio.gather(take(Queue(database, 1)), Jobs(second).take_over(THEIRS, START))
        # What was being taken at that very moment is left to the next time.
        over = over or await Jobs(second).take_over(THEIRS, START)
        (row,) = [job for job in over if job.id == f"job-{number:02}"]
        assert row.state is (State.QUEUED if turn.job is None else State.SUBMITTING)
        await Jobs(second).settled(await Jobs(second).move(row, state=State.POSTED))
