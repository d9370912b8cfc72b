"""`/video`, the command."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.desk import Desk, Wish
from cogs.forms import PROMPT_LIMIT
from cogs.presses import picture_from
from cogs.translator import term
from services.providers.catalogue import Catalogue


class Video(commands.Cog):
    def __init__(self, desk: Desk, catalogue: Catalogue) -> None:
        self._desk = desk
        self._catalogue = catalogue

    @app_commands.command(name=term("command-video"), description=term("about-video"))
    @app_commands.rename(
        prompt=term("option-video-prompt"),
        image=term("option-video-image"),
        model=term("option-video-model"),
        private=term("option-video-private"),
    )
    @app_commands.describe(
        prompt=term("about-video-prompt"),
        image=term("about-video-image"),
        model=term("about-video-model"),
        private=term("about-video-private"),
    )
    async def video(
        self,
        interaction: discord.Interaction,
        prompt: app_commands.Range[str, 1, PROMPT_LIMIT],
        image: discord.Attachment | None = None,
        model: app_commands.Range[str, 1, 100] | None = None,
        private: bool = False,
    ) -> None:
        source = picture_from(image) if image else None
        await self._desk.take(interaction, Wish(prompt=prompt, model=model, source=source, discreet=private))

    @video.autocomplete("model")
    async def complete_model(self, _: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=model.label, value=model.key) for model in self._catalogue.search(current)]
