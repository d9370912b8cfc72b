"""A process that is stopped for longer than its lease, and goes on when another has done its work: SIGSTOP, SIGCONT.

It is stopped at a moment after which its next step cannot be taken back, with the answer it waits for on the way.
"""

from collections.abc import Mapping
from pathlib import Path

from sandbox.faults import Rule
from sandbox.runner import BotProcess
from soak.crew import LEAVE_SECONDS
from soak.pausing import pause_between_writes
from tests.bot.town import Order, Town, picture

from .lanes import open_place
from .play import PATIENCE, check, job_of, place_order, prompt_of, settle
from .rows import Ending, Row, fault
from .scenes import Scene

BEYOND_NONCES = 24 * 3600.0
"""Seconds after which Discord no longer knows that a message was sent already."""
WRITES = ("discord.create", "discord.original", "discord.edit", "discord.delete", "novita.submit", "wavespeed.submit")


async def stop_before_it_submits(folder: Path, row: Row) -> None:
    """The address of the card's picture is all that it still asks for."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        rule = town.sandbox.faults.add("discord.original", "hold-after", times=None)
        order = await town.ask(prompt_of(row), image=picture())
        await town.world.until(lambda: is_preparing(order, rule), PATIENCE)
        await be_replaced(order, rule, row.ending)
        assert order.submits == []


def is_preparing(order: Order, rule: Rule) -> bool:
    """Where the picture was slow, the card gets it first."""
    if not rule.held:
        return False
    _, state, _ = job_of(order.town, order.prompt)
    if state == "queued":
        rule.release()
    return state == "submitting"


async def stop_while_it_submits(folder: Path, row: Row) -> None:
    async with open_place(folder, PROVIDERS=row.provider) as town:
        await be_replaced_at(town, town.sandbox.faults.add(f"{row.provider}.submit", "hold-after"), row)


async def stop_while_it_fetches(folder: Path, row: Row) -> None:
    async with open_place(folder, PROVIDERS=row.provider) as town:
        await be_replaced_at(town, town.sandbox.faults.add("media", "hold-after"), row)


async def stop_before_it_posts(folder: Path, row: Row) -> None:
    """After a doubt it has looked for its post, and there was none."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        town.sandbox.faults.add("discord.create", "status", status=503)
        await be_replaced_at(town, town.sandbox.faults.add("discord.read", "hold-after"), row)


async def stop_between_two_tries_of_its_post(folder: Path, row: Row) -> None:
    """What is answered with 502 and was done all the same, discord.py sends again by itself."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        rule = town.sandbox.faults.add("discord.create", "status", status=502, carried=True)
        order = await place_order(town, prompt_of(row))
        await town.world.until(lambda: order.posts, PATIENCE)
        await be_replaced(order, rule, row.ending)


async def be_replaced_at(town: Town, rule: Rule, row: Row) -> None:
    order = await place_order(town, prompt_of(row))
    await rule.arrived.wait()
    await be_replaced(order, rule, row.ending)


async def be_replaced(order: Order, rule: Rule, ending: Ending) -> None:
    await stop_until_another_is_through(order, rule)
    await check(order, ending)


async def stop_until_another_is_through(order: Order, rule: Rule) -> None:
    """The process that waits for an answer at the rule's place finds, when it goes on, that all is done. It writes
    nothing any more, and ends."""
    town, stopped = order.town, order.town.bot
    rule.times = 0  # it meets nobody else
    await pause_between_writes(stopped, town.folder / "firstframe.db")
    try:
        await town.start()
        await settle(order)
        town.sandbox.clock.advance(BEYOND_NONCES)
    finally:
        writes = [town.sandbox.faults.add(place, "slow", times=None, seconds=0.0) for place in WRITES]
        rule.release()
        stopped.resume()
    await until_it_knows(town, stopped, order)
    stopped.terminate()
    await stopped.wait(LEAVE_SECONDS)  # what it had under way comes to its end before
    assert [write.place for write in writes if write.met] == []


async def until_it_knows(town: Town, stopped: BotProcess, order: Order) -> None:
    job_id, _, _ = job_of(town, order.prompt)
    await town.world.until(lambda: f"job {job_id} is carried by another process now" in stopped.log, PATIENCE)


SCENES: Mapping[str, Scene] = {
    "prepares": stop_before_it_submits,
    "submits": stop_while_it_submits,
    "fetches": stop_while_it_fetches,
    "posts": stop_before_it_posts,
    "repeats": stop_between_two_tries_of_its_post,
}
ROWS: tuple[Row, ...] = (
    Row("before it submits", fault("prepares"), "pause", "novita", Ending.UNSURE),
    Row("while it submits", fault("submits"), "pause", "wavespeed", Ending.POSTED),
    Row("while it fetches", fault("fetches"), "pause", "novita", Ending.POSTED),
    Row("before it posts", fault("posts"), "pause", "wavespeed", Ending.POSTED),
    Row("between two tries of its post", fault("repeats"), "pause", "wavespeed", Ending.POSTED),
)
