"""Two hundred orders in two seconds: each is answered at once, each becomes one video, and nobody waits unfairly."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.discord import Message
from sandbox.discord.member import Member
from soak.gather import moment_of

from .town import Town, open_town, video_of

MEMBERS, EACH, SECONDS = 50, 4, 2.0
ANSWER_SECONDS = 3.0
"""Discord's own limit for the first answer."""
ALL_SECONDS = 180.0
FAIR = 1
"""Whoever had a turn stands behind all who are in line by then."""
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Ordered:
    member: Member
    prompt: str
    card: Message
    seconds: float


async def order(town: Town, member: Member, prompt: str, delay: float) -> Ordered:
    await asyncio.sleep(delay)
    began = time.monotonic()
    use = await member.command("video", prompt=prompt)
    card = await use.answer(ANSWER_SECONDS)
    return Ordered(member, prompt, card, time.monotonic() - began)


async def order_all(town: Town) -> list[Ordered]:
    """In a random order, evenly over the seconds."""
    members = [town.newcomer() for _ in range(MEMBERS)]
    wanted = [(member, f"Fox {number} of {member.name}") for member in members for number in range(EACH)]
    random.Random(7).shuffle(wanted)
    pause = SECONDS / len(wanted)
    return await asyncio.gather(
        *(order(town, member, prompt, index * pause) for index, (member, prompt) in enumerate(wanted))
    )


class Line:
    """When the orders got in line and had their turns, by the bot's own database. Moments are Unix seconds."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._seen: dict[int, float] = {}
        """By member; never too early, so that no turn given before is held against anybody."""

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            found = await asyncio.to_thread(self._read, "SELECT DISTINCT member_id FROM jobs WHERE card_id IS NOT NULL")
            self._seen |= {member: time.time() for (member,) in found if member not in self._seen}
            await asyncio.sleep(LOOK_SECONDS)

    def most_overtaking(self) -> int:
        """How many turns, at most, one member got while another, who was in line, waited for a first one."""
        rows = self._read("SELECT submitting_at, member_id FROM jobs")
        turns = [(moment, member) for at, member in rows if (moment := moment_of(at)) is not None]
        assert len(self._seen) == MEMBERS
        worst = 0
        for waiting, since in self._seen.items():
            first = min(at for at, member in turns if member == waiting)
            worst = max(worst, *Counter(member for at, member in turns if since < at < first).values(), 0)
        return worst

    def _read(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()


async def test_two_hundred_orders_in_two_seconds(tmp_path: Path) -> None:
    async with open_town(tmp_path, WAVESPEED_AT_ONCE=10, NOVITA_AT_ONCE=10, LOG_LEVEL="INFO") as town:
        line = Line(tmp_path / "firstframe.db")
        async with line.watched():
            orders = await order_all(town)
            await town.world.until(lambda: all("Done" in ordered.card.content for ordered in orders), ALL_SECONDS)
        slowest = max(ordered.seconds for ordered in orders)
        told = f"the slowest answer took {slowest:.2f} s"
        assert slowest < ANSWER_SECONDS, told
        assert all(ordered.card.ephemeral_for is None for ordered in orders), told

        answered = Counter(post.reference["message_id"] for post in town.posts() if post.reference)
        assert answered == {str(ordered.card.id): 1 for ordered in orders}
        assert len(town.posts()) == len(town.submits) == len(orders)
        assert all(video_of(post) for post in town.posts())
        assert line.most_overtaking() <= FAIR
