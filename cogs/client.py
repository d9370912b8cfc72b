"""The client: with the least that it needs of Discord, no messages, no members, no privileged intent."""

import sys
from typing import Any

import discord
from discord.ext import commands

from cogs.held import guard
from cogs.tree import Tree, answer_error


class Firstframe(commands.AutoShardedBot):
    def __init__(self) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=guard(),
        )

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A press that failed is answered like a command that failed. discord.py calls this where it caught it."""
        error = sys.exc_info()[1]
        if event_method == "on_interaction" and isinstance(error, Exception):
            await answer_error(args[0], error)
        else:
            await super().on_error(event_method, *args, **kwargs)
