"""What a job costs does not grow with the jobs that were: counted in steps of SQLite's machine, not in time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from db.engine import Database, open_database
from db.jobs import Jobs
from db.processes import Processes
from db.queue import Queue, Slots
from domain.jobs import Job, State

from .rows import MANY, MODEL, OURS, START, THEIRS, at, new_job, wipe, write

T = TypeVar("T")
SHORT, LONG = 300, 3000
"""Ended jobs."""
DAY = 86_400.0
STRIDE = 20
PLENTY = Slots(per_minute=1000, at_once=1000)


class Counted:
    """A database that counts what its engine does, `STRIDE` steps at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.steps = 0

    async def run(self, work: Callable[[Connection], T]) -> T:
        def counted(connection: Connection) -> T:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.set_progress_handler(self._step, STRIDE)
            try:
                return work(connection)
            finally:
                raw.set_progress_handler(None, 0)

        return await self._database.run(counted)

    def _step(self) -> int:
        self.steps += 1
        return 0


@dataclass(frozen=True)
class Desk:
    jobs: Jobs
    queue: Queue
    processes: Processes
    job: Job
    """It waits, and is the next."""


async def admit(desk: Desk) -> None:
    await desk.jobs.admit(new_job(), MANY)


async def check(desk: Desk) -> None:
    await desk.jobs.check(1, 5, MANY, START)


async def take(desk: Desk) -> None:
    assert (await desk.queue.take("novita", [MODEL], PLENTY, OURS, START)).job


async def take_in_vain(desk: Desk) -> None:
    assert not (await desk.queue.take("novita", [MODEL], Slots(per_minute=9, at_once=1), OURS, START)).job


async def read_line(desk: Desk) -> None:
    assert await desk.queue.positions(START)


async def move(desk: Desk) -> None:
    await desk.jobs.move(desk.job, task_id="t")


async def hold(desk: Desk) -> None:
    assert await desk.jobs.read_held(desk.job)


async def review(desk: Desk) -> None:
    assert await desk.jobs.held_by(OURS)


async def take_over(desk: Desk) -> None:
    await desk.processes.renew(OURS, at(30))
    await desk.jobs.take_over(THEIRS, START)


async def learn(desk: Desk) -> None:
    assert await desk.jobs.durations(MODEL)


async def ask_for_frame(desk: Desk) -> None:
    assert not await desk.jobs.is_frame_used("frame.jpg", except_by="")


async def history(database: Database, count: int) -> Desk:
    """Half of them the member's own. The few that are open are the same at any length."""
    await wipe(database)
    at_end: dict[str, Any] = {"submitting_at": at(-9 * DAY), "ready_at": at(-9 * DAY), "ended_at": at(-9 * DAY)}
    ended = (
        new_job(
            1 + number % 2 * number, number - 10 * DAY, frame="f", state=State.POSTED, owner=THEIRS, settled=True,
            provider="novita", **at_end,
        )
        for number in range(count)
    )  # fmt: skip
    await write(database, *ended)
    await write(database, new_job(member=2, state=State.RUNNING, provider="novita", submitting_at=at(-300)))
    waiting = new_job()
    await write(database, waiting)
    return Desk(Jobs(database), Queue(database, 2), Processes(database), waiting)


ACTS: tuple[Callable[[Desk], Awaitable[None]], ...] = (
    check, admit, hold, review, learn, ask_for_frame, read_line, take_in_vain, move, take, take_over,
)  # fmt: skip


async def test_a_long_history_costs_no_more_than_a_short_one(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as opened:
        database = Counted(opened)
        short, long = [await count_steps(database, length) for length in (SHORT, LONG)]
    assert {name: steps for name, steps in long.items() if steps > short[name] + 5} == {}


async def count_steps(database: Counted, length: int) -> dict[str, int]:
    """Of each act."""
    desk, steps = await history(database, length), {}
    for act in ACTS:
        database.steps = 0
        await act(desk)
        steps[act.__name__] = database.steps
    return steps
