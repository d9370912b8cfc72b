"""Towns side by side, each with its bot; every row is played in one of them and told to the test that waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sandbox import open_sandbox
from sandbox.runner import NotReady
from tests.bot.town import QUICK, Order, Town

from .play import begin, finish
from .rows import Row

After = Callable[[Town, Row], Awaitable[None]]
"""What is to be done before the next row of a lane."""
STARTING = 2
"""Bots that start at the same time; more would only wait for a processor."""
SETTINGS: dict[str, object] = {**QUICK, "UNSURE_SECONDS": 2, "MISSING_SECONDS": 1}
ROW_SECONDS = 170.0
PROGRAMS = {
    "fails": "exit 1",
    "killed": "kill -9 $$",
    "hangs": "exec sleep 1000",
    "rubbish": 'for file; do :; done; printf rubbish > "${file#file:}"',
}
"""What stands where ffmpeg is expected."""


@asynccontextmanager
async def open_place(folder: Path, **settings: object) -> AsyncIterator[Town]:
    """A town of which the bot may say in its log that something broke: here it does."""
    async with open_empty(folder, **settings) as town:
        await town.spare_migrations()
        await town.start()
        yield town


@asynccontextmanager
async def open_empty(folder: Path, **settings: object) -> AsyncIterator[Town]:
    """A town without a bot."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    async with open_sandbox(rate_limits=False) as sandbox:
        town = Town(sandbox, folder, {**SETTINGS, **settings})
        try:
            yield town
        finally:
            await town.close()


async def leave_it(town: Town, row: Row) -> None:
    """There is nothing to be done."""


class Lanes:
    """`ending` is awaited by the test of a row; its town stays open until the last of them has ended."""

    def __init__(self, folder: Path, rows: Iterable[Row], after: After) -> None:
        self._folder = folder
        self._after = after
        self._outcomes: dict[Row, asyncio.Future[Order]] = {row: asyncio.Future() for row in rows}
        self._starting = asyncio.Semaphore(STARTING)
        self._closing = asyncio.Event()

    async def ending(self, row: Row) -> Order:
        async with asyncio.timeout(ROW_SECONDS):
            return await asyncio.shield(self._outcomes[row])

    async def serve(self, side_by_side: int) -> None:
        """So many lanes for each service, one more for its slow rows, and one for each broken ffmpeg."""
        async with asyncio.TaskGroup() as lanes:
            alone = [row for row in self._outcomes if row.place == "ffmpeg"]
            for row in sorted(alone, key=lambda row: not row.is_slow):
                program = write_ffmpeg(self._folder, row.fault.kind)
                lanes.create_task(self._lane(f"ffmpeg-{row.name}", [row], self._queue, IMAGEIO_FFMPEG_EXE=program))
            for provider in sorted({row.provider for row in self._outcomes}):
                shared_out = [row for row in self._outcomes if row.provider == provider and row not in alone]
                slow, quick = ([row for row in shared_out if row.is_slow is is_slow] for is_slow in (True, False))
                if slow:
                    lanes.create_task(self._lane(f"{provider}-slow", slow, self._overlap))
                shared = iter(quick)
                for number in range(min(side_by_side, len(quick))):
                    lanes.create_task(self._lane(f"{provider}-{number}", quick, self._queue, shared))

    def close(self) -> None:
        self._closing.set()
        for outcome in self._outcomes.values():
            if not outcome.cancel():
                outcome.exception()  # seen here as well, in case no test waits for it

    async def _lane(
        self,
        name: str,
        rows: Sequence[Row],
        play: Callable[[Town, Iterator[Row]], Awaitable[None]],
        shared: Iterator[Row] | None = None,
        **settings: object,
    ) -> None:
        async with AsyncExitStack() as stack:
            try:
                async with self._starting:
                    town = await stack.enter_async_context(
                        open_place(self._folder / name, PROVIDERS=rows[0].provider, **settings)
                    )
                await play(town, shared or iter(rows))
            except (NotReady, TimeoutError, OSError) as error:
                self._fail(rows, error)
            await self._closing.wait()

    def _fail(self, rows: Sequence[Row], error: BaseException) -> None:
        for row in rows:
            if not self._outcomes[row].done():
                self._outcomes[row].set_exception(error)

    async def _queue(self, town: Town, rows: Iterator[Row]) -> None:
        """One after the other: a fault meets the next request of its place, whoever makes it."""
        for row in rows:
            await self._tell(row, self._play(town, row))
            town.sandbox.faults.clear()

    async def _play(self, town: Town, row: Row) -> Order:
        begun = await begin(town, row)
        await finish(begun)
        town.sandbox.faults.clear()
        await self._after(town, row)
        return begun.order

    async def _overlap(self, town: Town, rows: Iterator[Row]) -> None:
        """The next begins when the fault of the one before was met, submits last: they close the gate."""
        async with asyncio.TaskGroup() as ends:
            for row in sorted(rows, key=lambda row: row.place == "submit"):
                met = asyncio.Event()
                ends.create_task(self._tell(row, self._begin_and_end(town, row, met)))
                await met.wait()

    async def _begin_and_end(self, town: Town, row: Row, met: asyncio.Event) -> Order:
        try:
            begun = await begin(town, row, until_met=True)
        finally:
            met.set()
        await finish(begun)
        return begun.order

    async def _tell(self, row: Row, work: Coroutine[Any, Any, Order]) -> None:
        """However it ends, the next row is still to be played."""
        task = asyncio.create_task(work)
        await asyncio.wait([task])
        error = task.exception()
        if error is not None:
            self._fail([row], error)
        elif not self._outcomes[row].done():
            self._outcomes[row].set_result(task.result())


def chosen_rows(request: pytest.FixtureRequest) -> list[Row]:
    """The rows of this module whose tests shall run, in their order."""
    tests = [item for item in request.session.items if isinstance(item, pytest.Function)]
    own = [item.callspec.params for item in tests if item.module is request.module and hasattr(item, "callspec")]
    return [row for params in own if isinstance(row := params.get("row"), Row)]


def write_ffmpeg(folder: Path, kind: str) -> Path:
    """The program's path; nothing is there if it shall be missing."""
    program = folder / f"ffmpeg-that-{kind}"
    if kind in PROGRAMS:
        program.write_text(f"#!/bin/sh\n{PROGRAMS[kind]}\n")
        program.chmod(0o755)
    return program


@asynccontextmanager
async def open_lanes(
    folder: Path, rows: Iterable[Row], side_by_side: int, after: After = leave_it
) -> AsyncIterator[Lanes]:
    lanes = Lanes(folder, rows, after)
    serving = asyncio.create_task(lanes.serve(side_by_side))
    try:
        yield lanes
    finally:
        lanes.close()
        await serving
