"""Whatever a body holds, the answer is Discord's: accepted or refused, never a broken server."""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.discord import World
from sandbox.discord.body import Body
from sandbox.discord.checks.commands import check_commands
from sandbox.discord.checks.message import Desk, check_message
from sandbox.discord.checks.modal import check_modal
from sandbox.discord.errors import Refusal
from sandbox.discord.form import Form

LEAVES = st.sampled_from((None, True, -1, 3, 1 << 40, 0.5, "", "x", "attachment://x", "http://x"))
NONSENSE = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(st.sampled_from(("id", "type", "url")), LEAVES)

ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go", "emoji": {"name": "x"}}]}
SELECT = {"type": 3, "custom_id": "s", "min_values": 1, "options": [{"label": "a", "value": "a", "default": True}]}
EMBED = {
    "title": "t",
    "color": 1,
    "timestamp": "2024-01-01T00:00:00Z",
    "footer": {"text": "f", "icon_url": "https://x/y.png"},
    "image": {"url": "https://x/y.png"},
    "fields": [{"name": "n", "value": "v", "inline": True}],
}
TEXT = {"type": 10, "content": "x", "id": 3}
MEDIA = {"media": {"url": "https://x/y.png"}, "description": "d", "spoiler": False}
CARD = [
    {"type": 17, "accent_color": 1, "components": [TEXT, {"type": 12, "items": [MEDIA]}, {"type": 14, "spacing": 1}]},
    {"type": 9, "components": [TEXT], "accessory": {"type": 11, **MEDIA}},
    {"type": 13, "file": {"url": "attachment://x"}},
    {"type": 1, "components": [SELECT]},
]
MESSAGES: list[dict[str, Any]] = [
    {"content": "x", "embeds": [EMBED], "components": [ROW], "nonce": "n", "enforce_nonce": True},
    {"flags": 1 << 15, "components": CARD},
    {
        "content": "x",
        "attachments": [{"id": 0, "filename": "x", "description": "d"}],
        "allowed_mentions": {"parse": ["users"], "roles": ["1"], "replied_user": True},
        "message_reference": {"message_id": "1", "type": 0, "fail_if_not_exists": False},
    },
]
INPUT = {"type": 4, "custom_id": "t", "style": 1, "label": "L", "value": "v", "min_length": 1, "max_length": 9}
MODALS: list[dict[str, Any]] = [
    {
        "custom_id": "m",
        "title": "T",
        "components": [
            {"type": 18, "label": "L", "description": "d", "component": INPUT},
            {"type": 18, "label": "L", "component": SELECT},
            {"type": 18, "label": "L", "component": {"type": 19, "custom_id": "f", "min_values": 0}},
            {"type": 18, "label": "L", "component": {"type": 21, "custom_id": "r", "options": SELECT["options"]}},
            {"type": 1, "components": [{**INPUT, "custom_id": "u"}]},
        ],
    }
]
OPTION = {
    "name": "o",
    "description": "d",
    "type": 3,
    "required": True,
    "choices": [{"name": "n", "value": "v", "name_localizations": {"de": "n"}}],
}
COMMANDS: list[dict[str, Any]] = [
    {"name": "c", "description": "d", "type": 1, "options": [OPTION], "contexts": [0], "description_localizations": {}},
    {"name": "c", "description": "d", "options": [{**OPTION, "type": 2, "options": [{**OPTION, "type": 1}]}]},
    {
        "name": "c",
        "description": "d",
        "options": [{"name": "i", "description": "d", "type": 11, "file_types": ["image"]}],
    },
]


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a body: what holds it, and the key or index by which it does."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [spot for key in list(keys) for spot in [(value, key), *spots(value[key])]]


@st.composite
def spoiled(draw: st.DrawFn, bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """A good body in which one or two things are something else."""
    body: dict[str, Any] = deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 2))):
        holder, key = draw(st.sampled_from(spots(body)))
        holder[key] = draw(NONSENSE)
    return body


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    world = World()
    yield Desk(world.ids, world.attachments, world.signer, 1)
    world.close()


@settings(max_examples=200, deadline=None)
@given(payload=spoiled(MESSAGES))
def test_a_message_is_accepted_or_refused(desk: Desk, payload: dict[str, Any]) -> None:
    with suppress(Refusal):
        check_message(desk, Form(), Body(payload))


@settings(max_examples=200, deadline=None)
@given(payload=spoiled(MODALS))
def test_a_modal_is_accepted_or_refused(payload: dict[str, Any]) -> None:
    with suppress(Refusal):
        check_modal(Form(), payload)


@settings(max_examples=200, deadline=None)
@given(command=spoiled(COMMANDS))
def test_commands_are_accepted_or_refused(command: dict[str, Any]) -> None:
    check_commands(Form(), [command])
