"""Histories: what stands below a job's card, read to find what may have been written there already."""

from collections.abc import AsyncIterator

import discord

from domain.errors import PlaceClosed
from domain.jobs import Job

READ_FROM_EACH_END = 1000


async def below_card(
    channel: discord.PartialMessageable | discord.DMChannel, job: Job
) -> AsyncIterator[discord.Message]:
    """The newest first: the card may be hours old, and what was sent in doubt is not. A busy channel buries that, too:
    then those right below the card come after them. Raises PlaceClosed where the bot may not read: Discord shows it
    nothing then, not even the card."""
    start = discord.Object(job.card_id - 1 if job.card_id else discord.utils.time_snowflake(job.queued_at))
    oldest, count = None, 0
    async for message in channel.history(limit=READ_FROM_EACH_END, after=start, oldest_first=False):
        oldest, count = message, count + 1
        yield message
    if oldest is None and channel.id == job.order.place.channel_id:
        raise PlaceClosed("its history is not shown")
    if oldest is not None and count == READ_FROM_EACH_END:
        async for message in channel.history(limit=READ_FROM_EACH_END, after=start, before=oldest, oldest_first=True):
            yield message
