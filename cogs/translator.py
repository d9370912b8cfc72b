"""The translator: what Discord shows of the commands, in the member's language."""

import asyncio

import discord
from discord import app_commands

from cogs.tongue import DEFAULT, GRAMMARS, tongue_for

TRANSLATED = frozenset({"es-ES", "es-419", "zh-CN", "zh-TW"})
"""The locales of Discord that get their own: all that `tongue_for` does not answer in English, so that a sentence never
names a command that its reader does not see."""


def term(key: str) -> app_commands.locale_str:
    """The English of this id, which also tells the translator what is meant."""
    return app_commands.locale_str(tongue_for(DEFAULT).say(key), key=key)


class Translator(app_commands.Translator):
    async def load(self) -> None:
        """Reads all languages, so that no answer to a member waits for a file."""
        for name in GRAMMARS:
            await asyncio.to_thread(tongue_for, name)

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _: app_commands.TranslationContextTypes
    ) -> str | None:
        key = string.extras.get("key")
        return tongue_for(locale.value).own(key) if key and locale.value in TRANSLATED else None
