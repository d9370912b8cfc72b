"""Two hundred orders in two seconds, from the first card to the last film: the bot and the floor in turn."""

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.meters import Reading, read_meters
from bench.orders import Crowd, Sent, all_running, find_films, find_tasks, seen_at, until_posted, wait_until
from sandbox import Sandbox, open_sandbox
from sandbox.discord.messages import Message
from sandbox.providers.render import common_clip
from sandbox.runner import BotProcess, run_bot

FLOOR = Path(__file__).with_name("floor.py")
MEMBERS = 50
SPREAD = 0.2
"""Of the rendering time, for bot and floor alike: films that come together cost less."""
REST_SECONDS = 1.0
"""After the login, so that it does not count."""
OPEN_HANDED: dict[str, Any] = {
    "POLL_SECONDS": 5,
    "VIDEOS_PER_DAY": 1000,
    "VIDEOS_AT_ONCE": 1000,
    "VIDEOS_WAITING": 1000,
    "NOVITA_AT_ONCE": 1000,
    "NOVITA_PER_MINUTE": 100_000,
    "WAVESPEED_PER_MINUTE": 100_000,
}
"""Nobody is refused for a quota, and both services take all that comes."""


@dataclass(frozen=True)
class Load:
    """`render_seconds` is how long the services usually take."""

    orders: int
    seconds: float
    render_seconds: float


@dataclass(frozen=True)
class Outcome:
    """Of one run. Times are seconds, memory is bytes. `under_way` is the memory when every order was at a service;
    `looks` are those of each job; `from_done` is how long after the end of its rendering each film was visible."""

    first_answers: tuple[float, ...]
    from_done: tuple[float, ...]
    looks: tuple[int, ...]
    refused: int
    own: float
    children: float
    under_way: int
    peak: int


async def run_burst(load: Load) -> Outcome:
    """The bot."""
    async with open_sandbox(render_seconds=load.render_seconds, spread=SPREAD, chance=random.Random(7)) as sandbox:
        crowd = Crowd(sandbox, MEMBERS)
        with TemporaryDirectory(prefix="bench-") as folder:
            async with run_bot(sandbox, Path(folder), **OPEN_HANDED) as bot:
                before = await settle(bot)
                sent = await crowd.order(load.orders, load.seconds)
                under_way = await until_taken(sandbox, bot, load.orders)
                await until_posted(sent)
                await asyncio.sleep(REST_SECONDS)
                after = read_meters(bot.pid)
        films, tasks = find_films(sent), find_tasks(sandbox)
        ended = {prompt: task.ended or 0.0 for prompt, task in tasks.items()}
        from_done = [seen_at(films[order.prompt]) - ended[order.prompt] for order in sent]
        looks = tuple(task.looks for task in tasks.values())
    return _outcome(sent, from_done, looks, before, after, under_way)


async def run_floor(load: Load) -> Outcome:
    async with open_sandbox(render_seconds=load.render_seconds) as sandbox:
        crowd = Crowd(sandbox, MEMBERS)
        with TemporaryDirectory(prefix="bench-") as folder:
            clip = Path(folder) / "clip.mp4"
            clip.write_bytes(await asyncio.to_thread(common_clip))
            settings: dict[str, Any] = {"CLIP": clip, "RENDER_SECONDS": load.render_seconds, "SPREAD": SPREAD}
            async with run_bot(sandbox, Path(folder), bot=FLOOR, **settings) as bot:
                before = await settle(bot)
                sent = await crowd.order(load.orders, load.seconds)
                under_way = read_meters(bot.pid).peak
                await until_posted(sent)
                await asyncio.sleep(REST_SECONDS)
                after = read_meters(bot.pid)
        films = find_films(sent)
        from_done = [seen_at(films[order.prompt]) - _done_at(order, films[order.prompt]) for order in sent]
    return _outcome(sent, from_done, (), before, after, under_way)


def _done_at(order: Sent, film: Message) -> float:
    """The floor's film says how long it took."""
    return order.use.began + (order.first_answer or 0.0) + float(film.content)


async def settle(bot: BotProcess) -> Reading:
    """The meters once the login is over."""
    await asyncio.sleep(REST_SECONDS)
    return read_meters(bot.pid)


async def until_taken(sandbox: Sandbox, bot: BotProcess, count: int) -> int:
    """The most memory that was in use when the services had taken every order."""
    await wait_until(lambda: all_running(sandbox, count))
    return read_meters(bot.pid).peak


def _outcome(
    sent: list[Sent], from_done: list[float], looks: tuple[int, ...], before: Reading, after: Reading, under_way: int
) -> Outcome:
    return Outcome(
        first_answers=tuple(order.first_answer or float("inf") for order in sent),
        from_done=tuple(from_done),
        looks=looks,
        refused=sum(order.is_refused for order in sent),
        own=(after.own - before.own) / len(sent),
        children=(after.children - before.children) / len(sent),
        under_way=under_way,
        peak=after.peak,
    )
