"""Presses and forms. What a button, a select or a modal is about stands in its custom id, and nothing in memory: so an
old one works after a restart, and in another process."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord.ext import commands

from cogs.doors import NOBODY
from cogs.tongue import tongue_for
from domain.drafts import Picture

PREFIX = "ff"
PRESSABLE = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})

log = logging.getLogger(__name__)


def custom_id(act: str, *about: object) -> str:
    """At most 100 characters, as Discord wants it."""
    return ":".join([PREFIX, act, *map(str, about)])


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed, and what came with it."""

    act: str
    about: tuple[str, ...]
    picks: tuple[str, ...] = ()
    """Of a select in a message."""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Of a modal: texts, and single picks, by the names of the fields."""
    pictures: Mapping[str, Picture] = field(default_factory=dict, repr=False)
    """Of a modal: the first file of each upload."""


Handler = Callable[[discord.Interaction, Press], Awaitable[None]]


class Presses(commands.Cog):
    """Hands each press to the one who knows its act."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        press = read_press(interaction)
        if press is None:
            return
        handler = self._handlers.get(press.act)
        if handler is None:
            log.warning("a press on %r, which this version does not know", press.act)
            await tell(interaction, tongue_for(str(interaction.locale)).say("press-unknown"))
            return
        await handler(interaction, press)


async def tell(interaction: discord.Interaction, text: str, **options: Any) -> None:
    """A private answer, first or not."""
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY, **options)
    else:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY, **options)


def read_press(interaction: discord.Interaction) -> Press | None:
    """None for what is none of ours."""
    data: Mapping[str, Any] = interaction.data or {}
    prefix, *rest = str(data.get("custom_id", "")).split(":")
    if interaction.type not in PRESSABLE or prefix != PREFIX or not rest:
        return None
    inputs = list(_inputs(data.get("components") or []))
    files = (data.get("resolved") or {}).get("attachments") or {}
    return Press(
        act=rest[0],
        about=tuple(rest[1:]),
        picks=tuple(data.get("values") or ()),
        fields={each["custom_id"]: _text(each) for each in inputs},
        pictures={
            each["custom_id"]: picture_of(files[each["values"][0]])
            for each in inputs
            if each.get("values") and each["values"][0] in files
        },
    )


def _inputs(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """What a person filled in, without the labels around it."""
    for component in components:
        inner = component.get("component")
        yield from _inputs([inner] if inner else component.get("components") or [])
        if "custom_id" in component:
            yield component


def _text(component: Mapping[str, Any]) -> str:
    values = component.get("values") or [""]
    return str(component.get("value") or values[0])


def picture_of(attachment: Mapping[str, Any]) -> Picture:
    """From Discord's own description of a file."""
    return Picture(
        url=attachment["url"],
        size=int(attachment["size"]),
        content_type=attachment.get("content_type"),
        width=attachment.get("width"),
        height=attachment.get("height"),
        name=str(attachment.get("filename", "")),
    )


def picture_from(attachment: discord.Attachment) -> Picture:
    return Picture(
        url=attachment.url,
        size=attachment.size,
        content_type=attachment.content_type,
        width=attachment.width,
        height=attachment.height,
        name=attachment.filename,
    )
