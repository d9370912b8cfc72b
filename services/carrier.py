"""Carries each job, in a task of its own, from the state in which its row is to the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import assert_never

from domain.errors import LeaseLost
from domain.jobs import Job, State
from services.amends import IN_FLIGHT_SECONDS, Amends
from services.clearing import clear_up
from services.deliver import Doubt, deliver, doubt_of
from services.resume import resume_in_line
from services.submit import submit
from services.telling import retry
from services.watch import watch
from services.workshop import Workshop

LEAST_PAUSE = 1.0
LONGEST_PAUSE = 120.0
WORTH_TELLING = timedelta(days=1)
LONGEST_ANSWER = timedelta(minutes=2)
"""How long the first answer to an order may take, during which nobody else looks after it."""

Step = Callable[[], Awaitable[Job]]

log = logging.getLogger(__name__)


class _Gone(Exception):
    """The row is another process's now, or is not there."""


class Carrier:
    """Owns the tasks of this process's jobs. A job that waits in line has none: it is a row."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._doubts: dict[str, Doubt] = {}
        """Of each job that has a task: a doubt lasts, whatever states the job passes."""
        self._strays: set[str] = set()
        self._inherited: dict[str, float] = {}
        """When each job was taken over that has not been for long."""
        self._amends = Amends(shop)
        self._is_closed = False

    def begin(self, job: Job) -> None:
        """Carries a job that was moved to SUBMITTING this moment, and whose request was not sent yet."""
        self._start(job, lambda: submit(self._shop, job), Doubt.NONE)

    def resume(self, job: Job) -> None:
        """Carries a job found in the database: whatever the process before it did may have happened."""
        task = self._tasks.get(job.id)
        if task is None or task.cancelling():
            self._start(job, lambda: self._step(job), doubt_of(job))

    def inherit(self, job: Job) -> None:
        """Carries the job of a process that is gone, or seems to be."""
        self._inherited[job.id] = self._shop.clock.monotonic()
        self.resume(job)

    async def review(self) -> None:
        """Lets go of every job that another process has taken over: it carries it on, and keeps its card. Takes up
        what is this process's and carried by nobody, because the answer to the write that made it so was lost."""
        since = self._shop.clock.monotonic() - IN_FLIGHT_SECONDS
        self._inherited = {job_id: at for job_id, at in self._inherited.items() if at > since}
        waiting = dict(self._shop.line.waiting)
        carried = {*self._tasks, *waiting}
        held = await self._shop.jobs.held_by(self._shop.lease.owner)
        lost = carried - held
        self._shop.line.forget(job for job_id, job in waiting.items() if job_id in lost)
        for job_id in lost:
            self._amends.let_go(job_id)
            if job_id in self._tasks:
                log.warning("job %s is carried by another process now", job_id)
                self._tasks[job_id].cancel()
        await self._take_up(held - {*carried, *self._tasks, *self._shop.line.waiting})

    async def _take_up(self, strays: set[str]) -> None:
        """One that is met a second time is not on its way to its task any more."""
        known = set() if self._is_closed else strays & self._strays
        for job_id in known:
            job = await self._shop.jobs.find(job_id)
            if job is not None and not self._is_being_answered(job):
                log.warning("job %s was carried by nobody; it goes on from %s", job_id, job.state.value)
                self.resume(job)
        self._strays = strays

    def _is_being_answered(self, job: Job) -> bool:
        waits = job.state is State.QUEUED and job.card_id is None
        return waits and self._shop.clock.now() - job.queued_at < LONGEST_ANSWER

    async def close(self, seconds: float) -> None:
        """Lets paid requests and posts finish their commit, and edits of cards end, for at most `seconds`, and stops
        everything else."""
        self._is_closed = self._shop.unbroken.is_leaving = True
        await asyncio.sleep(0)  # a job begun this moment comes to where it can still go back in line
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(self._amends.close(seconds), self._shop.unbroken.finish(seconds))

    def _start(self, job: Job, first: Step, doubt: Doubt) -> None:
        if self._is_closed:
            return  # its row waits for the next process
        task = asyncio.create_task(self._carry(job, first), name=f"job {job.id}")
        self._tasks[job.id], self._doubts[job.id] = task, doubt
        task.add_done_callback(lambda _: self._forget(job.id, task))

    def _forget(self, job_id: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(job_id) is task:
            del self._tasks[job_id], self._doubts[job_id]

    async def _carry(self, job: Job, first: Step) -> None:
        step, pause = first, LEAST_PAUSE
        while True:
            try:
                await self._finish(await step())
                return
            except _Gone:
                log.warning("job %s is carried by another process now", job.id)
                self._amends.let_go(job.id)  # a review that comes later no longer sees it among the carried
                return
            except LeaseLost:
                # Or only the answer to a write was lost: the row tells whose the job is, and how far it came.
                log.info("job %s is not where this process left it", job.id)
            except Exception:
                log.exception("job %s stumbled; it goes on from its row in %.0f s", job.id, pause)
            await self._shop.clock.sleep(self._shop.clock.spread(pause))
            step, pause = lambda: self._again(job.id), min(pause * 2, LONGEST_PAUSE)

    async def _again(self, job_id: str) -> Job:
        job = await self._shop.jobs.find(job_id)
        if job is None or job.owner != self._shop.lease.owner:
            raise _Gone
        self._doubts[job.id] = max(self._doubts[job.id], doubt_of(job))
        return await self._step(job)

    async def _finish(self, job: Job) -> None:
        while job.is_open and job.state is not State.QUEUED:
            job = await self._step(job)
        if job.state is State.QUEUED:
            self._shop.line.add(job)
        elif not job.settled:
            await self._tell(job)

    async def _step(self, job: Job) -> Job:
        match job.state:
            case State.SUBMITTING:
                # Only met after a restart: nobody knows whether the request left.
                return await self._shop.jobs.move(job, state=State.UNSURE)
            case State.UNSURE:
                return await clear_up(self._shop, job)
            case State.RUNNING:
                return await watch(self._shop, job)
            case State.READY:
                return await deliver(self._shop, job, self._doubts[job.id])
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
        left = self._left_in_flight(job.id)
        if left > 0:
            self._amends.make_later(job.id, left)

    def _left_in_flight(self, job_id: str) -> float:
        """For how many seconds an older line may still come to the card: one of this process, or of the one before."""
        taken_over_at = self._inherited.pop(job_id, float("-inf"))
        if self._shop.stage.take_cut_off(job_id):
            return IN_FLIGHT_SECONDS
        return taken_over_at + IN_FLIGHT_SECONDS - self._shop.clock.monotonic()
