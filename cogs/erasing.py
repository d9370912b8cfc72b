"""A member deletes one of their own videos for good: all its posts, its card, its files and its words."""

import logging
from collections.abc import Sequence

import discord
from discord import ButtonStyle

from cogs.doors import NOBODY
from cogs.forms import button, view_of
from cogs.gallery import Gallery
from cogs.owned import own_video
from cogs.presses import Handler, Press
from cogs.spots import Spot, read_spot
from cogs.stage import DiscordStage
from cogs.tongue import tongue_for
from domain.errors import PostError
from domain.jobs import Job
from domain.posts import Posted
from services.videos import Videos

log = logging.getLogger(__name__)


class Erasing:
    def __init__(self, videos: Videos, gallery: Gallery, stage: DiscordStage) -> None:
        self._videos = videos
        self._gallery = gallery
        self._stage = stage

    def handlers(self) -> dict[str, Handler]:
        return {"erase": self.ask_to_erase, "erase-sure": self.erase}

    async def ask_to_erase(self, interaction: discord.Interaction, press: Press) -> None:
        job = await own_video(self._videos, interaction, press.about[0])
        if job is None:
            return
        tongue = tongue_for(str(interaction.locale))
        sure = button(tongue.say("button-erase-sure"), "erase-sure", *press.about, style=ButtonStyle.danger)
        view = view_of([sure, button(tongue.say("button-erase-no"), "video", *press.about)])
        text = tongue.say("erasing-question")
        await interaction.response.edit_message(content=text, view=view, allowed_mentions=NOBODY)

    async def erase(self, interaction: discord.Interaction, press: Press) -> None:
        """The posts first, as long as the rows know where they are: a crash in between leaves a video that can be
        deleted again."""
        job = await own_video(self._videos, interaction, press.about[0])
        if job is None:
            return
        await interaction.response.defer()
        spot = read_spot(press.about)
        try:
            staying = await self._remove(job, await self._videos.posts(job))
        except PostError as error:
            log.info("job %s: a post could not be removed just now (%s)", job.id, error)
            await self._tell_failed(interaction, job, spot)
            return
        await self._stage.remove_card(job)
        staying = await self._delete(job, staying)
        log.info("job %s was deleted by its member; %d posts stay", job.id, len(staying))
        tongue = tongue_for(str(interaction.locale))
        news = tongue.say("erasing-posts-stay", count=len(staying)) if staying else tongue.say("erasing-done")
        await self._gallery.open(interaction, spot, news)

    async def _remove(self, job: Job, posts: Sequence[Posted]) -> list[Posted]:
        """Those that stay, because the bot may not touch them. Raises PostUnclear at the first where Discord does not
        answer: those before it are gone, and known to be."""
        staying = []
        for post in posts:
            if await self._stage.remove_post(job, post):
                await self._videos.note_removal(job, post.message_id)
            else:
                staying.append(post)
        return staying

    async def _delete(self, job: Job, staying: list[Posted]) -> list[Posted]:
        """What was posted while the others were removed goes too."""
        late = [post for post in await self._videos.delete(job) if post not in staying]
        try:
            return staying + await self._remove(job, late)
        except PostError as error:
            log.info("job %s: a late post could not be removed (%s)", job.id, error)
            return staying + late

    async def _tell_failed(self, interaction: discord.Interaction, job: Job, spot: Spot) -> None:
        now = await self._videos.find(job.id) or job
        text = tongue_for(str(interaction.locale)).say("erasing-failed", count=len(await self._videos.posts(job)))
        await self._gallery.alone(interaction, now, spot, text)
