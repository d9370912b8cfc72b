"""A finished video finds its place: the channel, else the member, else it is kept for /videos."""

import logging
from datetime import timedelta
from enum import IntEnum
from pathlib import Path

from domain.errors import ClipError, PlaceClosed, PostTooLarge, PostUnclear
from domain.jobs import Job, State
from domain.posts import Posted
from domain.progress import Fetching
from services.insisting import insist
from services.stage import Way
from services.workshop import Workshop

SMALLER = 0.7
"""A place that refused a file is offered this share of it next."""
LEAST_BYTES = 300_000
TRIES = 6
TRIES_AT_ONE_SIZE = 3
LONGEST_PAUSE = 300.0
PATIENCE = timedelta(hours=24)
"""How long a video knocks at a Discord that does not answer."""

log = logging.getLogger(__name__)


class Doubt(IntEnum):
    """Whether a video may be posted already, though its job's row does not say so."""

    NONE = 0
    SLIGHT = 1
    """Its row was found in a state before any post: only a row out of a backup may be behind the truth."""
    REAL = 2
    """A post of it may have begun."""


def doubt_of(job: Job) -> Doubt:
    """Of one that was found in the database."""
    return Doubt.REAL if job.state is State.READY else Doubt.SLIGHT


async def deliver(shop: Workshop, job: Job, doubt: Doubt) -> Job:
    """From READY to POSTED or KEPT, or back to RUNNING where its clip has left the disk. Where there is a doubt, it looks
    first whether the post is already there."""
    if job.clip is None or not shop.clips.path(job.clip).is_file():
        log.warning("job %s: its clip is gone from disk, it is fetched again", job.id)
        return await shop.jobs.move(job, state=State.RUNNING, clip=None, ready_at=None)
    shop.stage.show(job, Fetching())
    while True:
        try:
            moved = await _post_somewhere(shop, job, job.clip, doubt)
        except PostUnclear:
            moved = None
            if shop.clock.now() - (job.ready_at or job.queued_at) < PATIENCE:
                doubt = Doubt.REAL
                await shop.clock.sleep(shop.clock.spread(LONGEST_PAUSE))
                continue
        return moved or await keep(shop, job)


async def keep(shop: Workshop, job: Job) -> Job:
    """For /videos alone: nobody takes it, or its member wants it so."""
    if job.withheld:
        log.info("job %s is not posted, as its member wished", job.id)
    else:
        log.warning("job %s could not be posted anywhere; its member finds it in /videos", job.id)
    return await shop.jobs.move(job, state=State.KEPT, ended_at=shop.clock.now())


async def _post_somewhere(shop: Workshop, job: Job, clip: str, doubt: Doubt) -> Job | None:
    """None where every way is closed; PostUnclear where Discord leaves it open."""
    for way in shop.stage.ways(job):
        moved = await _Post(shop, job, way, clip, doubt).deliver()
        if moved is not None:
            return moved
    return None


class _Post:
    """One way, tried until it is done or closed."""

    def __init__(self, shop: Workshop, job: Job, way: Way, clip: str, doubt: Doubt) -> None:
        self._shop = shop
        self._job = job
        self._way = way
        self._clip = clip
        self._maybe_there = doubt is not Doubt.NONE
        self._limit = shop.stage.upload_limit(job, way)

    async def deliver(self) -> Job | None:
        """The job as POSTED, or None where this way is closed: then the video is certainly not there."""
        for tries in range(TRIES):
            try:
                return await self._attempt()
            except PlaceClosed:
                log.info("job %s: the way by %s is closed", self._job.id, self._way.value)
                return None
            except ClipError as error:
                log.info("job %s cannot be made to fit (%s)", self._job.id, type(error).__name__)
                break
            except PostTooLarge:
                self._shrink()
            except PostUnclear:
                await self._wait_after(tries)
        return await self._last_search()

    async def _wait_after(self, tries: int) -> None:
        self._maybe_there = True
        if tries + 1 == TRIES_AT_ONE_SIZE:
            self._shrink()
        pause = min(self._shop.pace.poll * 2**tries, LONGEST_PAUSE)
        await self._shop.clock.sleep(self._shop.clock.spread(pause))

    def _shrink(self) -> None:
        self._limit = max(LEAST_BYTES, int(self._limit * SMALLER))

    async def _last_search(self) -> Job | None:
        """Before the video goes elsewhere, it must be certain that it is not here."""
        posted = await self._shop.stage.find_post(self._job, self._way) if self._maybe_there else None
        return await self._commit(posted) if posted else None

    async def _attempt(self) -> Job:
        clip = await self._shop.clips.fit(self._clip, self._limit)
        # What is refused as too large was of this size, whatever the place was said to take.
        self._limit = min(self._limit, _size(clip))
        return await self._shop.unbroken.run(self._post(clip))

    async def _post(self, clip: Path) -> Job:
        """Acts, then commits: a crash in between is found by `find_post`, and the nonce keeps Discord from
        making a second message within its window."""
        posted = await self._shop.stage.find_post(self._job, self._way) if self._maybe_there else None
        with self._shop.claims.of(self._job.id) as check_held:
            row = await self._shop.check_lease(self._job)
            if posted is None and row.withheld:
                return await keep(self._shop, row)
            posted = posted or await self._shop.stage.post(self._job, self._way, clip, check_held)
        return await self._commit(posted)

    async def _commit(self, posted: Posted) -> Job:
        """Until the database took it: thrown away, it would be posted again where nobody can find it."""
        now = self._shop.clock.now()
        job = await insist(
            self._shop.clock, self._job, "its post", lambda: self._shop.jobs.posted(self._job, posted, now)
        )
        log.info("job %s is posted as message %s", job.id, posted.message_id)
        return job


def _size(clip: Path) -> int:
    return clip.stat().st_size
