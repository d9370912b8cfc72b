"""What a member does with a video after it was ordered: stop it, find it again, post it again, delete it."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from db.posts import Posts
from db.shelf import Shelf
from domain.errors import ClipBroken
from domain.jobs import MADE, Job
from domain.limits import WINDOW
from domain.posts import Posted
from domain.shelf import Page, Part, Stop
from services.film import Films
from services.recovery import recover
from services.workshop import Workshop

log = logging.getLogger(__name__)


class Videos:
    """`allows_private` says whether Discord's own addresses may be on this machine, as in the sandbox."""

    def __init__(self, shop: Workshop, shelf: Shelf, posts: Posts, films: Films, allows_private: bool) -> None:
        self._shop = shop
        self._shelf = shelf
        self._posts = posts
        self._films = films
        self._allows_private = allows_private

    async def find(self, job_id: str) -> Job | None:
        """None also for one that its member deleted."""
        job = await self._shop.jobs.find(job_id)
        return job if job is not None and job.deleted_at is None else None

    async def page(self, member_id: int, part: Part, offset: int, most: int) -> Page:
        return await self._shelf.page(member_id, part, offset, most)

    async def of_the_day(self, member_id: int) -> Sequence[Job]:
        """What the member ordered within the quota's window, newest first."""
        return await self._shelf.since(member_id, self._shop.clock.now() - WINDOW)

    async def cancel(self, job: Job) -> Stop:
        """Cancels what still waits; anything else is only told."""
        if await self._shelf.cancel(job.id, job.order.member_id, self._shop.clock.now()):
            self._shop.line.remove(job)
            self._shop.stage.let_go(job.id)
            self._shop.line.ring()
            log.info("job %s was cancelled by its member", job.id)
            return Stop.CANCELLED
        now = await self._shop.jobs.find(job.id)
        return Stop.UNDER_WAY if now is not None and now.is_open else Stop.OVER

    async def withhold(self, job: Job) -> bool:
        """False where it is over already."""
        return await self._shelf.withhold(job.id, job.order.member_id)

    async def posts(self, job: Job) -> Sequence[Posted]:
        """Oldest first."""
        return await self._posts.of(job.id)

    async def note_post(self, job: Job, post: Posted) -> bool:
        """False where its member deleted it meanwhile."""
        return await self._posts.note(job, post)

    async def note_copy(self, job: Job, post: Posted) -> bool:
        """Like `note_post`, where the bot itself cannot look for the message."""
        return await self._posts.note_copy(job, post)

    async def note_removal(self, job: Job, message_id: int) -> bool:
        """Whether it was the first of its posts, as far as is known."""
        return await self._posts.remove(job.id, message_id)

    async def delete(self, job: Job) -> Sequence[Posted]:
        """For good: the row first, which says nothing any more, and then the files. What the row still names,
        retention removes. The posts that were known to that moment are returned."""
        posts = await self._shelf.delete(job.id, job.order.member_id, self._shop.clock.now())
        if posts is None:
            return []
        if job.clip:
            await asyncio.to_thread(self._shop.clips.remove, job.clip)
        if job.order.frame and not await self._shop.jobs.is_frame_used(job.order.frame, job.id):
            await asyncio.to_thread(self._shop.frames.remove, job.order.frame)
        await self._shop.jobs.forget_files(job)
        return posts

    async def clip(self, job: Job, url: str | None = None) -> str:
        """The name of the job's clip on disk. Where retention removed it, it is fetched again from the bot's own post,
        whose fresh address is `url`. Raises ClipError."""
        is_there = await asyncio.to_thread(self._shop.clips.path(job.clip or "").is_file)
        if job.clip and is_there:
            return job.clip
        if url is None or job.state not in MADE:
            raise ClipBroken("its clip is gone")
        download = self._shop.downloads / f"again-{job.id}.mp4"
        name = await recover(
            self._shop.media, self._shop.clips, url, download, job.id, self.label(job), self._allows_private
        )
        await self._shelf.note_clip(job.id, name)
        return name

    async def fitted(self, clip: str, limit: int) -> Path:
        return await self._shop.clips.fit(clip, limit)

    async def chain(self, job: Job) -> Sequence[Job]:
        return await self._shelf.chain(job)

    async def film(self, clips: Sequence[str], job: Job, limit: int) -> Path:
        return await self._films.join(clips, limit, self.label(job))

    def label(self, job: Job) -> str:
        model = self._shop.model(job)
        return model.label if model else job.order.model
