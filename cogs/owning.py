"""The buttons under a video that change the message itself: spoiler, delete, and the whole film of a chain."""

import asyncio
import logging

import discord
from discord import ButtonStyle

from cogs import words
from cogs.doors import NOBODY
from cogs.edge import translate_errors
from cogs.forms import button, view_of
from cogs.gallery import edit
from cogs.posts import SPOILER, video_file, video_url
from cogs.presses import Handler, Press, tell
from cogs.stage import DiscordStage
from cogs.tongue import tongue_for
from domain.errors import ClipError, PostError
from domain.jobs import Job, State
from domain.posts import Posted
from services.videos import Videos

log = logging.getLogger(__name__)


class Owning:
    def __init__(self, videos: Videos, stage: DiscordStage) -> None:
        self._videos = videos
        self._stage = stage

    def handlers(self) -> dict[str, Handler]:
        return {
            "spoiler": self.turn_spoiler,
            "delete": self.ask_to_delete,
            "delete-sure": self.delete,
            "delete-no": self.leave,
            "film": self.show_film,
        }

    async def turn_spoiler(self, interaction: discord.Interaction, press: Press) -> None:
        """Discord hides a file by its name alone: it is sent anew under the other name, in place of the old one."""
        job = await self._allowed(interaction, press)
        if job is None or interaction.message is None:
            return
        await interaction.response.defer()
        is_hidden = any(each.filename.startswith(SPOILER) for each in interaction.message.attachments)
        tongue = tongue_for(str(interaction.locale))
        try:
            name = await self._videos.clip(job, video_url(interaction.message))
            clip = await self._videos.fitted(name, interaction.filesize_limit)
            file = await asyncio.to_thread(video_file, job, clip, not is_hidden)
            with translate_errors(by_token=True):
                await interaction.edit_original_response(attachments=[file], allowed_mentions=NOBODY)
        except (ClipError, PostError) as error:
            log.info("job %s: its spoiler could not be turned (%s)", job.id, type(error).__name__)
            await tell(interaction, tongue.say("press-clip-gone"))

    async def ask_to_delete(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._allowed(interaction, press)
        if job is None or interaction.message is None:
            return
        tongue = tongue_for(str(interaction.locale))
        about = (job.id, interaction.message.id)
        sure = button(tongue.say("button-delete-sure"), "delete-sure", *about, style=ButtonStyle.danger)
        await tell(
            interaction,
            tongue.say("deleting-question"),
            view=view_of([sure, button(tongue.say("button-delete-no"), "delete-no")]),
        )

    async def delete(self, interaction: discord.Interaction, press: Press) -> None:
        """This one message goes; its other posts stay where they are, and the video stays its member's, in /videos."""
        job = await self._allowed(interaction, press)
        if job is None:
            return
        await interaction.response.defer()
        tongue = tongue_for(str(interaction.locale))
        is_gone = await self._remove(job, Posted(interaction.channel_id or 0, int(press.about[1])))
        await edit(interaction, content=tongue.say("deleting-done" if is_gone else "deleting-failed"), view=None)

    async def _remove(self, job: Job, post: Posted) -> bool:
        try:
            if not await self._stage.remove_post(job, post):
                return False
            if await self._videos.note_removal(job, post.message_id):
                await self._stage.remove_card(job)  # it leads to the first post
        except PostError as error:
            log.info("job %s: its message could not be deleted (%s)", job.id, error)
            return False
        return True

    async def leave(self, interaction: discord.Interaction, _: Press) -> None:
        text = tongue_for(str(interaction.locale)).say("deleting-left")
        await interaction.response.edit_message(content=text, view=None, allowed_mentions=NOBODY)

    async def show_film(self, interaction: discord.Interaction, press: Press) -> None:
        """All clips of the chain as one, for everybody who sees the last of them."""
        tongue = tongue_for(str(interaction.locale))
        job = await self._videos.find(press.about[0])
        if job is None:
            await tell(interaction, tongue.say("press-video-gone"))
            return
        await interaction.response.defer(thinking=True, ephemeral=job.order.discreet)
        chain = await self._videos.chain(job)
        if not all(_may_see(interaction.user.id, each, job) for each in chain):
            await interaction.edit_original_response(content=tongue.say("film-failed"), allowed_mentions=NOBODY)
            return
        try:
            clips = [await self._videos.clip(each, await self._stage.video_url(each)) for each in chain]
            film = await self._videos.film(clips, job, interaction.filesize_limit)
            file = await asyncio.to_thread(video_file, job, film, False, job.film_name)
            text = words.film(tongue, len(chain))
            with translate_errors(by_token=True):
                await interaction.edit_original_response(content=text, attachments=[file], allowed_mentions=NOBODY)
        except (ClipError, PostError) as error:
            log.info("job %s: its film could not be made (%s)", job.id, type(error).__name__)
            await interaction.edit_original_response(content=tongue.say("film-failed"), allowed_mentions=NOBODY)

    async def _allowed(self, interaction: discord.Interaction, press: Press) -> Job | None:
        """The member whose video it is, and moderators. None, and the presser is told why, for anybody else."""
        tongue = tongue_for(str(interaction.locale))
        job = await self._videos.find(press.about[0])
        if job is None:
            await tell(interaction, tongue.say("press-video-gone"))
            return None
        if job.order.member_id == interaction.user.id or interaction.permissions.manage_messages:
            return job
        await tell(interaction, tongue.say("press-not-yours"))
        return None


def _may_see(member_id: int, job: Job, shown: Job) -> bool:
    """Whether the film of `shown`, which was pressed, may show this part of it to the member. One of a private order,
    and one whose message was removed, is its own member's alone; a deleted one is nobody's."""
    is_removed = job.state is State.POSTED and job.post_id is None
    is_public = job.id == shown.id or not (job.order.discreet or is_removed)
    return job.deleted_at is None and (is_public or job.order.member_id == member_id)
