"""Every refusal is private, says what is wrong and what to do, and costs nothing."""

import re
from pathlib import Path

import pytest

from sandbox.discord import Upload
from tests.media.pictures import png_bomb

from .early import early
from .town import Town, open_town, picture

JPEG = picture(form="JPEG").content
assert isinstance(JPEG, bytes)


@pytest.mark.parametrize("prompt", ["", " ", "\u200b \u3000\t", "\0"])
async def test_a_prompt_of_nothing(town: Town, prompt: str) -> None:
    said = await town.refused(prompt=prompt, unchecked=True)

    assert "The prompt is empty" in said
    assert "Say in a sentence" in said


async def test_a_prompt_that_is_too_long(town: Town) -> None:
    said = await town.refused(prompt="x" * 2001, unchecked=True)

    assert "2001 characters" in said
    assert "takes 2000" in said
    assert "shorter" in said


async def test_the_longest_prompt_is_taken(town: Town) -> None:
    order = await town.order("x" * 2000)

    assert order.card.ephemeral_for is None
    await order.until(lambda: "Done" in order.card.content)
    assert [len(submit.body["prompt"]) for submit in order.submits] == [2000]


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (Upload("fox.png", b"This is no picture at all. " * 50), "not a picture"),
        (Upload("fox.jpg", b"%PDF-1.7\n" + bytes(2000)), "looks like"),
        (Upload("fox.jpg", b"\0\0\0\x18ftypmp42" + bytes(2000)), "not a picture"),
        (Upload("fox.pdf", b"%PDF-1.7\n" + bytes(2000)), "not a picture"),
        (Upload("fox.png", b""), "not a picture"),
        (Upload("fox.jpg", JPEG[: len(JPEG) // 2]), "cut off or damaged"),
        (picture(70, 90), "70 px on its short side; this model needs more than 300"),
        (picture(3500, 310), "too wide: 3500×310 is 11.29:1; this model takes more than 0.4:1 and less than 2.5:1"),
        (picture(310, 3500), "too tall: 310×3500 is 0.09:1"),
        (Upload("fox.png", png_bomb(30_000, 30_000)), "900 million pixels"),
        (Upload("fox.jpg", JPEG, declared={"size": 20_000_001}), "20.0 MB; this model takes 20.0 MB"),
        (Upload("fox.jpg", JPEG + bytes(20_000_001)), "this model takes 20.0 MB"),
        (Upload("fox.jpg", JPEG + bytes(20_000_001), declared={"size": 1000}), "this model takes 20.0 MB"),
    ],
    ids=lambda value: None if isinstance(value, Upload) else value.partition(":")[0].replace(" ", "-"),
)
async def test_a_picture_that_cannot_be_a_first_frame(town: Town, upload: Upload, words: str) -> None:
    said = await town.refused(image=upload)

    assert words in said
    assert re.search(r"Attach|Send|Crop|Scale|Save", said.partition("Nothing was charged.")[2])
    assert not list((town.folder / "frames").glob("*.part*"))


async def test_a_picture_whose_name_lies_is_taken_by_its_bytes(town: Town) -> None:
    order = await town.order(image=Upload("fox.png", JPEG))

    await order.posted()
    assert order.task.first_frame == (640, 480)


async def test_a_picture_that_is_slow_and_then_refused_takes_its_card_away(town: Town) -> None:
    hold = town.sandbox.faults.add("discord.cdn", "hold-before")
    order = await town.ask(image=Upload("fox.png", bytes(5000)))
    assert order.card.ephemeral_for is None
    assert "nothing is ordered yet" in order.card.content
    assert order.card.files == []
    hold.release()
    await order.until(lambda: order.card.deleted)

    said = await order.use.answer()
    assert said.ephemeral_for is order.use.user
    assert "not a picture" in said.content
    assert "Nothing was charged" in said.content
    assert order.card not in town.world.messages("films")


async def test_a_picture_that_is_slow_comes_onto_the_card_afterwards(town: Town) -> None:
    hold = town.sandbox.faults.add("discord.cdn", "hold-before")
    order = await town.ask(image=picture())
    assert "looking at your picture" in order.card.content
    hold.release()
    await order.until(lambda: order.card.files or "Done" in order.card.content)
    await order.posted()

    assert order.task.first_frame == (640, 480)


async def test_a_picture_that_discord_does_not_hand_over(town: Town) -> None:
    town.sandbox.faults.add("discord.cdn", "status", status=404)

    assert "Discord did not hand over that picture" in await town.refused(image=picture())


async def test_a_channel_where_the_bot_may_not_attach_files(town: Town) -> None:
    assert "I lack Attach Files" in await town.refused(channel="quiet")


async def test_a_channel_where_the_bot_may_not_write(town: Town) -> None:
    channel = town.world.add_channel("listening")
    town.world.deny(channel, "SEND_MESSAGES")

    said = await town.refused(channel=channel)
    assert "I lack Send Messages" in said
    assert "Ask an admin" in said


async def test_a_channel_whose_history_the_bot_may_not_read(town: Town) -> None:
    channel = town.world.add_channel("forgetful")
    town.world.deny(channel, "READ_MESSAGE_HISTORY")

    assert "I lack Read Message History" in await town.refused(channel=channel)


async def test_a_voice_channel_has_a_text_channel_where_the_bot_may_connect(town: Town) -> None:
    channel = town.world.add_channel("talking", is_voice=True)
    order = await town.order(channel=channel)
    assert (await order.posted()).channel_id == channel.id

    town.world.deny(channel, "CONNECT")
    assert "I lack Connect" in await town.refused(channel=channel)


async def test_a_thread_is_as_good_as_a_channel_where_the_bot_may_write_in_it(town: Town) -> None:
    thread = town.world.add_thread("films", "foxes")
    order = await town.order(channel=thread)
    assert (await order.posted()).channel_id == thread.id

    announcements = town.world.add_channel("threads-only")
    town.world.deny(announcements, "SEND_MESSAGES")
    await (await town.order(channel=town.world.add_thread(announcements, "open"))).posted()

    parent = town.world.add_channel("no-threads")
    town.world.deny(parent, "SEND_MESSAGES_IN_THREADS")
    closed = town.world.add_thread(parent, "closed")
    assert "Send Messages In Threads" in await town.refused(channel=closed)


async def test_a_model_that_nobody_knows(town: Town) -> None:
    said = await town.refused(model="Sora", unchecked=True)

    assert "I do not know that model" in said
    assert "MiniMax Video-01" in said


async def test_a_used_up_quota_is_refused_with_the_time_of_the_next_place(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=2) as town:
        member = town.newcomer()
        first = await town.order(member=member)
        await (await town.order(member=member)).posted()
        said = await town.refused(member)

        assert "all 2 videos" in said
        found = re.search(r"<t:(\d+):R>", said)
        assert found is not None
        assert int(found[1]) in first.gives_back
        await (await town.order()).posted()


async def test_too_many_waiting_are_refused_until_one_is_done(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_AT_ONCE=1, VIDEOS_WAITING=1) as town:
        hold = town.sandbox.faults.add("wavespeed.submit", "hold-before")
        member = town.newcomer()
        orders = [await town.order(member=member), await town.order(member=member)]
        await hold.arrived.wait()

        assert "already have 1 video waiting" in await town.refused(member)
        hold.release()
        for order in orders:
            await order.posted()
        await (await town.order(member=member)).posted()


@early
async def test_no_service_is_there_while_the_only_key_is_revoked(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="novita") as town:
        town.sandbox.novita.settings.key_valid = False
        waiting = await town.order()
        await town.until_logged("Check it in the provider's console")

        said = await town.refused()
        assert "No service is available for MiniMax Video-01" in said
        assert "Ask an admin" in said
        town.sandbox.novita.settings.key_valid = True
        await waiting.posted()
