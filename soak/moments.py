"""The last moments before a step that cannot be taken back: a paid request, and a post. They are made to come, and held
while a process is struck there."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from sandbox.faults import Rule

LOOK_SECONDS = 0.1
ASK_AGAIN_SECONDS = 3.0
COME_SECONDS = 20.0
OVER_SECONDS = 30.0
PREPARED = "SELECT id, prompt FROM jobs WHERE state = 'submitting' AND provider = 'novita' AND frame IS NOT NULL"
READY = "SELECT id, prompt FROM jobs WHERE state = 'ready'"
SETTLED = "SELECT id, prompt FROM jobs WHERE settled"


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
    """`ask` makes one more order, with a picture or without one."""

    def __init__(self, sandbox: Sandbox, folder: Path, ask: Callable[[bool], Awaitable[None]]) -> None:
        self._sandbox = sandbox
        self._database = folder / "firstframe.db"
        self._ask = ask

    @asynccontextmanager
    async def brink(self) -> AsyncIterator[Callable[[], Awaitable[Brink]]]:
        """While this lasts, no job comes past the two moments. What it gives tells which jobs wait there; some of each
        kind when it begins, unless they did not come in time."""
        with ExitStack() as rules:
            rules.enter_context(self._rule("wavespeed.submit", "status", status=429))  # Novita asks for an address
            rules.enter_context(self._rule("discord.create", "status", times=2, status=503))
            addresses = rules.enter_context(self._rule("discord.original", "hold-after"))
            searches = rules.enter_context(self._rule("discord.read", "hold-after"))

            async def look() -> Brink:
                return await self._look(addresses, searches)

            await self._until_whole(look, addresses)
            yield look

    async def _until_whole(self, look: Callable[[], Awaitable[Brink]], addresses: Rule) -> None:
        loop = asyncio.get_running_loop()
        begun = asked = loop.time()
        await self._ask_both()
        while not (brink := await look()).is_whole and loop.time() - begun < COME_SECONDS:
            if not brink.submits:
                addresses.release()  # it may be another job's card that waits there
            if loop.time() - asked > ASK_AGAIN_SECONDS:
                asked = loop.time()
                await self._ask_both()
            await asyncio.sleep(LOOK_SECONDS)

    async def _ask_both(self) -> None:
        await self._ask(True)
        await self._ask(False)

    async def _look(self, addresses: Rule, searches: Rule) -> Brink:
        prepared = await self._read(PREPARED) if addresses.held else {}
        ready = await self._read(READY) if searches.held else {}
        sent = {str(submit.body.get("prompt")) for submit in self._sandbox.novita.submits}
        return Brink(frozenset(job for job, prompt in prepared.items() if prompt not in sent), frozenset(ready))

    @asynccontextmanager
    async def submitted(self) -> AsyncIterator[bool]:
        """While this lasts, no submit is answered at WaveSpeed. Whether one of them was accepted."""
        before = self._accepted()
        with self._rule("wavespeed.submit", "hold-after") as answers:
            await self._ask(False)
            with suppress(TimeoutError):
                await self._sandbox.world.until(lambda: answers.held and self._accepted() > before, COME_SECONDS)
            yield answers.held > 0 and self._accepted() > before

    def _accepted(self) -> int:
        return sum(submit.accepted for submit in self._sandbox.wavespeed.submits)

    async def until_over(self, jobs: Collection[str]) -> bool:
        """Whether all of them came to their end and were told, within some time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + OVER_SECONDS
        while loop.time() < end:
            if (await self._read(SETTLED)).keys() >= set(jobs):
                return True
            await asyncio.sleep(LOOK_SECONDS)
        return False

    async def forget_nonces(self) -> None:
        """Discord remembers them for some minutes only. Of a job that is over nobody needs one any more."""
        over, nonces = await self._read(SETTLED), self._sandbox.world.nonces
        for key in [key for key in nonces if key[1] in over]:
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


def read(database: Path, statement: str) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
        return dict(connection.execute(statement).fetchall())
