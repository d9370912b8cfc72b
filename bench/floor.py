"""The floor: a bare discord.py bot that defers `/video` and uploads a clip it has, when the rendering time is over.

The film says how many seconds that was."""

import asyncio
import os
import random

import discord
from discord import app_commands
from discord.http import Route

CLIP = os.environ["CLIP"]
RENDER_SECONDS = float(os.environ["RENDER_SECONDS"])
SPREAD = float(os.environ["SPREAD"])
"""How far the time may be off either way, as a part of it: the sandbox's services take as long."""

client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), max_messages=None)
tree = app_commands.CommandTree(client)
chance = random.Random(7)


@tree.command(description="Uploads a clip")
async def video(interaction: discord.Interaction, prompt: str) -> None:
    await interaction.response.defer()
    seconds = RENDER_SECONDS * chance.uniform(1 - SPREAD, 1 + SPREAD)
    await asyncio.sleep(seconds)
    await interaction.followup.send(str(seconds), file=discord.File(CLIP, filename="clip.mp4"))


async def main() -> None:
    async with client:
        await client.login(os.environ["DISCORD_TOKEN"])
        await tree.sync()
        await client.connect()


Route.BASE = os.environ["DISCORD_API_URL"]
discord.utils.setup_logging()
asyncio.run(main())
