"""The parts of a card that stay: the prompt as a quotation, the picture beside it."""

from pathlib import Path

import discord

from cogs import words
from cogs.prompts import alt_text, quote
from cogs.tongue import Tongue

FRAME_NAME = "frame.jpg"
QUOTE_LIMIT = 3500
"""An embed's description may have 4096 characters."""
ALT_LIMIT = 1024


def face(prompt: str, has_frame: bool, hint: str | None = None) -> discord.Embed:
    """`hint` stays below it for as long as the card does."""
    embed = discord.Embed(description=quote(prompt, QUOTE_LIMIT))
    if has_frame:
        embed.set_thumbnail(url=f"attachment://{FRAME_NAME}")
    if hint:
        embed.set_footer(text=hint)
    return embed


def frame_file(tongue: Tongue, path: Path, prompt: str) -> discord.File:
    description = alt_text(words.picture(tongue, prompt), ALT_LIMIT)
    return discord.File(path, filename=FRAME_NAME, description=description)


def picture_url(message: discord.Message) -> str | None:
    """A fresh address of a card's picture. Discord names a picture that an embed shows only in the embed."""
    for attachment in message.attachments:
        if attachment.filename == FRAME_NAME:
            return attachment.url
    for embed in message.embeds:
        if embed.thumbnail.url:
            return embed.thumbnail.url
    return None
