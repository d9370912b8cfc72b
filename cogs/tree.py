"""The commands as Discord knows them, and the answer to an error nobody foresaw."""

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs import mentions, words
from cogs.edge import UNKNOWN_INTERACTION, translate_errors
from cogs.tongue import tongue_for
from cogs.translator import Translator
from domain.errors import PostError

NOTE = "commands"
TOO_LATE = frozenset({UNKNOWN_INTERACTION, 40060})
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
        await answer_error(interaction, getattr(error, "original", error))

    async def sync_if_changed(
        self, known: Callable[[str], Awaitable[str | None]], note: Callable[[str, str], Awaitable[None]]
    ) -> None:
        """Sends the commands, in all languages, to Discord only when they differ from those it was sent last; their
        ids, by which the words mention them, are noted with what was sent."""
        translator = Translator()
        await self.set_translator(translator)
        payload = [await command.get_translated_payload(self, translator) for command in self.get_commands()]
        text = json.dumps([self.client.application_id, payload], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        sent, ids = _read(await known(NOTE))
        mentions.learn(ids)
        if sent == digest:
            return
        try:
            with translate_errors():
                ids = _ids(payload, await self.sync())
        except PostError as error:
            log.error("Discord did not take the commands (%s); it keeps those it knows, and jobs go on", error)
            return
        mentions.learn(ids)
        await note(NOTE, json.dumps({"sent": digest, "ids": ids}))
        log.info("Discord knows %d commands now", len(payload))


def _ids(payload: Sequence[Mapping[str, Any]], synced: Sequence[app_commands.AppCommand]) -> dict[str, int]:
    """Of the commands that are typed, by their names in every language."""
    typed = {each.name: each.id for each in synced if each.type is discord.AppCommandType.chat_input}
    return {
        name: typed[each["name"]]
        for each in payload
        if each["name"] in typed
        for name in (each["name"], *(each.get("name_localizations") or {}).values())
    }


def _read(note: str | None) -> tuple[str, dict[str, int]]:
    """What was sent last, and the ids; an older version noted no ids, and sends once more."""
    try:
        kept = json.loads(note or "")
    except ValueError:
        return "", {}
    return (kept["sent"], kept["ids"]) if isinstance(kept, dict) else ("", {})


async def answer_error(interaction: discord.Interaction, error: Exception) -> None:
    """Of a command or a press: the traceback goes to the operator, one sentence to the member."""
    if isinstance(error, discord.HTTPException) and error.code in TOO_LATE:
        log.info("a command or a press was answered by another process, or not in time: code %s", error.code)
        return
    log.error("a command or a press failed", exc_info=error)
    told = words.broken(tongue_for(str(interaction.locale)))
    try:
        with translate_errors(by_token=True):
            if interaction.response.is_done():
                await interaction.followup.send(told, ephemeral=True)
            else:
                await interaction.response.send_message(told, ephemeral=True)
    except PostError as failure:
        log.info("the member could not be told: %s", failure)
