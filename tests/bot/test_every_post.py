"""A video that was posted more than once: each post can go alone, and all of them go with the video."""

from pathlib import Path

from sandbox.discord import Message
from sandbox.discord.member import Member
from sandbox.discord.places import Channel, Guild

from .test_gallery import alone
from .test_late_lines import is_settled
from .town import Order, Town, entries, open_town, picture, press_id, video_of

LONG_LEASE = 15
"""Seconds."""


async def posted_again(order: Order, member: Member, channel: Channel | Guild) -> Message:
    """In that channel, by the button in /videos."""
    town = order.town
    before = order.posts
    shown = await town.chosen(member, await town.tell(member, "videos", channel=channel))
    await (await town.press(member, shown, "repost")).answer(60)
    (new,) = [post for post in order.posts if post not in before]
    return new


async def erased(town: Town, member: Member, shown: Message) -> str:
    await (await town.press(member, shown, "erase")).answer()
    return (await (await town.press(member, shown, "erase-sure")).answer(60)).content


async def delete(town: Town, member: Member, post: Message) -> None:
    """By the button under it."""
    question = await (await town.press(member, post, "delete")).answer()
    assert "Other posts of the video stay" in question.content
    await (await member.press(question, press_id(question, "delete-sure"))).answer()


async def test_delete_for_good_removes_every_post_after_a_restart_too(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        order = await town.order()
        await order.posted()
        member, shown = await alone(order)
        await posted_again(order, member, town.world.add_channel("stage"))
        await posted_again(order, member, town.world.dm(member))
        posts = order.posts
        assert len(posts) == 3
        await town.crash()
        await town.start()

        assert "Deleted for good.\n" in await erased(town, member, shown)
        assert all(post.deleted for post in posts)
        assert order.card.deleted


async def test_what_is_gone_or_out_of_reach_does_not_keep_the_others(town: Town) -> None:
    order = await town.order()
    first = await order.posted()
    member, shown = await alone(order)
    closed, gone, lost, last = (town.world.add_channel(name) for name in ("closed", "gone", "lost", "last"))
    out_of_reach = [await posted_again(order, member, channel) for channel in (closed, town.world.foreign)]
    removed = await posted_again(order, member, gone)
    await posted_again(order, member, lost)
    newest = await posted_again(order, member, last)
    town.world.deny(closed, "VIEW_CHANNEL")
    town.world.delete_message(removed)
    town.world.delete_channel(lost)

    told = await erased(town, member, shown)
    assert "Deleted for good, but 2 of its posts stay" in told
    assert [post.deleted for post in (first, newest, *out_of_reach)] == [True, True, False, False]
    assert "You have no videos" in told


async def test_a_discord_that_does_not_answer_leaves_the_video_and_the_next_try_ends_it(town: Town) -> None:
    order = await town.order()
    first = await order.posted()
    member, shown = await alone(order)
    second = await posted_again(order, member, town.world.add_channel("second"))
    third = await posted_again(order, member, town.world.add_channel("third"))
    town.sandbox.faults.add("discord.delete", "status", status=503, times=None, after=1)
    told = await erased(town, member, shown)

    assert "(2 are left)" in told
    assert [post.deleted for post in (first, second, third)] == [True, False, False]
    assert entries(shown)[0].endswith(str(third.id))
    town.sandbox.faults.clear()
    assert "Deleted for good.\n" in await erased(town, member, shown)
    assert [post.deleted for post in (second, third)] == [True, True]


async def test_delete_under_a_post_removes_that_one_and_the_list_leads_to_another(town: Town) -> None:
    order = await town.order()
    first = await order.posted()
    member, shown = await alone(order)
    second = await posted_again(order, member, town.world.add_channel("second"))
    await delete(town, member, second)

    assert (first.deleted, second.deleted, order.card.deleted) == (False, True, False)
    assert entries(await town.tell(member, "videos"))[0].endswith(f"/{first.channel_id}/{first.id}")
    await delete(town, member, first)
    await order.until(lambda: order.card.deleted)
    assert "https://" not in entries(await town.tell(member, "videos"))[0]
    assert "Deleted for good." in await erased(town, member, shown)


async def test_one_that_is_deleted_before_a_crash_was_made_good_is_not_called_cancelled(tmp_path: Path) -> None:
    """Another bot hears the press before it takes the job over, whose end was not told."""
    async with open_town(tmp_path, LEASE_SECONDS=LONG_LEASE) as town:
        ending = town.sandbox.faults.add("discord.original", "hold-before", times=None)
        member = town.newcomer()
        order = await town.order(member=member)
        await order.until(lambda: order.posts and ending.held)
        await town.crash()
        town.sandbox.faults.clear()
        await town.start()
        await delete(town, member, order.posts[0])
        await order.until(lambda: is_settled(town))

        messages = [message for channel in town.world.channels.values() for message in channel.messages.values()]
        assert not any("ancelled" in message.content for message in messages)


async def test_an_answer_that_comes_after_the_deletion_is_taken_back(town: Town) -> None:
    order = await town.order()
    await order.posted()
    member, shown = await alone(order, channel=town.world.foreign)
    hold = town.sandbox.faults.add("discord.original", "hold-before")
    again = await town.press(member, shown, "repost")
    await hold.arrived.wait()
    elsewhere = await town.chosen(member, await town.tell(member, "videos"))
    assert "Deleted for good." in await erased(town, member, elsewhere)
    hold.release()

    await order.until(lambda: again.message is not None and again.message.deleted)
    assert [post for post in order.posts if not post.deleted] == []


async def test_a_whole_film_stays_when_a_part_is_deleted_and_no_new_one_is_made(town: Town) -> None:
    first = await town.order(image=picture())
    below = await first.posted()
    member, shown = await alone(first)
    second = await town.fill_in(member, await town.press(member, below, "on"))
    post = await second.posted()
    film = await (await town.press(member, post, "film")).answer(60)
    assert video_of(film) is not None
    await (await town.press(member, shown, "erase")).answer()
    assert "a whole film that was made of it stays" in shown.content
    assert "Deleted for good.\n" in (await (await town.press(member, shown, "erase-sure")).answer(60)).content

    assert not film.deleted
    assert "could not be made" in (await (await town.press(member, post, "film")).answer(60)).content
