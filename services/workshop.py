"""What the steps of a job's life share."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp

from db.jobs import Jobs
from domain.errors import LeaseLost
from domain.jobs import Failure, Job, State
from domain.models import Model
from domain.pace import Usual
from services.claims import Claims
from services.clips import Clips
from services.clock import Clock
from services.frames import Frames
from services.gates import Gate
from services.leases import Lease
from services.line import Line
from services.providers.catalogue import Catalogue
from services.providers.port import Provider
from services.stage import Stage
from services.unbroken import Unbroken
from services.usuals import Usuals

FETCHES_AT_ONCE = 12

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The operator's settings that say how long and how often; seconds."""

    poll: float
    late_after: float
    unsure: float
    missing: float
    """How long a provider says of a task nothing but that it does not know it, before that is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    lease: Lease
    claims: Claims
    jobs: Jobs
    providers: Mapping[str, Provider]
    gates: Mapping[str, Gate]
    catalogue: Catalogue
    frames: Frames
    clips: Clips
    downloads: Path
    """Where a clip stands while it is fetched."""
    media: aiohttp.ClientSession
    """For clips alone: it never knows a key."""
    stage: Stage
    usuals: Usuals
    unbroken: Unbroken
    clock: Clock
    pace: Pace
    line: Line
    fetches: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FETCHES_AT_ONCE))
    """Each clip that is being fetched holds memory: when many are done at once, they come one after the other."""

    def model(self, job: Job) -> Model | None:
        return self.catalogue.get(job.order.model)

    def is_offered(self, job: Job) -> bool:
        """Whether a provider that is switched on could still take this order."""
        model = self.model(job)
        names = set(model.offers if model else ()) - job.refused_by
        return not names.isdisjoint(self.providers)

    async def usual(self, job: Job) -> Usual:
        return await self.usuals.of(job.order.model, self.model(job))

    def elapsed(self, job: Job) -> timedelta:
        """Since the submit."""
        return self.clock.now() - (job.submitting_at or job.queued_at)

    async def check_lease(self, job: Job) -> Job:
        """The job as its row says now. Before what cannot be taken back: LeaseLost where another process carries it by
        now. Only the row can tell: a lease that is held may have lapsed in between."""
        row = await self.jobs.read_held(job)
        if row is None:
            raise LeaseLost(job.id)
        return row

    async def fail(self, job: Job, failure: Failure) -> Job:
        """Ends the job without a video and gives the place back, which is one and the same write."""
        failed = await self.jobs.move(job, state=State.FAILED, failure=failure, ended_at=self.clock.now())
        log.info("job %s failed: %s, %s, task %s", job.id, failure.value, job.provider, job.task_id)
        self.line.ring()
        return failed
