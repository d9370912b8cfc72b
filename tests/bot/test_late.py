"""Videos that take longer than an interaction lives, or than an address of Discord's is valid."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from .town import Order, Town, entries, open_town, picture

INTERACTION_LIFE = 15 * 60.0
ADDRESS_LIFE = 24 * 3600.0
LONG = 2 * ADDRESS_LIFE


@pytest_asyncio.fixture(loop_scope="package")
async def slow_town(tmp_path: Path) -> AsyncIterator[Town]:
    """Novita alone, one task at a time, and each takes two days of the sandbox's time."""
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        town.sandbox.novita.settings.render_seconds = LONG
        yield town


async def test_a_restart_and_a_dead_interaction_do_not_hold_a_video_up(slow_town: Town) -> None:
    order = await slow_town.order(image=picture())
    await order.running()
    await slow_town.crash()
    slow_town.sandbox.clock.advance(INTERACTION_LIFE + 1)
    assert order.use.is_dead
    await slow_town.start()
    slow_town.sandbox.clock.advance(LONG)
    post = await order.posted()

    assert post.channel_id == order.card.channel_id
    assert post.reference is not None
    assert post.reference["message_id"] == str(order.card.id)
    assert post.mentions == [order.use.user]
    assert str(post.id) in order.card.content
    assert order.card.files == []
    assert len(order.submits) == 1


async def wait_behind_another(town: Town) -> Order:
    """An order with a picture whose every address was made a day ago."""
    first = await town.order()
    await first.running()
    order = await town.order(image=picture(641, 479))
    town.sandbox.clock.advance(ADDRESS_LIFE + 1)
    assert order.submits == []
    return order


async def test_a_picture_that_waited_longer_than_its_address_lives_reaches_the_service(slow_town: Town) -> None:
    order = await wait_behind_another(slow_town)
    slow_town.sandbox.clock.advance(LONG)
    await order.running()
    assert order.task.first_frame == (641, 479)
    slow_town.sandbox.clock.advance(LONG)
    await order.posted()

    assert len(order.submits) == 1


async def test_a_picture_whose_card_was_deleted_meanwhile_reaches_the_service(slow_town: Town) -> None:
    order = await wait_behind_another(slow_town)
    slow_town.world.delete_message(order.card)
    slow_town.sandbox.clock.advance(LONG)
    await order.running()
    assert order.task.first_frame == (641, 479)
    slow_town.sandbox.clock.advance(LONG)
    (post,) = await order.until(lambda: order.posts)

    assert post.channel_id == order.use.channel.id
    assert post.mentions == [order.use.user]
    assert len(order.submits) == 1


async def test_a_card_that_was_deleted_is_missed_by_nobody(town: Town) -> None:
    hold = town.sandbox.faults.add("wavespeed.submit", "hold-before")
    order = await town.order()
    await hold.arrived.wait()
    town.world.delete_message(order.card)
    hold.release()
    (post,) = await order.until(lambda: order.posts)

    assert post.reference is None
    assert post.mentions == [order.use.user]


async def test_where_only_the_member_has_the_app_a_late_video_comes_as_a_direct_message(slow_town: Town) -> None:
    world, member = slow_town.world, slow_town.newcomer()
    order = await slow_town.order(member=member, channel=world.foreign)
    await order.running()
    slow_town.sandbox.clock.advance(LONG)
    (post,) = await order.until(lambda: order.posts)

    assert post.channel_id == world.dm(member).id
    assert post.mentions == [member.user]
    assert not any(f"/channels/{order.card.channel_id}/" in record.path for record in world.requests)


async def test_a_member_who_takes_no_messages_finds_a_late_video_in_the_list(slow_town: Town) -> None:
    member = slow_town.newcomer()
    slow_town.world.close_dms(member)
    order = await slow_town.order(member=member, channel=slow_town.world.foreign)
    await order.running()
    slow_town.sandbox.clock.advance(LONG)
    await slow_town.until_logged("could not be posted anywhere")

    listing = await slow_town.tell(member, "videos", channel=slow_town.world.foreign)
    assert "kept for you" in entries(listing)[0]
    answer = await slow_town.handed_out(member, channel=slow_town.world.foreign)
    assert [file.filename.endswith(".mp4") for file in answer.files] == [True]
    assert len(order.submits) == 1
