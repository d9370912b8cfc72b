"""The parts that questions are made of: rows of buttons, selects, and the fields of modals."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from cogs.presses import custom_id
from cogs.tongue import Tongue
from domain.models import Model

PROMPT, MODEL, PICTURE, FILE = "prompt", "model", "picture", "file"
"""The names of a modal's fields."""
PROMPT_LIMIT = 2000
MOST_OPTIONS = 25
LABEL_LIMIT = 100

Button = ui.Button[ui.View]
Select = ui.Select[ui.View]
Field = ui.Label[ui.Modal]


def button(label: str, act: str, *about: object, style: ButtonStyle = ButtonStyle.secondary) -> Button:
    return ui.Button(label=label, custom_id=custom_id(act, *about), style=style)


def view_of(*rows: Sequence[Button | Select]) -> ui.View:
    """Forgotten by the client as soon as it is sent: what is pressed is read from its custom id."""
    view = ui.View(timeout=None)
    for number, row in enumerate(rows):
        for item in row:
            item.row = number
            view.add_item(item)
    view.stop()
    return view


async def ask(interaction: discord.Interaction, title: str, about: str, fields: Iterable[Field]) -> None:
    """Opens a modal. `about` is its custom id."""
    modal = ui.Modal(title=title, custom_id=about, timeout=None)
    for field in fields:
        modal.add_item(field)
    modal.stop()
    await interaction.response.send_modal(modal)


def prompt_field(tongue: Tongue, value: str = "") -> Field:
    text: ui.TextInput[Any] = ui.TextInput(
        custom_id=PROMPT,
        style=discord.TextStyle.paragraph,
        min_length=1,
        max_length=PROMPT_LIMIT,
        default=value[:PROMPT_LIMIT] or None,
        placeholder=tongue.say("hint-prompt"),
    )
    return ui.Label(text=tongue.say("field-prompt"), component=text)


def model_fields(tongue: Tongue, models: Sequence[Model], chosen: str) -> list[Field]:
    """Nothing to choose where there is one."""
    if len(models) < 2:
        return []
    options = [
        discord.SelectOption(label=model.label[:LABEL_LIMIT], value=model.key, default=model.key == chosen)
        for model in models[:MOST_OPTIONS]
    ]
    select: ui.Select[Any] = ui.Select(custom_id=MODEL, options=options)
    return [ui.Label(text=tongue.say("field-model"), component=select)]


def picture_field(tongue: Tongue, names: Sequence[str]) -> list[Field]:
    """Which of several pictures; nothing to choose where there is one."""
    if len(names) < 2:
        return []
    options = [
        discord.SelectOption(label=f"{number}. {name}"[:LABEL_LIMIT], value=str(number - 1), default=number == 1)
        for number, name in enumerate(names[:MOST_OPTIONS], start=1)
    ]
    select: ui.Select[Any] = ui.Select(custom_id=PICTURE, options=options)
    return [ui.Label(text=tongue.say("field-picture"), component=select)]


def file_field(tongue: Tongue, *, is_required: bool = True) -> Field:
    least = 1 if is_required else 0
    upload: ui.FileUpload[Any] = ui.FileUpload(custom_id=FILE, required=is_required, min_values=least, max_values=1)
    label = tongue.say("field-file" if is_required else "field-file-optional")
    return ui.Label(text=label, description=tongue.say("hint-file"), component=upload)
