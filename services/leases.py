"""This process's lease on its jobs, and the jobs of processes whose lease has lapsed."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from db.jobs import Jobs
from db.processes import Processes
from domain.errors import DatabaseError
from domain.jobs import Job
from services.clock import Clock

RENEWALS_PER_LEASE = 3
SWEEP_AFTER = timedelta(days=1)

log = logging.getLogger(__name__)


class Lease:
    """Holds every job whose row names `owner`."""

    def __init__(self, owner: str, processes: Processes, seconds: float, clock: Clock) -> None:
        self.owner = owner
        self._processes = processes
        self._seconds = seconds
        self._clock = clock
        self._renewed_at = float("-inf")

    @property
    def is_held(self) -> bool:
        """Whether this process renewed in time, by a clock that goes on while it is stopped. Where this is False,
        only the job's row can tell whose it is."""
        return self._clock.monotonic() - self._renewed_at < self._seconds

    async def renew(self) -> None:
        self._renewed_at = await self._prolong()

    async def _prolong(self) -> float:
        """The moment from which it counts."""
        until = self._clock.now() + timedelta(seconds=self._seconds)
        asked_at = self._clock.monotonic()
        await self._processes.renew(self.owner, until)
        return asked_at

    async def release(self) -> None:
        """Lets another process go on at once. Where that cannot be written, the lease lapses by itself."""
        self._renewed_at = float("-inf")
        try:
            await self._processes.release(self.owner)
        except DatabaseError as error:
            log.warning("the lease could not be given back: %s", error.explanation)

    async def keep(self, jobs: Jobs, resume: Callable[[Job], None], review: Callable[[], Awaitable[None]]) -> None:
        """Renews, and takes over the jobs of lapsed leases, until it is cancelled. `resume` gets each of them once.
        `review` lets go of what others took over from this process, and takes up what nobody carries."""
        while True:
            try:
                await self._renew(review)
                await self._take_over(jobs, resume)
            except DatabaseError as error:
                log.warning("the lease could not be renewed: %s", error.explanation)
            await self._clock.sleep(self._seconds / RENEWALS_PER_LEASE)

    async def _renew(self, review: Callable[[], Awaitable[None]]) -> None:
        """After a lapse the lease is held again only when nothing is carried any more that others hold."""
        renewed_at = await self._prolong()
        await review()
        self._renewed_at = renewed_at

    async def _take_over(self, jobs: Jobs, resume: Callable[[Job], None]) -> None:
        now = self._clock.now()
        await self._processes.sweep(now - SWEEP_AFTER)
        for job in await jobs.take_over(self.owner, now):
            log.info("job %s goes on from %s", job.id, job.state.value)
            resume(job)
