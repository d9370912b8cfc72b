"""*Cancel*: free and instant while an order waits; once a service has it, what can still be done is said plainly."""

import discord

from cogs import words
from cogs.controls import tongue_of, under_ending
from cogs.doors import NOBODY
from cogs.forms import button, view_of
from cogs.gallery import Gallery
from cogs.owned import own_video
from cogs.presses import Handler, Press, tell
from cogs.spots import read_spot
from cogs.stage import DiscordStage
from cogs.tongue import tongue_for
from domain.jobs import Job
from domain.shelf import Stop
from services.videos import Videos


class Stopping:
    def __init__(self, videos: Videos, gallery: Gallery, stage: DiscordStage) -> None:
        self._videos = videos
        self._gallery = gallery
        self._stage = stage

    def handlers(self) -> dict[str, Handler]:
        return {"cancel": self.cancel, "withhold": self.withhold}

    async def cancel(self, interaction: discord.Interaction, press: Press) -> None:
        tongue = tongue_for(str(interaction.locale))
        job = await own_video(self._videos, interaction, press.about[0])
        if job is None:
            return
        match await self._videos.cancel(job):
            case Stop.CANCELLED:
                await self._show_cancelled(interaction, press, await self._videos.find(job.id) or job)
            case Stop.UNDER_WAY:
                view = view_of([button(tongue.say("button-withhold"), "withhold", job.id)])
                await tell(interaction, tongue.say("stop-too-late"), view=view)
            case Stop.OVER:
                await tell(interaction, tongue.say("stop-over"))

    async def _show_cancelled(self, interaction: discord.Interaction, press: Press, job: Job) -> None:
        """On the card, too, where another message's button was pressed: one in /videos."""
        if len(press.about) > 1:
            await interaction.response.defer()
            await self._stage.show_ending(job)
            await self._gallery.alone(interaction, job, read_spot(press.about))
            return
        text = words.ending(tongue_of(job), job, self._stage.label(job))
        try:
            await interaction.response.edit_message(content=text, view=under_ending(job), allowed_mentions=NOBODY)
        finally:
            # An edit that was under way may have come after the answer, or Discord did not take the answer any more.
            await self._stage.show_ending(job)

    async def withhold(self, interaction: discord.Interaction, press: Press) -> None:
        tongue = tongue_for(str(interaction.locale))
        job = await own_video(self._videos, interaction, press.about[0])
        if job is None:
            return
        is_open = await self._videos.withhold(job)
        text = tongue.say("stop-withheld") if is_open else tongue.say("stop-over")
        await interaction.response.edit_message(content=text, view=None, allowed_mentions=NOBODY)
