"""Tests that mostly wait for real time to pass begin before all others, and each is asked later how it ended."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

Story = Callable[[Path], Awaitable[None]]
AT_ONCE = 4


class Begun:
    """Owns the tasks of stories; each gets a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[Story, asyncio.Task[None]] = {}

    def begin(self, stories: Iterable[Story]) -> None:
        for number, story in enumerate(stories):
            self._tasks[story] = asyncio.create_task(self._tell(story, self._folder / str(number)))

    async def end_of(self, story: Story) -> None:
        """Raises what went wrong in it."""
        await self._tasks[story]

    async def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _tell(self, story: Story, folder: Path) -> None:
        async with self._places:
            await story(folder)


@asynccontextmanager
async def begin(stories: Iterable[Story], folder: Path) -> AsyncIterator[Begun]:
    begun = Begun(folder)
    begun.begin(stories)
    try:
        yield begun
    finally:
        await begun.close()


def early(story: Story) -> Callable[[Begun], Awaitable[None]]:
    """Makes a test of a story: it begins before the first test of this folder, and its own test comes late."""

    async def test(begun: Begun) -> None:
        await begun.end_of(story)

    test.__name__ = test.__qualname__ = getattr(story, "__name__", "story")
    test.__doc__ = story.__doc__
    test.story = story  # type: ignore[attr-defined]  # where the fixture finds it
    return test
