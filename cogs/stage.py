"""The stage: what the services need of Discord, done with discord.py."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from discord.ext import commands

from cogs.cards import Cards
from cogs.doors import NOBODY, Doors
from cogs.faces import face, frame_file, picture_url
from cogs.posts import find_post, limited, send_post, settle
from domain.errors import FrameLost, PlaceClosed, PostTooLarge, PostUnclear
from domain.jobs import Job
from domain.progress import Progress
from services.clock import Clock
from services.frames import Frames
from services.providers.catalogue import Catalogue
from services.stage import FrameAddress, Posted, Way


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
        self.cards = Cards(self._edit_line, self.label, clock)

    def label(self, job: Job) -> str:
        model = self._catalogue.get(job.order.model)
        return model.label if model else job.order.model

    def show(self, job: Job, progress: Progress) -> None:
        self.cards.show(job, progress)

    def let_go(self, job_id: str) -> None:
        self.cards.drop(job_id)

    def ways(self, job: Job) -> list[Way]:
        return self._doors.ways(job)

    def upload_limit(self, job: Job, way: Way) -> int:
        return self._doors.upload_limit(job, way)

    async def find_card(self, job: Job) -> int | None:
        return await self._doors.find_answer(job)

    async def settle(self, job: Job) -> None:
        await self.cards.finish(job.id)
        await settle(self._doors, job, self.label(job))

    async def post(self, job: Job, way: Way, clip: Path) -> Posted:
        if way is Way.ANSWER:
            await self.cards.finish(job.id)  # the card becomes the post: no later line may overwrite it
        return await send_post(self._doors, job, way, clip, self.label(job))

    async def find_post(self, job: Job, way: Way) -> Posted | None:
        return await find_post(self._doors, job, way)

    async def frame_address(self, job: Job) -> FrameAddress:
        """The card's own picture, read afresh; a card that a moderator removed is sent again."""
        try:
            return await self._read_address(job) or await self._send_card_again(job)
        except (PlaceClosed, PostTooLarge) as error:
            raise FrameLost(job.id) from error

    async def _read_address(self, job: Job) -> FrameAddress | None:
        try:
            card = await self._doors.read_card(job)
        except PlaceClosed:
            return None
        url = picture_url(card)
        return FrameAddress(url, card.id) if url else None

    async def _send_card_again(self, job: Job) -> FrameAddress:
        path = self._frames.path(job.order.frame or "")
        if Way.CHANNEL not in self.ways(job) or not await asyncio.to_thread(path.is_file):
            raise FrameLost(job.id)
        async with limited():
            channel = await self._doors.channel(job, Way.CHANNEL)
            card = await channel.send(
                self.label(job),
                embed=face(job.order.prompt, has_frame=True),
                file=frame_file(path, job.order.prompt),
                allowed_mentions=NOBODY,
            )
        url = picture_url(card)
        if url is None:
            raise FrameLost(job.id)
        return FrameAddress(url, card.id)

    async def _edit_line(self, job: Job, line: str) -> None:
        if not self._is_held():
            raise PostUnclear("another process may keep this card by now")
        await self._doors.edit_card(job, content=line)
