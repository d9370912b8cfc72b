"""What the page is shown and what members do through it, with a small bot on the other side."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.runner import BotProcess
from tests.sandbox_page.conftest import Page

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
async def socket(page: Page) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with page.session.ws_connect(f"{page.sandbox.page_url}socket?as=ada") as socket:
        yield socket


async def hear(socket: aiohttp.ClientWebSocketResponse, kind: str, **wanted: Any) -> dict[str, Any]:
    """The next word of this kind whose content has these values."""
    while True:
        word: dict[str, Any] = json.loads((await socket.receive(timeout=10)).data)
        content = word.get(kind, word)
        if word["type"] == kind and all(content.get(name) == value for name, value in wanted.items()):
            return word


async def test_the_state_names_places_people_and_the_strip(page: Page) -> None:
    status, state = await page.get("state")
    place = state["place"]
    assert status == 200
    assert [member["name"] for member in place["members"]] == ["ada", "ben", "cleo"]
    names = [channel["name"] for channel in place["channels"] if channel["kind"] == "text" and not channel["guild"]]
    assert names == ["films", "general", "quiet"]
    assert {channel.get("member") for channel in place["channels"]} >= {"ada", "ben", "cleo"}
    assert state["strip"]["speed"]["choices"][0]["id"] == "instant"


async def test_nobody_sees_the_direct_messages_of_another(page: Page) -> None:
    channel = str(page.sandbox.world.dm("ben").id)
    status, _ = await page.get(f"messages?as=ada&channel={channel}")
    assert status == 404
    status, _ = await page.get(f"messages?as=ben&channel={channel}")
    assert status == 200


async def test_a_message_said_is_heard_by_every_page(page: Page, socket: aiohttp.ClientWebSocketResponse) -> None:
    assert (await hear(socket, "hello"))["me"] == "ada"
    payload = {"member": "ben", "content": "<b>hi</b>", "files": {"one": {"file": "one"}}}
    status, _ = await page.send("say", payload, one=PICTURE)
    assert status == 200
    message = (await hear(socket, "message"))["message"]
    assert message["content"] == "<b>hi</b>"
    assert message["author"]["username"] == "ben"
    assert [file["filename"] for file in message["attachments"]] == ["one.png"]


async def test_a_command_is_answered_and_the_use_is_told(
    page: Page, socket: aiohttp.ClientWebSocketResponse, small_bot: BotProcess
) -> None:
    options = {"text": "hello", "times": 2, "to": str(page.sandbox.world.member("cleo").id)}
    status, use = await page.send("command", {"name": "echo", "options": options})
    assert status == 200
    assert use["name"] == "echo"
    message = (await hear(socket, "message"))["message"]
    assert message["content"].endswith("hello hello")
    assert page.sandbox.world.member("cleo").mention in message["content"]
    assert (await hear(socket, "use", id=use["id"], state="answered"))["use"]["error"] is None


async def test_a_command_that_is_not_answered_fails_after_three_seconds(
    page: Page, socket: aiohttp.ClientWebSocketResponse, small_bot: BotProcess
) -> None:
    _, use = await page.send("command", {"name": "silent", "options": {}})
    told = await hear(socket, "use", id=use["id"], state="failed")
    assert told["use"]["error"] == "The application did not respond"


async def test_a_private_answer_is_told_to_its_reader_alone_and_can_be_put_away(
    page: Page, socket: aiohttp.ClientWebSocketResponse, small_bot: BotProcess
) -> None:
    await page.send("command", {"name": "secret", "options": {}})
    message = (await hear(socket, "message"))["message"]
    assert message["flags"] & 64
    _, others = await page.get(f"messages?as=ben&channel={page.channel}")
    assert others["messages"] == []
    status, _ = await page.post("dismiss", {"message": message["id"], "member": "ben"})
    assert status == 404
    await page.post("dismiss", {"message": message["id"]})
    assert (await hear(socket, "message_gone"))["id"] == message["id"]
    _, own = await page.get(f"messages?as=ada&channel={page.channel}")
    assert own["messages"] == []


async def test_choices_come_from_the_bot(page: Page, small_bot: BotProcess) -> None:
    payload = {"name": "paint", "option": "colour", "text": "c", "others": {}}
    status, answer = await page.post("autocomplete", payload)
    assert status == 200
    assert [choice["name"] for choice in answer["choices"]] == ["Crimson", "Cyan"]


async def test_a_button_opens_a_modal_that_is_sent_with_a_file(
    page: Page, socket: aiohttp.ClientWebSocketResponse, small_bot: BotProcess
) -> None:
    await page.send("command", {"name": "buttons", "options": {}})
    message = (await hear(socket, "message"))["message"]
    _, use = await page.post("press", {"message": message["id"], "custom_id": "ask", "values": None})
    opened = (await hear(socket, "use", id=use["id"], state="modal"))["use"]
    assert opened["modal"]["title"] == "All about it"
    fields = {"name": "Zoe", "colour": ["blue"], "size": "L", "picture": {"file": "picture"}}
    await page.send("submit", {"use": use["id"], "fields": fields}, picture=PICTURE)
    assert (await hear(socket, "message"))["message"]["content"] == "name=Zoe colour=['blue'] size=L"


async def test_the_menu_of_a_message_reaches_the_bot(
    page: Page, socket: aiohttp.ClientWebSocketResponse, small_bot: BotProcess
) -> None:
    await page.send("say", {"content": "to be quoted", "files": {}})
    said = (await hear(socket, "message"))["message"]
    status, _ = await page.post("menu", {"name": "Quote this", "message": said["id"]})
    assert status == 200
    assert "wrote that" in (await hear(socket, "message"))["message"]["content"]


async def test_a_moderator_deletes_a_message(page: Page, socket: aiohttp.ClientWebSocketResponse) -> None:
    await page.send("say", {"member": "ben", "content": "away with it", "files": {}})
    said = (await hear(socket, "message"))["message"]
    await page.post("remove", {"message": said["id"]})
    assert (await hear(socket, "message_gone"))["id"] == said["id"]
    status, _ = await page.post("remove", {"message": said["id"]})
    assert status == 404


REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("command", {"name": "nothing", "options": {}}, "no command"),
    ("command", {"name": "echo", "options": {}}, "required"),
    ("command", {"name": "echo", "options": {"text": "x" * 201}}, "more than 200"),
    ("command", {"name": "echo", "options": {"text": "x", "to": "1"}}, "Choose"),
    ("command", {"name": "paint", "options": {"colour": "x", "picture": {"file": "none"}}}, "did not come"),
    ("command", {"name": 5, "options": {}}, "must be a text"),
    ("command", {"name": "echo", "options": [], "member": "mallory"}, "no such member"),
    ("submit", {"use": "1", "fields": {}}, "too old"),
)


async def test_what_a_client_would_not_send_is_refused_with_a_reason(page: Page, small_bot: BotProcess) -> None:
    for path, payload, words in REFUSED:
        status, answer = await page.send(path, payload)
        assert status in (400, 404), payload
        assert words in answer["error"]
