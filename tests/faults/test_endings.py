"""An ending is told once, however often it is begun anew: on the card, or where that is out of reach beside it."""

from pathlib import Path

import pytest

from sandbox.discord import Message
from sandbox.faults import Rule
from tests.bot.town import Order, Town

from .deeds import LONGER_THAN_A_TOKEN
from .lanes import open_place
from .pauses import BEYOND_NONCES, stop_until_another_is_through
from .play import PATIENCE, place_order, settle, settled_state, told
from .rows import WORDS, Ending

pytestmark = pytest.mark.timeout(200)
CROWD = 1001
"""Messages: more than are read from one end of a channel."""
FAILED = WORDS[Ending.RENDER]


def endings(order: Order) -> list[Message]:
    """All that tells the member of the failure, what was deleted left out."""
    return [message for message in told(order) if FAILED in message.content and not message.deleted]


async def order_what_fails(town: Town, prompt: str) -> Order:
    """In a thread, and held until nothing but its ending is to be told."""
    town.sandbox.wavespeed.next_outcome("failed")
    thread = town.world.add_thread("films", "A thread")
    return await place_order(town, prompt, thread)


def is_on_card(order: Order, rule: Rule) -> bool:
    """What the card says before its ending is let through."""
    if FAILED in order.card.content:
        return True
    rule.release()
    return False


async def test_an_ending_on_a_card_that_nobody_can_edit_any_more_is_not_told_again(tmp_path: Path) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        edits = town.sandbox.faults.add("discord.original", "hold-after", times=None)
        order = await order_what_fails(town, "A fox that fails")
        await town.world.until(lambda: is_on_card(order, edits), PATIENCE)
        await town.crash()
        town.sandbox.faults.clear()
        town.sandbox.clock.advance(LONGER_THAN_A_TOKEN)
        town.world.change_thread(order.use.channel, archived=True)
        assert settled_state(order) is None
        await town.start()
        await settle(order)

        assert settled_state(order) == "failed"
        assert endings(order) == [order.card]
        assert order.use.channel.is_archived


async def test_an_ending_that_was_told_beside_its_card_is_not_told_again_after_a_night(tmp_path: Path) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        order, telling = await order_what_is_told_beside(town, "discord.create")
        await telling.arrived.wait()
        await town.crash()
        town.sandbox.faults.clear()
        town.sandbox.clock.advance(BEYOND_NONCES)
        assert settled_state(order) is None
        await town.start()
        await settle(order)

        assert settled_state(order) == "failed"
        assert len(endings(order)) == 1


async def test_an_ending_that_a_busy_channel_has_buried_is_not_told_again(tmp_path: Path) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        order, telling = await order_what_is_told_beside(town, "discord.create")
        await telling.arrived.wait()
        await town.crash()
        town.sandbox.faults.clear()
        member = town.newcomer()
        for number in range(CROWD):
            await member.say(f"chat {number}", channel=order.use.channel)
        town.sandbox.clock.advance(BEYOND_NONCES)
        await town.start()
        await settle(order)

        assert settled_state(order) == "failed"
        assert len(endings(order)) == 1


async def test_a_process_that_was_stopped_does_not_tell_what_another_has_told(tmp_path: Path) -> None:
    async with open_place(tmp_path, PROVIDERS="wavespeed") as town:
        order, search = await order_what_is_told_beside(
            town, "discord.read", after=2
        )  # the card and the channel come before
        await search.arrived.wait()
        await stop_until_another_is_through(order, search)

        assert settled_state(order) == "failed"
        assert len(endings(order)) == 1


async def order_what_is_told_beside(town: Town, place: str, after: int = 0) -> tuple[Order, Rule]:
    """Its card is gone; the first answer at this place is held, or the one after so many."""
    look = town.sandbox.faults.add("wavespeed.look", "hold-before")
    order = await order_what_fails(town, "A fox whose card is gone")
    await look.arrived.wait()
    town.world.delete_message(order.card)
    rule = town.sandbox.faults.add(place, "hold-after", after=after)
    look.release()
    return order, rule
