"""The stage: what the services need of Discord, done with discord.py."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from discord.ext import commands

from cogs import words
from cogs.cards import Cards
from cogs.controls import tongue_of, under_ending
from cogs.doors import NOBODY, Doors
from cogs.endings import say_on_card, settle
from cogs.faces import face, frame_file, picture_url
from cogs.held import only_while
from cogs.posts import find_post, limited, link, say_on_post, send_again, send_post, video_url
from domain.errors import FrameLost, PlaceClosed, PostError, PostTooLarge, PostUnclear
from domain.jobs import Job
from domain.posts import Posted
from domain.progress import Progress
from services.clock import Clock
from services.frames import Frames
from services.providers.catalogue import Catalogue
from services.stage import FrameAddress, Way

log = logging.getLogger(__name__)


class DiscordStage:
    """`is_held` tells whether this process may still write on its jobs' cards."""

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        catalogue: Catalogue,
        frames: Frames,
        clock: Clock,
        is_held: Callable[[], bool],
    ) -> None:
        self._catalogue = catalogue
        self._frames = frames
        self._doors = Doors(bot, clock)
        self._is_held = is_held
        self._late: set[str] = set()
        """Jobs whose card this process edited while its lease lapsed."""
        self._cut_off: set[str] = set()
        """Jobs on whose card an edit was cut off."""
        self.cards = Cards(self._edit_line, self.label, clock)

    def label(self, job: Job) -> str:
        model = self._catalogue.get(job.order.model)
        return model.label if model else job.order.model

    def show(self, job: Job, progress: Progress) -> None:
        self.cards.show(job, progress)

    def let_go(self, job_id: str) -> None:
        self.cards.drop(job_id)

    async def quiet(self, job_id: str) -> bool:
        is_late = job_id in self._late or self.cards.is_painting(job_id)
        await self._finish_card(job_id)
        self._late.discard(job_id)
        return is_late

    def take_cut_off(self, job_id: str) -> bool:
        is_cut_off = job_id in self._cut_off
        self._cut_off.discard(job_id)
        return is_cut_off

    async def close(self) -> set[str]:
        await self.cards.close()
        return self._late | self._cut_off

    def ways(self, job: Job) -> list[Way]:
        return self._doors.ways(job)

    def shut_ways(self, job: Job) -> list[Way]:
        """A card that only the interaction's token reaches may be the post, and nobody can look once that is dead."""
        place = job.order.place
        by_token = place.private or not place.postable
        was_open = by_token and place.is_answerable(job.ready_at or job.queued_at)
        return [Way.ANSWER] if was_open and Way.ANSWER not in self.ways(job) else []

    def upload_limit(self, job: Job, way: Way) -> int:
        return self._doors.upload_limit(job, way)

    async def find_card(self, job: Job) -> int | None:
        return await self._doors.find_answer(job)

    async def settle(self, job: Job) -> None:
        await self._finish_card(job.id)
        await settle(self._doors, job, self.label(job), self._check_held)

    async def say_again(self, job: Job) -> None:
        await self._finish_card(job.id)
        try:
            if job.post_id is not None and job.post_id == job.card_id:
                await say_on_post(self._doors, job, self.label(job))
            else:
                await say_on_card(self._doors, job, self.label(job))
        except PlaceClosed:
            log.info("job %s: its card is out of reach by now", job.id)

    async def post(self, job: Job, way: Way, clip: Path, check_held: Callable[[], None]) -> Posted:
        if way is Way.ANSWER:
            await self._finish_card(job.id)  # the card becomes the post: no later line may overwrite it
        return await send_post(self._doors, job, way, clip, self.label(job), check_held)

    async def post_again(self, job: Job, clip: Path, nonce: str) -> Posted:
        """In the job's place, whatever was posted before."""
        return await send_again(self._doors, job, clip, self.label(job), nonce)

    async def remove_post(self, job: Job, post: Posted) -> bool:
        """Whether it is there no more; False where the bot may not. Raises PostUnclear."""
        return await self._doors.delete_post(job, post)

    def link(self, job: Job) -> str | None:
        """None where it has no post."""
        if job.post_id is None or job.post_channel_id is None:
            return None
        return link(job, self._doors.guild_of(job.post_channel_id))

    async def show_ending(self, job: Job) -> None:
        """On the card, if it is in reach; whoever ended the job knows already."""
        await self.cards.finish(job.id)
        text = words.ending(tongue_of(job), job, self.label(job))
        try:
            await self._doors.edit_card(job, content=text, view=under_ending(job))
        except PostError as error:
            log.info("job %s: its card cannot show its ending: %s", job.id, error)

    async def find_post(self, job: Job, way: Way) -> Posted | None:
        return await find_post(self._doors, job, way)

    async def video_url(self, job: Job) -> str | None:
        """A fresh address of a posted job's video; None where its message is out of reach."""
        if job.post_id is None or job.post_channel_id is None:
            return None
        try:
            return video_url(await self._doors.read_post(job.post_channel_id, job.post_id))
        except PostError:
            return None

    async def remove_card(self, job: Job) -> None:
        """Its video's message is gone: what is left of the card would link to nothing."""
        try:
            await self._doors.delete_card(job)
        except PostError as error:
            log.info("job %s: its card stays (%s)", job.id, error)

    async def frame_address(self, job: Job) -> FrameAddress:
        """The card's own picture, read afresh. A card that was left without it, because its process ended before it
        could be shown, gets it now; a card that a moderator removed is sent again."""
        try:
            address = await self._read_address(job) or await self._put_frame_on_card(job)
            return address or await self._send_card_again(job)
        except (PlaceClosed, PostTooLarge) as error:
            raise FrameLost(job.id) from error

    async def _read_address(self, job: Job) -> FrameAddress | None:
        try:
            card = await self._doors.read_card(job)
        except PlaceClosed:
            return None
        url = picture_url(card)
        return FrameAddress(url, card.id) if url else None

    async def _put_frame_on_card(self, job: Job) -> FrameAddress | None:
        """None where there is no card any more."""
        path, prompt = await self._frame_on_disk(job), job.order.prompt
        try:
            file = partial(frame_file, tongue_of(job), path, prompt)
            await self._doors.edit_card(job, file, embed=face(prompt, has_frame=True))
        except PlaceClosed:
            return None
        return await self._read_address(job)

    async def _frame_on_disk(self, job: Job) -> Path:
        self._check_held()
        path = self._frames.path(job.order.frame or "")
        if not await asyncio.to_thread(path.is_file):
            raise FrameLost(job.id)
        return path

    async def _send_card_again(self, job: Job) -> FrameAddress:
        """Where the card was; a private one that can no longer be reached, by direct message."""
        path = await self._frame_on_disk(job)
        way = next(way for way in self.ways(job) if way is not Way.ANSWER)
        async with limited():
            channel = await self._doors.channel(job, way)
            card = await channel.send(
                self.label(job),
                embed=face(job.order.prompt, has_frame=True),
                file=frame_file(tongue_of(job), path, job.order.prompt),
                allowed_mentions=NOBODY,
            )
        url = picture_url(card)
        if url is None:
            raise FrameLost(job.id)
        return FrameAddress(url, card.id)

    async def _finish_card(self, job_id: str) -> None:
        if await self.cards.finish(job_id):
            self._cut_off.add(job_id)

    async def _edit_line(self, job: Job, line: str) -> None:
        def check() -> None:
            self._check_held()
            if not self.cards.keeps(job.id):
                raise PostUnclear("its last word is said")

        check()
        try:
            with only_while(check):
                await self._doors.edit_card(job, content=line)
        finally:
            if not self._is_held():
                self._late.add(job.id)

    def _check_held(self) -> None:
        if not self._is_held():
            raise PostUnclear("another process may keep this card by now")
