"""The services' limits are kept by waiting, and whoever waits does so in a fair line."""

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any

from sandbox.providers.tasks import Task

from .early import early
from .town import PATIENCE, Order, Town, open_town

MINUTE = 60.0


def most_at_once(tasks: list[Task]) -> int:
    """How many were neither ended nor yet to come, at the worst moment."""
    return max(sum(other.created <= task.created < (other.ended or 0) for other in tasks) for task in tasks)


def set_limits(town: Town, **limits: int) -> None:
    for service in town.services:
        for name, value in limits.items():
            setattr(service.settings, name, value)


@early
async def test_requests_a_minute_are_kept_so_that_no_service_ever_complains(folder: Path) -> None:
    limits: dict[str, Any] = {"WAVESPEED_PER_MINUTE": 2, "NOVITA_PER_MINUTE": 2}
    async with open_town(folder, **limits) as town:
        set_limits(town, per_minute=2)
        for name in ("wavespeed", "novita"):  # which count from when a request arrives, and those come late
            town.sandbox.faults.add(f"{name}.submit", "slow", times=2, seconds=1.0)
        orders = [await town.order() for _ in range(5)]
        async with asyncio.timeout(2 * MINUTE):
            await asyncio.gather(*(order.ended() for order in orders[:4]))
            await town.world.until(lambda: len(orders[4].submits) == 1, 2 * MINUTE)
        await orders[4].posted()

        assert [submit.refusal for submit in town.submits] == [None] * 5
        for service in town.services:
            times = [submit.at for submit in service.submits]
            assert all(later - earlier >= MINUTE for earlier, later in zip(times, times[2:], strict=False))


async def test_tasks_at_once_are_kept(tmp_path: Path) -> None:
    async with open_town(tmp_path, WAVESPEED_AT_ONCE=2, NOVITA_AT_ONCE=1) as town:
        hold = town.sandbox.faults.add("wavespeed.submit", "hold-before", times=2)
        orders = [await town.order() for _ in range(8)]
        await town.world.until(lambda: hold.held == 2, PATIENCE)
        hold.release()  # both render now, however slowly they were ordered
        for order in orders:
            await order.posted()
        novita, wavespeed = town.services

        assert most_at_once(list(wavespeed.tasks.values())) == 2
        assert most_at_once(list(novita.tasks.values())) == 1


async def submit_order(orders: list[Order]) -> list[int]:
    """The indexes of these orders in the order in which the services got them."""
    for order in orders:
        await order.posted()
    return sorted(range(len(orders)), key=lambda index: orders[index].submits[0].at)


@early
async def test_the_line_is_fair_and_every_card_tells_its_place(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        hold = town.sandbox.faults.add("novita.submit", "hold-before")
        ada, ben, cleo = (town.newcomer() for _ in range(3))
        orders = [await town.order(member=ada)]
        await hold.arrived.wait()
        orders += [await town.order(member=member) for member in (ada, ada, ben, cleo, ben)]
        places = [order.card.content.split(" · ")[1] for order in orders[1:]]
        assert places == ["1st in line", "2nd in line", "1st in line", "2nd in line", "4th in line"]

        await asyncio.gather(*(orders[index].says(place) for index, place in ((1, "3rd in line"), (2, "5th in line"))))
        hold.release()
        taken = await submit_order(orders)
        assert taken[0] == 0
        assert taken.index(2) > max(taken.index(3), taken.index(4)), "nobody's third stands before another's first"
        assert taken.index(5) > taken.index(4)


async def test_a_members_own_limit_holds_back_that_member_alone(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", VIDEOS_AT_ONCE=1) as town:
        hold = town.sandbox.faults.add("novita.submit", "hold-before")
        ada, ben = town.newcomer(), town.newcomer()
        first = await town.order(member=ada)
        await hold.arrived.wait()
        second = await town.order(member=ada)
        other = await town.order(member=ben)
        await other.posted()
        assert second.submits == []
        hold.release()
        await first.posted()
        await second.posted()
        times = [submit.at for order in (first, second) for submit in order.submits]
        assert all(earlier < later for earlier, later in pairwise(times))


@early
async def test_discords_own_limits_are_kept_and_every_video_comes(folder: Path) -> None:
    async with open_town(folder) as town:
        town.world.rate_limits = True
        orders = [await town.order() for _ in range(12)]
        for order in orders:
            await order.posted()

        assert town.world.counts["discord.create", 200] == 12
        assert town.world.counts["discord.create", 429] < 12, "discord.py sends some into a full window, none twice"
