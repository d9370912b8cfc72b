"""Other processes at the same database: `python -m tests.db.processes WORK URL NUMBER` does one piece of work.

Each says when it is ready and begins when it is told to, so that all of them work at the same time.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from db.engine import Database, open_database
from db.jobs import Jobs
from db.queue import Queue, Slots
from domain.errors import QuotaUsedUp
from domain.limits import Limits

from .rows import MODEL, OURS, START, new_job

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


async def run_children(work: str, url: str, times: int) -> list[str]:
    """What each of them printed."""
    async with AsyncExitStack() as stack:
        children = [await stack.enter_async_context(_child(work, url, number)) for number in range(times)]
        await asyncio.wait_for(
            asyncio.gather(*(child.stdout.readline() for child in children if child.stdout)), PATIENCE
        )
        ended = await asyncio.wait_for(asyncio.gather(*(child.communicate(b"go\n") for child in children)), PATIENCE)
    assert [child.returncode for child in children] == [0] * times
    return [out.decode().strip() for out, _ in ended]


@asynccontextmanager
async def _child(work: str, url: str, number: int) -> AsyncIterator[Process]:
    command = sys.executable, "-m", __name__, work, url, str(number)
    child = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def admit(database: Database, number: int) -> str:
    """200 orders of ten members, all at once, with a quota of three. Says how many were admitted."""
    jobs, limits = Jobs(database), Limits(per_day=3, at_once=1000, waiting=1000)

    async def order(turn: int) -> bool:
        try:
            await jobs.admit(new_job(turn // 20, id=f"{number}-{turn}"), limits)
        except QuotaUsedUp:
            return False
        return True

    return str(sum(await asyncio.gather(*(order(turn) for turn in range(200)))))


async def take(database: Database, number: int) -> str:
    """Takes turns at one provider until there is none. Says the jobs' ids."""
    queue, taken = Queue(database, 1000), []
    slots = Slots(per_minute=1000, at_once=60)
    while (turn := await queue.take("novita", [MODEL], slots, OURS, START)).job:
        taken.append(turn.job.id)
    return " ".join(taken)


async def main(work: str, url: str, number: int) -> None:
    async with open_database(url) as database:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print(await {"admit": admit, "take": take}[work](database, number))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
