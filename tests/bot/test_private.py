"""Private orders: card and video are their member's alone, by direct message, or where that is closed, on the card."""

from pathlib import Path
from typing import Any

from sandbox.discord import Message
from sandbox.discord.member import Member

from .test_gallery import alone
from .town import Order, Town, open_town, picture, press_id, video_of


def seen_by_others(town: Town) -> list[Message]:
    """What the bot wrote in any channel of the server that not only one member sees."""
    channels = town.world.home.channels.values()
    written = (message for channel in channels for message in channel.messages.values() if not message.ephemeral_for)
    return [message for message in written if message.author.is_bot]


async def ordered(town: Town, **options: Any) -> Order:
    return await town.order(member=town.newcomer(), private=True, **options)


async def test_card_and_video_are_shown_to_nobody_else(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita") as town:
        order = await ordered(town, image=picture())
        assert order.card.ephemeral_for is order.use.user
        post = await order.posted()

        member = town.world.member(order.use.user.name)
        assert post.channel_id == town.world.dm(member).id
        assert post.content.startswith(member.mention)
        assert order.task.first_frame == (640, 480)
        assert f"/@me/{post.channel_id}/{post.id}" in order.card.content
        assert seen_by_others(town) == []

        again = await town.order_of(await town.press(member, post, "again"), order.prompt)
        await again.until(lambda: len(order.posts) == 2)
        assert seen_by_others(town) == []


async def test_closed_direct_messages_bring_the_video_to_the_card(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        town.world.close_dms(member)
        order = await town.order(member=member, private=True)
        await order.until(lambda: video_of(order.card))
        assert order.card.ephemeral_for is member.user
        assert order.posts == []
        assert seen_by_others(town) == []


async def test_a_refusal_costs_nothing_in_private_too(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        said = await town.refused(private=True, image=picture(20, 20))
        assert "20×20" in said


async def test_a_crash_before_the_private_card_is_noted_shows_nothing_to_others(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        rule = town.sandbox.faults.add("discord.callback", "hold-after")
        order = await ordered(town)
        await rule.arrived.wait()
        await town.crash()
        town.sandbox.faults.clear()
        await town.start()
        post = await order.posted()

        member = town.world.member(order.use.user.name)
        assert post.channel_id == town.world.dm(member).id
        assert seen_by_others(town) == []


async def test_in_a_group_card_and_video_are_the_members_alone_too(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member, other = town.newcomer(), town.newcomer()
        group = town.world.private(member, other)
        order = await town.order(member=member, channel=group, private=True)
        assert order.card.ephemeral_for is member.user
        await order.posted()

        assert town.world.messages(group, other) == []


async def test_a_film_shows_nobody_else_a_part_that_is_private_or_was_removed(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        first = await town.order(member=member, private=True)
        second = await town.fill_in(member, await town.press(member, await first.posted(), "on"))
        await second.posted()
        _, shown = await alone(second)
        await (await town.press(member, shown, "repost")).answer(60)
        (post,) = await second.until(lambda: seen_by_others(town))
        await check_film(town, post, member)

        removed = await (open_order := await town.order(member=member)).posted()
        later = await (await town.fill_in(member, await town.press(member, removed, "on"))).posted()
        question = await (await town.press(member, removed, "delete")).answer()
        await member.press(question, press_id(question, "delete-sure"))
        await open_order.until(lambda: open_order.card.deleted)
        await check_film(town, later, member)


async def check_film(town: Town, post: Message, member: Member) -> None:
    """It is the member's alone."""
    theirs = await (await town.press(town.newcomer(), post, "film")).answer(60)
    assert theirs.files == []
    assert "could not be made" in theirs.content
    assert video_of(await (await town.press(member, post, "film")).answer(60))
