"""Two bots at once, as for a moment while one takes over from the other: both hear every press."""

import asyncio
from pathlib import Path

from sandbox.faults import Rule
from sandbox.runner import BotProcess
from soak.pausing import pause_between_writes

from .test_mending import press_of
from .town import Order, Town, open_town, picture

TRIES = 5
TAKEN = "ordered by member"
"""In the log."""


async def test_a_choice_that_both_hear_is_ordered_once_and_not_called_gone(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        await town.start()
        for _ in range(3):
            member = town.newcomer()
            asked = await town.ask(member=member, image=picture(1500, 400))
            question = await asked.use.answer(40)
            order = await town.order_of(await member.press(question, press_of(question, "crop")), asked.prompt)
            await order.posted()
            assert len(order.submits) == 1


async def order_before(town: Town, later: BotProcess) -> tuple[asyncio.Task[Order], Rule]:
    """`later` is stopped, and the other bot has taken the order; its answer is held. On a busy machine it may answer
    before it has taken it, while it still looks at the picture: then it is done with another's order."""
    for _ in range(TRIES):
        before = town.log.count(TAKEN)
        await pause_between_writes(later, town.folder / "firstframe.db")
        hold = town.sandbox.faults.add("discord.callback", "hold-before")
        ordering = asyncio.create_task(town.order(image=picture()))
        await hold.arrived.wait()
        if town.log.count(TAKEN) > before:
            return ordering, hold
        hold.release()
        later.resume()
        await asyncio.wait([ordering])
    raise AssertionError("too busy")


async def test_the_last_order_of_a_day_is_not_refused_by_the_bot_that_hears_of_it_later(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=1) as town:
        later = await town.start()
        ordering, hold = await order_before(town, later)
        later.resume()
        await town.until_logged("another process has taken an order")
        hold.release()
        order = await ordering

        assert order.card.ephemeral_for is None
        await order.posted()
        assert len(order.submits) == 1
