"""Two bots at once, as for a moment while one takes over from the other: both hear every press."""

import asyncio
from pathlib import Path

from .test_mending import press_of
from .town import open_town, picture


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


async def test_the_last_order_of_a_day_is_not_refused_by_the_bot_that_hears_of_it_later(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=1) as town:
        later = await town.start()
        later.pause()
        hold = town.sandbox.faults.add("discord.callback", "hold-before")
        ordering = asyncio.create_task(town.order(image=picture()))
        await hold.arrived.wait()
        later.resume()
        await town.until_logged("another process has taken an order")
        hold.release()
        order = await ordering

        assert order.card.ephemeral_for is None
        await order.posted()
        assert len(order.submits) == 1
