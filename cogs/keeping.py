"""What a member does with one of their own videos in /videos: post it again, get it, copy its prompt."""

import asyncio
import io
import logging
from contextlib import closing, suppress
from dataclasses import replace

import discord

from cogs import refusals, words
from cogs.controls import tongue_of, under_video
from cogs.edge import translate_errors
from cogs.gallery import Gallery, edit
from cogs.owned import own_video
from cogs.places import place_of
from cogs.posts import QUOTE_LIMIT, video_file
from cogs.presses import Handler, Press, tell
from cogs.prompts import quote
from cogs.stage import DiscordStage
from cogs.tongue import tongue_for
from domain.errors import CannotPostHere, ClipBroken, ClipError, PostError
from domain.jobs import MADE, Job
from domain.posts import Posted
from services.stage import Way
from services.videos import Videos

FENCE = "```"
BLOCK_LIMIT = 1900
"""Of a prompt in a block; a message may have 2000 characters."""
PRESS_DIGITS = 8

log = logging.getLogger(__name__)


class Keeping:
    def __init__(self, videos: Videos, gallery: Gallery, stage: DiscordStage) -> None:
        self._videos = videos
        self._gallery = gallery
        self._stage = stage

    def handlers(self) -> dict[str, Handler]:
        return {
            "copy": self.copy,
            "fetch": self.hand_out,
            "repost": self.post_again,
        }

    async def copy(self, interaction: discord.Interaction, press: Press) -> None:
        """A block can be copied with one tap; a prompt that would break out of it comes as a file."""
        job = await own_video(self._videos, interaction, press.about[0])
        if job is None:
            return
        prompt = job.order.prompt
        if FENCE not in prompt and len(prompt) <= BLOCK_LIMIT:
            await tell(interaction, f"{FENCE}\n{prompt}\n{FENCE}")
            return
        with closing(discord.File(io.BytesIO(prompt.encode()), filename="prompt.txt")) as file:
            await tell(interaction, tongue_for(str(interaction.locale)).say("copy-file"), file=file)

    async def hand_out(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._made(interaction, press)
        if job is None:
            return
        await interaction.response.defer(thinking=True, ephemeral=True)
        try:
            file = await self._file(job, interaction.filesize_limit)
        except ClipError as error:
            await self._tell_gone(interaction, job, error)
        else:
            await edit(interaction, attachments=[file])

    async def post_again(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._made(interaction, press)
        if job is None:
            return
        try:
            place = place_of(interaction)
        except CannotPostHere as problem:
            await tell(interaction, refusals.refusal(tongue_for(str(interaction.locale)), problem))
            return
        await interaction.response.defer(thinking=True, ephemeral=place.postable)
        there = replace(job, order=replace(job.order, place=place))
        try:
            await (self._post if place.postable else self._answer)(interaction, there)
        except ClipError as error:
            await self._tell_gone(interaction, job, error)
        except PostError as error:
            log.info("job %s could not be posted again: %s", job.id, error)
            await edit(interaction, content=tongue_for(str(interaction.locale)).say("repost-failed"))

    async def _post(self, interaction: discord.Interaction, job: Job) -> None:
        """Acts, then commits: where a crash comes between, this post is known to nobody, and stays when the video is
        deleted."""
        path = await self._videos.fitted(await self._clip(job), self._stage.upload_limit(job, Way.CHANNEL))
        posted = await self._stage.post_again(job, path, f"{job.id}-{interaction.id % 10**PRESS_DIGITS}")
        now = replace(job, post_channel_id=posted.channel_id, post_id=posted.message_id)
        tongue = tongue_for(str(interaction.locale))
        if not await self._videos.note_post(job, posted):
            await self._stage.remove_post(job, posted)  # it was deleted while it was sent
            await edit(interaction, content=tongue.say("press-video-gone"))
            return
        log.info("job %s is posted again as message %s", job.id, posted.message_id)
        await edit(interaction, content=tongue.say("repost-done", link=self._stage.link(now) or ""))

    async def _answer(self, interaction: discord.Interaction, job: Job) -> None:
        """Where the bot itself is not. It is noted, so that whoever deletes the video is told that this one stays."""
        file = await self._file(job, job.order.place.upload_limit)
        quotation = quote(job.order.prompt, QUOTE_LIMIT)
        content = words.posted(tongue_of(job), job, quotation, self._stage.label(job))
        sent = await edit(interaction, content=content, attachments=[file], view=under_video(job))
        if sent is None or sent.flags.ephemeral:
            return
        if not await self._videos.note_copy(job, Posted(interaction.channel_id or 0, sent.id)):
            with translate_errors(by_token=True):
                await interaction.delete_original_response()  # the video was deleted while it was sent

    async def _made(self, interaction: discord.Interaction, press: Press) -> Job | None:
        job = await own_video(self._videos, interaction, press.about[0])
        if job is None or job.state in MADE:
            return job
        await tell(interaction, tongue_for(str(interaction.locale)).say("press-not-made"))
        return None

    async def _file(self, job: Job, limit: int) -> discord.File:
        path = await self._videos.fitted(await self._clip(job), limit)
        return await asyncio.to_thread(video_file, job, path)

    async def _clip(self, job: Job) -> str:
        """Discord is only asked for it where the disk has it no more."""
        with suppress(ClipBroken):
            return await self._videos.clip(job)
        return await self._videos.clip(job, await self._stage.video_url(job))

    async def _tell_gone(self, interaction: discord.Interaction, job: Job, error: ClipError) -> None:
        log.info("job %s: its clip cannot be handed out (%s)", job.id, type(error).__name__)
        await edit(interaction, content=tongue_for(str(interaction.locale)).say("press-clip-gone"))
