"""Carries each job, in a task of its own, from the state in which its row is to the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import assert_never

from domain.errors import LeaseLost, PostError
from domain.jobs import Job, State
from services.deliver import deliver
from services.resume import resume_in_line
from services.settle import settle
from services.submit import submit
from services.watch import watch
from services.workshop import Workshop

LEAST_PAUSE = 1.0
LONGEST_PAUSE = 120.0
TELL_TRIES = 5
WORTH_TELLING = timedelta(days=1)

Step = Callable[[], Awaitable[Job]]

log = logging.getLogger(__name__)


class Carrier:
    """Owns the tasks of this process's jobs. A job that waits in line has none: it is a row."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def under_way(self) -> int:
        return len(self._tasks)

    def begin(self, job: Job) -> None:
        """Carries a job that was moved to SUBMITTING this moment, and whose request was not sent yet."""
        self._start(job, lambda: submit(self._shop, job))

    def resume(self, job: Job) -> None:
        """Carries a job found in the database: whatever the process before it did may have happened."""
        if job.id not in self._tasks:
            self._start(job, lambda: self._step(job, resumed=True))

    async def close(self, seconds: float) -> None:
        """Lets paid requests and posts finish their commit, for at most `seconds`, and stops everything else."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._shop.unbroken.finish(seconds)

    def _start(self, job: Job, first: Step) -> None:
        task = asyncio.create_task(self._carry(job, first), name=f"job {job.id}")
        self._tasks[job.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job.id, None))

    async def _carry(self, job: Job, first: Step) -> None:
        step, pause = first, LEAST_PAUSE
        while True:
            try:
                await self._finish(await step())
                return
            except LeaseLost:
                log.warning("job %s is carried by another process now", job.id)
                return
            except Exception:
                log.exception("job %s stumbled; it goes on from its row in %.0f s", job.id, pause)
            await self._shop.clock.sleep(self._shop.clock.spread(pause))
            step, pause = lambda: self._again(job.id), min(pause * 2, LONGEST_PAUSE)

    async def _again(self, job_id: str) -> Job:
        job = await self._shop.jobs.find(job_id)
        if job is None or job.owner != self._shop.lease.owner:
            raise LeaseLost(job_id)
        return await self._step(job, resumed=True)

    async def _finish(self, job: Job) -> None:
        while job.is_open and job.state is not State.QUEUED:
            job = await self._step(job, resumed=False)
        if job.state is State.QUEUED:
            self._shop.line.add(job)
        elif not job.settled:
            await self._tell(job)

    async def _step(self, job: Job, resumed: bool) -> Job:
        match job.state:
            case State.SUBMITTING:
                # Only met after a restart: nobody knows whether the request left.
                return await self._shop.jobs.move(job, state=State.UNSURE)
            case State.UNSURE:
                return await settle(self._shop, job)
            case State.RUNNING:
                return await watch(self._shop, job)
            case State.READY:
                return await deliver(self._shop, job, resumed)
            case State.QUEUED:
                return await resume_in_line(self._shop, job)
            case State.POSTED | State.KEPT | State.FAILED | State.CANCELLED:
                return job
            case _:
                assert_never(job.state)

    async def _tell(self, job: Job) -> None:
        """The end is committed, then told; telling twice changes nothing, so a restart tells what is untold. After a
        day nobody waits for it any more, and /videos shows it."""
        if self._shop.clock.now() - (job.ended_at or job.queued_at) < WORTH_TELLING:
            await retry(self._shop, lambda: self._shop.stage.settle(job))
        await self._shop.jobs.settled(job)


async def retry(shop: Workshop, act: Callable[[], Awaitable[None]]) -> None:
    """Does `act` until Discord took it; after some tries the error is the caller's."""
    for tries in range(TELL_TRIES):
        try:
            await act()
            return
        except PostError:
            if tries == TELL_TRIES - 1:
                raise
            await shop.clock.sleep(shop.clock.spread(shop.pace.poll * 2**tries))
