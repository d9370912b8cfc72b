"""The parts of a card that stay: the prompt as a quotation, the picture beside it."""

from pathlib import Path

import discord

from cogs.prompts import alt_text, quote

FRAME_NAME = "frame.jpg"
QUOTE_LIMIT = 3500
"""An embed's description may have 4096 characters."""
ALT_LIMIT = 1024


def face(prompt: str, has_frame: bool) -> discord.Embed:
    embed = discord.Embed(description=quote(prompt, QUOTE_LIMIT))
    if has_frame:
        embed.set_thumbnail(url=f"attachment://{FRAME_NAME}")
    return embed


def frame_file(path: Path, prompt: str) -> discord.File:
    description = alt_text(f"The first frame for: {prompt}", ALT_LIMIT)
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
