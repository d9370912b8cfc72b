"""The commands as Discord knows them, and the answer to an error nobody foresaw."""

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.edge import translate_errors
from domain.errors import PostError

NOTE = "commands"
TOO_LATE = frozenset({10062, 40060})
"""Discord's codes for an interaction that is no more, and for one that has its answer."""

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[commands.AutoShardedBot]):
    def __init__(self, client: commands.AutoShardedBot) -> None:
        super().__init__(
            client,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        """The traceback goes to the operator, one sentence to the member."""
        original = getattr(error, "original", error)
        if isinstance(original, discord.HTTPException) and original.code in TOO_LATE:
            log.info("a command was answered by another process, or not in time: code %s", original.code)
            return
        log.error("a command failed", exc_info=original)
        try:
            with translate_errors(by_token=True):
                if interaction.response.is_done():
                    await interaction.followup.send(words.BROKEN, ephemeral=True)
                else:
                    await interaction.response.send_message(words.BROKEN, ephemeral=True)
        except PostError as failure:
            log.info("the member could not be told: %s", failure)

    async def sync_if_changed(
        self, known: Callable[[str], Awaitable[str | None]], note: Callable[[str, str], Awaitable[None]]
    ) -> None:
        """Sends the commands to Discord only when they differ from those it was sent last."""
        payload = [command.to_dict(self) for command in self.get_commands()]
        text = json.dumps([self.client.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await known(NOTE) == digest:
            return
        try:
            with translate_errors():
                await self.sync()
        except PostError as error:
            log.error("Discord did not take the commands (%s); it keeps those it knows, and jobs go on", error)
            return
        await note(NOTE, digest)
        log.info("Discord knows %d commands now", len(payload))
