"""The last moments before a step that cannot be taken back: a paid request, and a post. They are made to come, and held
while a process is struck there."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from sandbox.discord.places import Channel
from sandbox.faults import Rule
from soak.crowd import Crowd
from soak.gather import post_of

LOOK_SECONDS = 0.05
ASK_AGAIN_SECONDS = 3.0
COME_SECONDS = 15.0
OVER_SECONDS = 20.0
SUBMITS = ("novita.submit", "wavespeed.submit")
A_SECOND_AGO = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 second')"
"""By then those that had their turn at the same moment are past it: what is sent as a process is stopped cannot be
taken back by any question."""
FRESH = "SELECT id, prompt FROM jobs WHERE state = 'submitting' AND provider = 'novita' AND frame IS NOT NULL"
PREPARED = f"{FRESH} AND submitting_at < {A_SECOND_AGO}"
READY = "SELECT id, prompt FROM jobs WHERE state = 'ready'"
TRIED = f"{READY} AND ready_at < {A_SECOND_AGO}"
OVER = "SELECT id, prompt FROM jobs WHERE ended_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Brink:
    """Jobs, by their ids: those that wait for the address of their picture, after which they are submitted, and those
    that looked for their post after a doubt, after which they are posted."""

    submits: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        return bool(self.submits and self.posts)


class Moments:
    """Each makes orders of its own, so that it comes whatever the others order."""

    def __init__(self, sandbox: Sandbox, folder: Path, crowd: Crowd) -> None:
        self._sandbox = sandbox
        self._database = folder / "firstframe.db"
        self._crowd = crowd

    @asynccontextmanager
    async def brink(self) -> AsyncIterator[Callable[[], Awaitable[Brink]]]:
        """While this lasts, no job comes past the two moments. What it gives tells which jobs wait there; some of each
        kind when it begins, unless they did not come in time."""
        with ExitStack() as rules:
            rules.enter_context(self._rule("wavespeed.submit", "status", status=429))  # Novita asks for an address
            rules.enter_context(self._rule("discord.create", "status", times=4, status=503))
            addresses = rules.enter_context(self._rule("discord.original", "hold-after"))
            searches = rules.enter_context(self._rule("discord.read", "hold-after"))

            async def look() -> Brink:
                return await self._look(addresses, searches)

            async def is_reached() -> bool:
                brink = await look()
                if not (brink.submits or await self._unsent(FRESH)):
                    addresses.release()  # it may be another job's card that waits there
                return brink.is_whole

            await self._order_until(is_reached, (True, False))
            yield look

    async def _order_until(
        self, is_there: Callable[[], Awaitable[bool]], pictures: Collection[bool] = (False,)
    ) -> bool:
        """Again and again: an order may be refused, fail, or go another way. Whether it came in time."""
        loop = asyncio.get_running_loop()
        begun, asked = loop.time(), float("-inf")
        while loop.time() - begun < COME_SECONDS:
            if loop.time() - asked > ASK_AGAIN_SECONDS:
                asked = loop.time()
                for has_picture in pictures:
                    await self._crowd.order_in(self._crowd.aside, has_picture=has_picture)
            if await is_there():
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    async def _look(self, addresses: Rule, searches: Rule) -> Brink:
        submits = await self._unsent(PREPARED) if addresses.held else frozenset()
        posts = await self._read(TRIED) if searches.held else {}
        return Brink(submits, frozenset(posts))

    async def _unsent(self, statement: str) -> frozenset[str]:
        """Those of which Novita has heard nothing yet."""
        sent = {str(submit.body.get("prompt")) for submit in self._sandbox.novita.submits}
        return frozenset(job for job, prompt in (await self._read(statement)).items() if prompt not in sent)

    @asynccontextmanager
    async def submitted(self) -> AsyncIterator[bool]:
        """While this lasts, no submit is answered. Whether one of them was accepted."""
        before = self._accepted()
        with ExitStack() as rules:
            answers = [rules.enter_context(self._rule(place, "hold-after")) for place in SUBMITS]

            async def is_accepted() -> bool:
                return any(rule.held for rule in answers) and self._accepted() > before

            yield await self._order_until(is_accepted)

    def _accepted(self) -> int:
        services = (self._sandbox.novita, self._sandbox.wavespeed)
        return sum(submit.accepted for service in services for submit in service.submits)

    async def lose_a_post(self) -> bool:
        """The answer to a post is lost, and then the bot may not read there whether it was done: nothing but the nonce
        tells. Whether that came, and the job is over."""
        world, room = self._sandbox.world, self._crowd.aside
        if not await self.until_over(await self._read(READY)):
            return False  # what was sent in doubt before a night must find its post by reading
        before = set(room.messages)
        with self._rule("discord.create", "lost"):

            async def is_posted() -> bool:
                return bool(videos_since(room, before))

            await self._order_until(is_posted)
            lost = videos_since(room, before)
            world.deny(room, "READ_MESSAGE_HISTORY")
        try:
            return bool(lost) and await self.until_over(lost)
        finally:
            world.allow(room, "READ_MESSAGE_HISTORY")

    async def until_over(self, jobs: Iterable[str]) -> bool:
        """Whether all of them came to their end within some time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + OVER_SECONDS
        while loop.time() < end:
            if (await self._read(OVER)).keys() >= set(jobs):
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    def clear_the_way(self) -> None:
        """No fault hides what a process does that goes on."""
        for place in ("novita.submit", "discord.create"):
            self._sandbox.faults.clear(place)

    def forget_nonces(self, jobs: Collection[str]) -> None:
        """Discord remembers them for some minutes only. Of a job that is over nobody needs one any more."""
        nonces = self._sandbox.world.nonces
        for key in [key for key in nonces if key[1] in jobs]:
            del nonces[key]

    @contextmanager
    def _rule(self, place: str, kind: str, *, times: int | None = None, **options: Any) -> Iterator[Rule]:
        rule = self._sandbox.faults.add(place, kind, times=times, **options)
        try:
            yield rule
        finally:
            rule.times = 0  # it meets nobody else
            rule.release()

    async def _read(self, statement: str) -> dict[str, str]:
        """Prompts by the ids of their jobs."""
        return await asyncio.to_thread(read, self._database, statement)


def videos_since(room: Channel, before: Collection[int]) -> list[str]:
    """The ids of the jobs whose video came there."""
    posts = (post_of(message) for number, message in room.messages.items() if number not in before)
    return [post.job_id for post in posts if post is not None]


def read(database: Path, statement: str) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
        return dict(connection.execute(statement).fetchall())
