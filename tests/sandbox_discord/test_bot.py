"""An unchanged discord.py bot in the local Discord."""

from typing import Any

import aiohttp
import pytest

from sandbox.discord import ClientRefusal, Message, Upload, World
from tests.sandbox_discord.bodies import picture
from tests.sandbox_discord.bot import Bot


async def ask(world: World, **options: Any) -> Message:
    use = await world.member("ada").command("video", prompt="a wave", image=picture(), **options)
    return await use.answer()


async def test_a_command_with_a_picture_is_answered(world: World, bot: Bot) -> None:
    use = await world.member("ada").command("video", prompt="a wave", image=picture())
    answer = await use.answer()
    assert answer.content == "> a wave (any, 40x30)"
    assert bot.attachment_sizes == [len(bytes(picture().content))]
    assert use.state == "answered"
    assert world.messages("films") == [answer]


async def test_a_deferred_answer_comes_with_a_file(world: World, bot: Bot) -> None:
    use = await world.member("ada").command("late", size=3_000_000)
    answer = await use.answer()
    assert answer.content == "here"
    assert [(file.filename, file.content_type, file.size) for file in answer.attachments] == [
        ("clip.mp4", "video/mp4", 3_000_000)
    ]
    assert world.file(answer.attachments[0]) == b"x" * 3_000_000


async def test_a_private_answer_is_seen_by_its_member_alone(world: World, bot: Bot) -> None:
    use = await world.member("ada").command("late", size=1, private=True)
    answer = await use.answer()
    assert world.messages("films") == []
    assert world.messages("films", viewer="ben") == []
    assert world.messages("films", viewer="ada") == [answer]


async def test_an_embed_becomes_components_v2(world: World, bot: Bot) -> None:
    use = await world.member("ada").command("card")
    answer = await world.until(lambda: use.message if use.message and use.message.is_v2 else None)
    assert answer is not None
    shown = answer.json()
    gallery = shown["components"][0]["components"][1]
    assert (shown["embeds"], shown["content"], shown["attachments"]) == ([], "", [])
    assert gallery["items"][0]["media"]["content_type"] == "video/mp4"
    async with aiohttp.request("GET", gallery["items"][0]["media"]["url"]) as response:
        assert await response.read() == b"mp4"


async def test_autocomplete_offers_choices(world: World, bot: Bot) -> None:
    choices = await world.member("ada").autocomplete("video", "model", "mini", prompt="a wave")
    assert [choice["value"] for choice in choices] == ["minimax-01", "minimax-02"]


async def test_a_button_opens_a_modal_whose_fields_arrive(world: World, bot: Bot) -> None:
    ada, card = world.member("ada"), await ask(world)
    opened = await ada.press(card, "change")
    modal = await opened.opened()
    assert (modal["title"], opened.state) == ("Change it", "modal")
    sent = await ada.submit(opened, prompt="a storm", speed=["fast"], frame=Upload("f.png", b"12345"))
    assert (await sent.answer()).content == "a storm ['fast'] [5]"


async def test_an_untouched_field_keeps_what_the_bot_put_there(world: World, bot: Bot) -> None:
    ada = world.member("ada")
    opened = await ada.press(await ask(world), "change")
    sent = await ada.submit(opened, speed="slow")
    assert (await sent.answer()).content == "as before ['slow'] []"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"speed": "slow", "prompt": "x" * 51}, "51 characters"),
        ({"speed": "sideways"}, "no value 'sideways'"),
        ({}, "values are fewer"),
        ({"speed": "slow", "mood": "good"}, "no such field: mood"),
    ],
)
async def test_a_modal_is_checked_as_the_client_does(
    world: World, bot: Bot, fields: dict[str, Any], reason: str
) -> None:
    opened = await world.member("ada").press(await ask(world), "change")
    with pytest.raises(ClientRefusal, match=reason):
        await world.member("ada").submit(opened, **fields)


async def test_a_button_changes_its_message(world: World, bot: Bot) -> None:
    card = await ask(world)
    pressed = await (await world.member("ben").press(card, "again")).answer()
    assert (pressed, card.content) == (card, "pressed")
    quietly = await world.member("ben").press(card, "quietly")
    assert (await quietly.answer()).content == "edited quietly"


async def test_a_message_command_sees_the_attachments(world: World, bot: Bot) -> None:
    message = await world.member("ben").say("look", uploads=[picture()])
    use = await world.member("ada").menu("Animate", message)
    assert (await use.answer()).content == "1 files"
