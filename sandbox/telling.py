"""What a message says, as plain text for a terminal."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandbox.discord.messages import Message

MENTION = re.compile(r"<[@#][!&]?\d+>")
STAMP = re.compile(r"<t:(\d{1,11})(?::\w)?>")
MARKS = re.compile(r"(\*\*|__|~~|\|\||`|^>+ |^#+ |^-# )", re.MULTILINE)
BLANKS = re.compile(r"\s*\n\s*")


def plain_text(message: Message) -> str:
    """One line with everything that a person reads in the message."""
    lines = [message.content, *_of_embeds(message.embeds), *_of_components(message.components)]
    text = "\n".join(line for line in lines if line)
    text = MARKS.sub("", STAMP.sub(_of_clock, MENTION.sub("@someone", text)))
    return BLANKS.sub(" · ", text.replace("\\", "").strip())


def _of_clock(stamp: re.Match[str]) -> str:
    return f"at {datetime.fromtimestamp(int(stamp[1])):%H:%M:%S}"


def _of_embeds(embeds: list[dict[str, Any]]) -> Iterator[str]:
    for embed in embeds:
        yield str(embed.get("title") or "")
        yield str(embed.get("description") or "")
        for field in embed.get("fields") or []:
            yield f"{field.get('name')}: {field.get('value')}"
        yield str((embed.get("footer") or {}).get("text") or "")


def _of_components(components: list[dict[str, Any]]) -> Iterator[str]:
    """The texts of a version 2 message; buttons are not told."""
    for component in components:
        if isinstance(component.get("content"), str):
            yield component["content"]
        yield from _of_components(component.get("components") or [])
