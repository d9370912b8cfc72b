"""`/videos` and `/quota`: what a member has made, and may still make. Both answers are private."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.days import day
from cogs.doors import NOBODY
from cogs.gallery import Gallery
from cogs.spots import Spot
from cogs.tongue import tongue_for
from cogs.translator import term
from services.orders import Orders
from services.videos import Videos


class Library(commands.Cog):
    def __init__(self, orders: Orders, videos: Videos, gallery: Gallery) -> None:
        self._orders = orders
        self._videos = videos
        self._gallery = gallery

    @app_commands.command(name=term("command-quota"), description=term("about-quota"))
    async def quota(self, interaction: discord.Interaction) -> None:
        tongue = tongue_for(str(interaction.locale))
        told = words.quota(tongue, await self._orders.quota(interaction.user.id))
        embeds = day(tongue, await self._videos.of_the_day(interaction.user.id))
        await interaction.response.send_message(told, embeds=embeds, ephemeral=True, allowed_mentions=NOBODY)

    @app_commands.command(name=term("command-videos"), description=term("about-videos"))
    async def videos(self, interaction: discord.Interaction) -> None:
        """Thumbnails may take longer than Discord waits for an answer."""
        await interaction.response.defer(ephemeral=True)
        await self._gallery.open(interaction, Spot())
