"""A service that is gone for a while, an answer that is lost, a key or the money that goes: who pays, who waits."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.providers.emulator import Emulator
from tests.bot.town import Order, Town

from .lanes import open_place
from .play import PATIENCE, check, place_order, settle
from .rows import Ending, Row, at_both, fault
from .scenes import Scene

HOURS = 3 * 3600.0
NOWHERE = "http://127.0.0.1:1"


def named(row: Row, town: Town) -> Emulator[Any]:
    return next(service for service in town.services if service.name == row.provider)


def is_at(order: Order, service: Emulator[Any]) -> bool:
    return order.task in service.tasks.values()


async def end(ending: Ending, *orders: Order) -> None:
    for order in orders:
        await settle(order)
        await check(order, ending)


async def probe(folder: Path, row: Row) -> None:
    """While nobody knows what became of a submit, one order at a time finds out; the others wait it out."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        outage = town.sandbox.faults.add(f"{row.provider}.submit", "status", status=503, times=None)
        first = await place_order(town, "A fox before the outage is known")
        await end(row.ending, first)
        waiting = [await place_order(town, f"A fox waits as number {number}") for number in range(5)]
        await town.world.until(lambda: outage.met == 2, PATIENCE)
        town.sandbox.faults.clear()
        for order in waiting:
            await settle(order)
        (lost,) = (order for order in waiting if not order.posts)
        await end(row.ending, lost)
        await end(Ending.POSTED, *(order for order in waiting if order is not lost))
        assert outage.met == 2


async def wait_while_busy(folder: Path, row: Row) -> None:
    async with open_place(folder, PROVIDERS=row.provider) as town:
        busy = town.sandbox.faults.add(f"{row.provider}.submit", "status", status=429, times=None)
        first = await place_order(town, "A fox finds the service busy")
        await town.world.until(lambda: busy.met, PATIENCE)
        orders = [first, *[await place_order(town, f"A fox queues as number {number}") for number in range(3)]]
        await town.world.until(lambda: busy.met == 2, PATIENCE)
        town.sandbox.faults.clear()
        await end(row.ending, *orders)
        assert busy.met == 2


async def go_to_the_other(folder: Path, row: Row) -> None:
    async with open_place(folder) as town:
        town.sandbox.faults.add("wavespeed.submit", "status", **row.fault.options)
        order = await place_order(town, "A fox is refused")
        await end(row.ending, order)
        assert order.submits == [order.task.submit]
        assert is_at(order, town.sandbox.novita)


async def go_where_it_can(folder: Path, row: Row) -> None:
    """Nobody listens at the first service: the request never left."""
    async with open_place(folder, WAVESPEED_BASE_URL=NOWHERE) as town:
        order = await place_order(town, "A fox never left")
        await end(row.ending, order)
        assert is_at(order, town.sandbox.novita)


async def stay_where_it_may_be(folder: Path, row: Row) -> None:
    """What the first service may have taken is never given to the other; the next order is."""
    async with open_place(folder) as town:
        kind, options = ("status", row.fault.options) if row.fault.options else ("reset", {})
        town.sandbox.faults.add("wavespeed.submit", kind, **options)
        await end(row.ending, await place_order(town, "A fox is lost"))
        assert town.sandbox.novita.submits == []
        after = await place_order(town, "A fox goes to the other one meanwhile")
        await end(Ending.POSTED, after)
        assert is_at(after, town.sandbox.novita)


async def lose_a_right(folder: Path, row: Row) -> None:
    """The key or the money goes while one task renders and one order is on its way to the service."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        service, setting = named(row, town), row.fault.options["setting"]
        service.next_outcome("succeeded", seconds=HOURS)
        rendering = await place_order(town, "A fox renders")
        await rendering.running()
        hold = town.sandbox.faults.add(f"{row.provider}.submit", "hold-before")
        waiting = await place_order(town, "A fox waits for the operator")
        await hold.arrived.wait()
        setattr(service.settings, setting, False)
        hold.release()
        await town.world.until(lambda: "goes back in line" in town.log, PATIENCE)
        said = await waiting.says("in line")
        setattr(service.settings, setting, True)
        town.sandbox.clock.advance(HOURS)
        await end(row.ending, rendering, waiting)
        assert "key" not in said
        assert "money" not in said
        assert len([line for line in town.log.splitlines() if " ERROR " in line]) == 1


async def mend_the_key(folder: Path, row: Row) -> None:
    """Looks alone found the key refused: no order is in line that could find out that it is mended."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        service = named(row, town)
        service.next_outcome("succeeded", seconds=HOURS)
        rendering = await place_order(town, "A fox renders")
        await rendering.running()
        service.settings.key_valid = False
        await town.world.until(lambda: "the API key is refused" in town.log, PATIENCE)
        assert "No service is available" in await town.refused()
        service.settings.key_valid = True
        town.sandbox.clock.advance(HOURS)
        await end(row.ending, rendering)
        await end(row.ending, await place_order(town, "A fox after the key was mended"))


async def come_late(folder: Path, row: Row) -> None:
    async with open_place(folder, PROVIDERS=row.provider, LATE_AFTER_SECONDS=1) as town:
        named(row, town).next_outcome("succeeded", seconds=HOURS)
        order = await place_order(town, "A fox comes late")
        await order.says("slower than usual")
        town.sandbox.clock.advance(HOURS)
        await end(row.ending, order)


async def find_in_list(folder: Path, row: Row) -> None:
    async with open_place(folder, PROVIDERS=row.provider) as town:
        town.sandbox.wavespeed.settings.list_inputs = row.fault.options["tells_inputs"]
        await end(row.ending, await place_order(town, "A fox that is known"))
        town.sandbox.faults.add("wavespeed.submit", "lost")
        await end(row.ending, await place_order(town, "A fox that is lost"))
        assert town.log.count("was found again as task") == 1


async def find_two(folder: Path, row: Row) -> None:
    """Two submits are unanswered when the bot is killed, and the list tells them apart by nothing."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        town.sandbox.wavespeed.settings.list_inputs = False
        held = town.sandbox.faults.add("wavespeed.submit", "hold-after", times=2)
        orders = [await place_order(town, f"A fox like number {number}") for number in range(2)]
        await town.world.until(lambda: held.held == 2, PATIENCE)
        await town.crash()
        town.sandbox.faults.clear()
        await town.start()
        await end(row.ending, *orders)


SCENES: Mapping[str, Scene] = {
    "probed": probe,
    "busy": wait_while_busy,
    "refused": go_to_the_other,
    "closed": go_where_it_can,
    "maybe": stay_where_it_may_be,
    "right": lose_a_right,
    "mended": mend_the_key,
    "late": come_late,
    "lost": find_in_list,
    "two": find_two,
}
ROWS: tuple[Row, ...] = (
    *at_both("503 until one order has probed it", fault("probed"), "outage", Ending.UNSURE),
    *at_both("429 for a while", fault("busy"), "outage", Ending.POSTED),
    Row("429 and another service", fault("refused", status=429), "failover", "wavespeed", Ending.POSTED),
    Row("429 Retry-After and another service", fault("refused", status=429, retry_after=9),
        "failover", "wavespeed", Ending.POSTED),
    Row("connection refused and another service", fault("closed"), "failover", "wavespeed", Ending.POSTED),
    Row("reset and another service", fault("maybe"), "failover", "wavespeed", Ending.UNSURE),
    Row("503 and another service", fault("maybe", status=503), "failover", "wavespeed", Ending.UNSURE),
    Row("502 html and another service", fault("maybe", status=502, body="html"),
        "failover", "wavespeed", Ending.UNSURE),
    *at_both("the key is revoked in the middle", fault("right", setting="key_valid"), "account", Ending.POSTED),
    *at_both("the money is gone in the middle", fault("right", setting="money"), "account", Ending.POSTED),
    *at_both("the key is refused to looks alone", fault("mended"), "account", Ending.POSTED),
    *at_both("hours late", fault("late"), "task", Ending.POSTED),
    Row("lost and listed with its inputs", fault("lost", tells_inputs=True), "list", "wavespeed", Ending.POSTED),
    Row("lost and listed without inputs", fault("lost", tells_inputs=False), "list", "wavespeed", Ending.POSTED),
    Row("two lost and listed without inputs", fault("two"), "list", "wavespeed", Ending.UNSURE),
)  # fmt: skip
