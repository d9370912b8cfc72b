"""Modals: Discord's limits on them, and what their submission may be answered with."""

from typing import Any

import pytest

from sandbox.discord import World
from tests.sandbox_discord.answering import MESSAGE, MODAL, UPDATE, Answers
from tests.sandbox_discord.bodies import Body, button, codes
from tests.sandbox_discord.rest import Rest


def modal(*components: Body, **parts: Any) -> Body:
    return {"custom_id": "m", "title": "Title", "components": list(components)} | parts


def label(component: Body, **parts: Any) -> Body:
    return {"type": 18, "label": "Label", "component": component} | parts


def typed(**parts: Any) -> Body:
    return {"type": 4, "custom_id": "t", "style": 1} | parts


@pytest.mark.parametrize(
    "data",
    [
        modal(label(typed())),
        modal({"type": 10, "content": "note"}, label({"type": 19, "custom_id": "f", "max_values": 10})),
        modal({"type": 1, "components": [typed(label="Old")]}),
        modal(label({"type": 21, "custom_id": "r", "options": [{"label": n, "value": n} for n in "ab"]})),
        modal(*(label(typed(custom_id=str(n))) for n in range(5))),
    ],
)
async def test_a_modal_opens(go: Answers, data: Body) -> None:
    assert (await go.callback(MODAL, data))[0] == 200
    assert go.use.state == "modal"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (modal(label(typed()), title="t" * 46), "BASE_TYPE_MAX_LENGTH"),
        (modal(label(typed()), title=""), "BASE_TYPE_REQUIRED"),
        (modal(label(typed()), custom_id="m" * 101), "BASE_TYPE_MAX_LENGTH"),
        (modal(), "BASE_TYPE_BAD_LENGTH"),
        (modal(*(label(typed(custom_id=str(n))) for n in range(6))), "BASE_TYPE_MAX_LENGTH"),
        (modal(label(typed()), label(typed())), "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (modal(label(typed(), label="l" * 46)), "BASE_TYPE_MAX_LENGTH"),
        (modal(label(typed(), description="d" * 101)), "BASE_TYPE_MAX_LENGTH"),
        (modal(label(typed(max_length=4001))), "NUMBER_TYPE_RANGE"),
        (modal(label(typed(value="v" * 4001))), "BASE_TYPE_MAX_LENGTH"),
        (modal(label(typed(placeholder="p" * 101))), "BASE_TYPE_MAX_LENGTH"),
        (modal(label(button())), "BASE_TYPE_CHOICES"),
        (modal(label({"type": 19, "custom_id": "f", "max_values": 11})), "NUMBER_TYPE_RANGE"),
        (modal(button()), "UNION_TYPE_CHOICES"),
    ],
)
async def test_a_modal_over_a_limit_is_refused(go: Answers, data: Body, expected: str) -> None:
    status, answer = await go.callback(MODAL, data)
    assert (status, answer["code"]) == (400, 50035)
    assert expected in codes(answer["errors"])


async def test_a_modal_does_not_answer_a_modal(go: Answers, world: World, rest: Rest) -> None:
    await go.callback(MODAL, modal(label(typed(required=False))))
    sent = Answers(world, rest, await world.member("ada").submit(go.use))
    assert (await sent.callback(MODAL, modal(label(typed()))))[0] == 400
    assert (await sent.callback(UPDATE, {"content": "x"}))[0] == 400
    assert (await sent.callback(MESSAGE, {"content": "x"}))[0] == 200
