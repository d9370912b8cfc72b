"""The floor: a bare discord.py bot that defers `/video` and uploads a clip it has, when the rendering time is over."""

import asyncio
import os

import discord
from discord import app_commands
from discord.http import Route

CLIP = os.environ["CLIP"]
RENDER_SECONDS = float(os.environ["RENDER_SECONDS"])

client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), max_messages=None)
tree = app_commands.CommandTree(client)


@tree.command(description="Uploads a clip")
async def video(interaction: discord.Interaction, prompt: str) -> None:
    await interaction.response.defer()
    await asyncio.sleep(RENDER_SECONDS)
    await interaction.followup.send(file=discord.File(CLIP, filename="clip.mp4"))


async def main() -> None:
    async with client:
        await client.login(os.environ["DISCORD_TOKEN"])
        await tree.sync()
        await client.connect()


Route.BASE = os.environ["DISCORD_API_URL"]
discord.utils.setup_logging()
asyncio.run(main())
