"""A video that is posted already, where its row does not say so: whatever happens meanwhile, it is posted once."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from db.backup import back_up, restore
from sandbox.faults import Rule
from tests.bot.town import Order, Town, video_of

from .lanes import open_place
from .pauses import BEYOND_NONCES
from .play import place_order, settle, settled_state

pytestmark = pytest.mark.timeout(220)
CROWD = 1001
"""Messages: more than are read from one end of a channel."""
LONGER_THAN_A_NONCE_LIVES = 600.0


@asynccontextmanager
async def posted_and_not_noted(folder: Path) -> AsyncIterator[tuple[Order, Rule]]:
    """Discord has the video, and holds its answer."""
    async with open_place(folder, PROVIDERS="wavespeed") as town:
        post = town.sandbox.faults.add("discord.create", "hold-after")
        order = await place_order(town, "A fox in doubt")
        await post.arrived.wait()
        assert len(order.posts) == 1
        yield order, post


@asynccontextmanager
async def locked(town: Town) -> AsyncIterator[None]:
    """The database takes nothing in here, until the bot has complained."""
    with closing(sqlite3.connect(town.folder / "firstframe.db", isolation_level=None, timeout=20)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        await town.until_logged("its post could not be noted yet")
        other.execute("ROLLBACK")


async def begin_anew(order: Order) -> None:
    """Another process, the next day, finds the job and ends it."""
    town = order.town
    town.sandbox.faults.clear()
    town.sandbox.clock.advance(BEYOND_NONCES)
    await town.start()
    await settle(order)


async def test_one_that_is_taken_over_without_its_clip_is_not_posted_again(tmp_path: Path) -> None:
    """On another host, or after a disk was lost."""
    async with posted_and_not_noted(tmp_path) as (order, _):
        await order.town.crash()
        await asyncio.to_thread(shutil.rmtree, tmp_path / "clips")
        await begin_anew(order)

        assert settled_state(order) == "posted"
        assert len(order.posts) == 1


async def test_one_that_rendered_in_a_backup_is_not_posted_again(tmp_path: Path) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        look = town.sandbox.faults.add("wavespeed.look", "hold-before")
        order = await place_order(town, "A fox in a backup")
        await look.arrived.wait()
        url, copy = f"sqlite:///{tmp_path / 'firstframe.db'}", tmp_path / "copy.db"
        await asyncio.to_thread(back_up, url, copy)
        look.release()
        await settle(order)
        await town.bot.stop()
        await asyncio.to_thread(restore, url, copy)
        await begin_anew(order)

        assert settled_state(order) == "posted"
        assert len(order.posts) == 1


async def test_one_that_went_by_direct_message_is_not_posted_in_its_channel_as_well(tmp_path: Path) -> None:
    """That was closed for a while."""
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        media = town.sandbox.faults.add("media", "hold-before")
        order = await place_order(town, "A fox in two places")
        await media.arrived.wait()
        town.world.deny(order.use.channel, "SEND_MESSAGES")
        post = town.sandbox.faults.add("discord.create", "hold-after", after=1)  # the channel's comes before
        media.release()
        await post.arrived.wait()
        await town.crash()
        town.world.allow(order.use.channel, "SEND_MESSAGES")
        await begin_anew(order)

        assert settled_state(order) == "posted"
        assert [message.channel_id for message in order.posts] == [town.world.dm(order.use.user.name).id]


async def test_one_whose_channel_closes_after_a_doubt_is_not_sent_on(tmp_path: Path) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed", POLL_SECONDS=5) as town:
        town.sandbox.faults.add("discord.create", "lost")
        order = await place_order(town, "A fox in doubt")
        await order.until(lambda: order.posts)
        town.world.deny(order.use.channel, "VIEW_CHANNEL")
        town.sandbox.clock.advance(BEYOND_NONCES)
        await settle(order)

        assert settled_state(order) == "kept"
        assert len(order.posts) == 1


async def test_one_whose_card_became_its_post_is_not_sent_by_direct_message_when_the_token_is_dead(
    tmp_path: Path,
) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        media = town.sandbox.faults.add("media", "hold-before")
        order = await place_order(town, "A fox on its card", next(iter(town.world.foreign.channels.values())))
        await media.arrived.wait()
        town.sandbox.faults.add("discord.original", "hold-after", times=None)
        media.release()
        await order.until(lambda: video_of(order.card))
        await town.crash()
        await begin_anew(order)

        assert settled_state(order) == "kept"
        assert order.posts == [order.card]


async def test_one_that_a_busy_channel_has_buried_is_not_posted_again(tmp_path: Path) -> None:
    async with posted_and_not_noted(tmp_path) as (order, _):
        await order.town.crash()
        member = order.town.newcomer()
        for number in range(CROWD):
            await member.say(f"chat {number}", channel=order.use.channel)
        await begin_anew(order)

        assert settled_state(order) == "posted"
        assert len(order.posts) == 1


async def test_a_post_that_cannot_be_noted_for_minutes_is_not_made_again(tmp_path: Path) -> None:
    async with posted_and_not_noted(tmp_path) as (order, post):
        town = order.town
        town.world.deny(order.use.channel, "READ_MESSAGE_HISTORY")
        async with locked(town):
            post.release()
            town.sandbox.clock.advance(LONGER_THAN_A_NONCE_LIVES)
        await settle(order)

        assert settled_state(order) == "posted"
        assert len(order.posts) == 1


async def test_a_post_that_is_removed_before_it_is_noted_is_not_made_again(tmp_path: Path) -> None:
    async with posted_and_not_noted(tmp_path) as (order, post):
        town = order.town
        async with locked(town):
            post.release()
            town.world.delete_message(order.posts[0])
            town.sandbox.clock.advance(LONGER_THAN_A_NONCE_LIVES)
        await settle(order)

        assert settled_state(order) == "posted"
        assert [message for message in order.posts if not message.deleted] == []
