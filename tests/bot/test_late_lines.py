"""A line for a card that Discord writes only after another bot has said there how the job ended."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sandbox.discord.use import TOKEN_SECONDS
from sandbox.faults import Rule
from soak.crew import LEAVE_SECONDS
from soak.pausing import pause_between_writes

from .early import early
from .town import Order, Town, open_town

LONG = 600.0
"""Seconds; shorter than an interaction lives."""


async def order_with_a_line_under_way(town: Town, **options: Any) -> tuple[Order, Rule]:
    """Its video renders, and the line that says so is with Discord."""
    line = town.sandbox.faults.add("discord.original", "hold-before", carried=True)
    town.sandbox.wavespeed.next_outcome("succeeded", seconds=LONG)
    order = await town.order(**options)
    await order.running()
    await line.arrived.wait()
    return order, line


async def begin_another(town: Town, order: Order) -> None:
    await town.start()
    town.sandbox.clock.advance(LONG)
    await order.posted()


async def overwrite(order: Order, line: Rule) -> None:
    line.release()
    await order.until(lambda: "Done" not in order.card.content)


def is_settled(town: Town) -> bool:
    with closing(sqlite3.connect(town.folder / "firstframe.db")) as database:
        return bool(database.execute("SELECT settled FROM jobs").fetchone()[0])


@early
async def test_the_line_of_a_killed_bot_does_not_stay(folder: Path) -> None:
    async with open_town(folder) as town:
        order, line = await order_with_a_line_under_way(town)
        await town.crash()
        await begin_another(town, order)
        await overwrite(order, line)

        await order.ended()


@early
async def test_a_line_that_discord_writes_late_does_not_stay(folder: Path) -> None:
    async with open_town(folder) as town:
        order, line = await order_with_a_line_under_way(town)
        town.sandbox.clock.advance(LONG)
        await order.posted()
        await overwrite(order, line)

        await order.ended()


@early
async def test_a_line_that_discord_writes_late_does_not_stay_on_a_card_that_became_the_post(folder: Path) -> None:
    async with open_town(folder) as town:
        elsewhere = next(iter(town.world.foreign.channels.values()))
        order, line = await order_with_a_line_under_way(town, channel=elsewhere)
        town.sandbox.clock.advance(LONG)
        await order.until(lambda: order.posts)
        line.release()
        await order.until(lambda: not order.posts)

        await order.until(lambda: order.posts)
        assert order.posts == [order.card]
        assert order.card.components


@early
async def test_a_line_that_discord_refused_is_not_sent_again_after_the_end(folder: Path) -> None:
    async with open_town(folder) as town:
        refused = town.sandbox.faults.add("discord.original", "status", status=503)  # it is tried again in a second
        town.sandbox.wavespeed.next_outcome("succeeded", seconds=LONG)
        order = await town.order()
        await order.running()
        await refused.arrived.wait()
        stopped = town.bot
        await pause_between_writes(stopped, town.folder / "firstframe.db")
        await begin_another(town, order)
        written = town.sandbox.faults.add("discord.original", "hold-after")
        stopped.resume()
        await written.arrived.wait()

        assert "Done" in order.card.content
        written.release()


@early
async def test_a_failure_that_was_told_is_not_told_beside_its_card_as_well(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="wavespeed") as town:
        town.sandbox.wavespeed.next_outcome("failed", seconds=LONG)
        order = await town.order(private=True)
        await order.running()
        await town.crash()
        await town.start()
        town.sandbox.clock.advance(LONG)
        said = await order.says("does not count")
        order.use.began -= TOKEN_SECONDS  # nothing reaches the card any more
        await town.until_logged("its card is out of reach by now")  # where it is said once more

        messages = [message for channel in town.world.channels.values() for message in channel.messages.values()]
        assert [message.content for message in messages if "does not count" in message.content] == [said]


@early
async def test_the_line_of_a_bot_that_was_stopped_and_ends_as_it_goes_on_does_not_stay(folder: Path) -> None:
    async with open_town(folder) as town:
        order, line = await order_with_a_line_under_way(town)
        stopped = town.bot
        await pause_between_writes(stopped, town.folder / "firstframe.db")
        await begin_another(town, order)
        await order.until(lambda: is_settled(town))
        await overwrite(order, line)
        stopped.terminate()
        stopped.resume()

        assert await stopped.wait(LEAVE_SECONDS) == 0
        assert "Done" in order.card.content
