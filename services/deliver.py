"""A finished video finds its place: the channel, else the member, else it is kept for /videos."""

import logging
from datetime import timedelta
from enum import IntEnum
from pathlib import Path

from domain.errors import ClipError, PlaceClosed, PlaceGone, PostTooLarge, PostUnclear
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
    """Its row was found in a state before any post: only a row out of a backup may be behind the truth. Only the first
    way is searched: to open all members' direct messages after a restart would be too much."""
    REAL = 2
    """A post of it may have begun."""


def doubt_of(job: Job) -> Doubt:
    """Of one that was found in the database."""
    return Doubt.REAL if job.state is State.READY else Doubt.SLIGHT


async def deliver(shop: Workshop, job: Job, doubt: Doubt) -> Job:
    """From READY to POSTED or KEPT, or back to RUNNING where its clip has left the disk. In doubt it first looks if
    the post is there already."""
    if job.clip is None or not shop.clips.path(job.clip).is_file():
        log.warning("job %s: its clip is gone from disk, it is fetched again", job.id)
        return await shop.jobs.move(job, state=State.RUNNING, clip=None, ready_at=None)
    shop.stage.show(job, Fetching())
    delivery = _Delivery(shop, job, job.clip, doubt)
    while True:
        try:
            moved = await delivery.try_all_ways()
        except PostUnclear:
            moved = None
            if shop.clock.now() - (job.ready_at or job.queued_at) < PATIENCE:
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


class _Delivery:
    """All ways of one video. What one of them left open is known to the end."""

    def __init__(self, shop: Workshop, job: Job, clip: str, doubt: Doubt) -> None:
        self._shop = shop
        self._job = job
        self._clip = clip
        self._doubt = doubt
        self._posts: dict[Way, _Post] = {}

    async def try_all_ways(self) -> Job | None:
        """None where none is left, or where the video may be in a place that nobody can look into: its member finds it
        in /videos, which is better than a second post. PostUnclear where Discord leaves it open."""
        ways = self._ways()
        for post in ways:
            found = await post.find()
            if found is not None:
                return found
        if any(post.may_be_there for post in self._posts.values() if post not in ways):
            return None
        for post in ways:
            moved = await post.deliver()
            if moved is not None or post.may_be_there:
                return moved
        return None

    def _ways(self) -> list["_Post"]:
        """Those that are open; one that shuts meanwhile keeps its doubt."""
        stage = self._shop.stage
        for way in stage.shut_ways(self._job):
            self._post(way, self._doubt)
        first, *others = stage.ways(self._job)
        less = self._doubt if self._doubt is Doubt.REAL else Doubt.NONE
        return [self._post(first, self._doubt), *(self._post(way, less) for way in others)]

    def _post(self, way: Way, doubt: Doubt) -> "_Post":
        if way not in self._posts:
            self._posts[way] = _Post(self._shop, self._job, way, self._clip, doubt)
        return self._posts[way]


class _Post:
    """One way, tried until it is done or closed."""

    def __init__(self, shop: Workshop, job: Job, way: Way, clip: str, doubt: Doubt) -> None:
        self._shop = shop
        self._job = job
        self._way = way
        self._clip = clip
        self._doubt = doubt
        self._limit = shop.stage.upload_limit(job, way)

    @property
    def may_be_there(self) -> bool:
        """Whether a post may have begun here of which nobody knows what came."""
        return self._doubt is Doubt.REAL

    async def find(self) -> Job | None:
        """The job as POSTED, if the video is there already: what is asked of every way before anything is sent by any.
        PostUnclear where Discord does not say."""
        for tries in range(TRIES - 1):
            try:
                return await self._find()
            except PostUnclear:
                await self._pause_after(tries)
        return await self._find()

    async def deliver(self) -> Job | None:
        """The job as POSTED, or None where this way is closed."""
        for tries in range(TRIES):
            try:
                return await self._attempt()
            except PlaceGone:
                self._doubt = Doubt.NONE
                return None
            except PlaceClosed:
                log.info("job %s: the way by %s is closed", self._job.id, self._way.value)
                return None
            except ClipError as error:
                log.info("job %s cannot be made to fit (%s)", self._job.id, type(error).__name__)
                break
            except PostTooLarge:
                self._shrink()
            except PostUnclear:
                self._doubt = Doubt.REAL
                if tries + 1 == TRIES_AT_ONE_SIZE:
                    self._shrink()
                await self._pause_after(tries)
        return await self._find()  # before the video goes elsewhere

    async def _pause_after(self, tries: int) -> None:
        pause = min(self._shop.pace.poll * 2**tries, LONGEST_PAUSE)
        await self._shop.clock.sleep(self._shop.clock.spread(pause))

    def _shrink(self) -> None:
        self._limit = max(LEAST_BYTES, int(self._limit * SMALLER))

    async def _find(self) -> Job | None:
        posted = await self._search()
        return await self._commit(posted) if posted else None

    async def _search(self) -> Posted | None:
        """None where it is not there, and then there is no doubt any more; and where nobody can look, and it lasts."""
        if self._doubt is Doubt.NONE:
            return None
        try:
            posted = await self._shop.stage.find_post(self._job, self._way)
        except PlaceGone:
            posted = None
        except PlaceClosed:
            log.info("job %s: nobody can look for its post by %s", self._job.id, self._way.value)
            return None
        if posted is None:
            self._doubt = Doubt.NONE
        return posted

    async def _attempt(self) -> Job:
        clip = await self._shop.clips.fit(self._clip, self._limit)
        # What is refused as too large was of this size, whatever the place was said to take.
        self._limit = min(self._limit, _size(clip))
        return await self._shop.unbroken.run(self._post(clip))

    async def _post(self, clip: Path) -> Job:
        """Acts, then commits: a crash in between is found by `find_post`, and the nonce keeps Discord from
        making a second message within its window. Where nobody can look, the nonce alone guards the post."""
        posted = await self._search()
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
