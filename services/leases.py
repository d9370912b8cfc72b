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
    """`resume` gets every job that this process took over, once."""

    def __init__(
        self,
        owner: str,
        jobs: Jobs,
        processes: Processes,
        seconds: float,
        clock: Clock,
        resume: Callable[[Job], Awaitable[None]],
    ) -> None:
        self._owner = owner
        self._jobs = jobs
        self._processes = processes
        self._seconds = seconds
        self._clock = clock
        self._resume = resume
        self._renewed_at = float("-inf")

    @property
    def is_held(self) -> bool:
        """Whether this process renewed in time, by its own monotonic clock."""
        return self._clock.monotonic() - self._renewed_at < self._seconds

    async def renew(self) -> None:
        until = self._clock.now() + timedelta(seconds=self._seconds)
        asked_at = self._clock.monotonic()
        await self._processes.renew(self._owner, until)
        self._renewed_at = asked_at

    async def release(self) -> None:
        """Lets another process go on at once."""
        await self._processes.release(self._owner)

    async def run(self) -> None:
        """Renews, and takes over what has lapsed, until it is cancelled."""
        while True:
            try:
                await self.renew()
                await self._take_over()
            except DatabaseError as error:
                log.warning("the lease could not be renewed: %s", error.explanation)
            await self._clock.sleep(self._seconds / RENEWALS_PER_LEASE)

    async def _take_over(self) -> None:
        now = self._clock.now()
        await self._processes.sweep(now - SWEEP_AFTER)
        for job in await self._jobs.take_over(self._owner, now):
            log.info("job %s goes on from %s", job.id, job.state.value)
            await self._resume(job)
