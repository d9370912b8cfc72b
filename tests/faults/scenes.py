"""Rows that need a bot of their own, side by side: a scene is a whole story, told to the test that waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from .rows import Row

Scene = Callable[[Path, Row], Awaitable[None]]
SIDE_BY_SIDE = 5
SCENE_SECONDS = 170.0


@asynccontextmanager
async def open_scenes(
    folder: Path, rows: Sequence[Row], scenes: Mapping[str, Scene]
) -> AsyncIterator[Mapping[Row, asyncio.Task[None]]]:
    """Each row's scene is the one of its fault's kind."""
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def play(number: int, row: Row) -> None:
        async with places, asyncio.timeout(SCENE_SECONDS):
            await scenes[row.fault.kind](folder / str(number), row)

    tasks = {row: asyncio.create_task(play(number, row)) for number, row in enumerate(rows)}
    try:
        yield tasks
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
