"""`/videos` and `/quota`: what a member has made, and may still make. Both answers are private."""

import asyncio
import logging

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.doors import NOBODY
from cogs.posts import link
from cogs.prompts import in_a_line
from domain.errors import ClipError
from domain.jobs import Job
from services.clips import Clips
from services.orders import Orders

LISTED = 10
ATTACHED = 3
"""Kept videos that one answer carries, so that it stays a matter of seconds."""
PROMPT_LIMIT = 80

log = logging.getLogger(__name__)


class Library(commands.Cog):
    def __init__(self, orders: Orders, clips: Clips) -> None:
        self._orders = orders
        self._clips = clips

    @app_commands.command(name="quota", description=words.QUOTA)
    async def quota(self, interaction: discord.Interaction) -> None:
        state = await self._orders.quota(interaction.user.id)
        await interaction.response.send_message(words.quota(state), ephemeral=True, allowed_mentions=NOBODY)

    @app_commands.command(name="videos", description=words.VIDEOS)
    async def videos(self, interaction: discord.Interaction) -> None:
        jobs = await self._orders.recent(interaction.user.id, LISTED)
        kept = await self._orders.kept(interaction.user.id, ATTACHED)
        jobs += [job for job in kept if job not in jobs]
        text = "\n".join(_line(job) for job in jobs) or words.NO_VIDEOS
        if not kept:
            await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
            return
        await interaction.response.defer(ephemeral=True)
        files = await self._files(kept, interaction.filesize_limit)
        await interaction.edit_original_response(content=text, attachments=files, allowed_mentions=NOBODY)

    async def _files(self, kept: list[Job], limit: int) -> list[discord.File]:
        files = []
        for job in kept:
            try:
                clip = await self._clips.fit(job.clip or "", limit)
                files.append(await asyncio.to_thread(discord.File, clip, filename=job.name))
            except (ClipError, OSError) as error:
                log.warning("job %s: its kept clip cannot be handed out (%s)", job.id, type(error).__name__)
        return files


def _line(job: Job) -> str:
    return words.listed(job, in_a_line(job, PROMPT_LIMIT), link(job) if job.post_id else None)
