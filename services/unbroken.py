"""Work that must not be cut in the middle: a paid request and the commit that follows it; and the end of other work."""

import asyncio
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
END_TRIES, END_SECONDS = 3, 1.0


class Unbroken:
    """Goes on when its caller is cancelled; whoever closes the program waits for it with a limit."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.is_leaving = False
        """Whether the program ends: what was not sent by now is not sent any more."""

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    async def finish(self, seconds: float) -> None:
        """Waits for what is under way; what takes longer than `seconds` is cancelled."""
        await finish(self._tasks, seconds)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # seen here as well, in case nobody waits for it any more


async def finish(tasks: Collection[asyncio.Task[Any]], seconds: float) -> None:
    """Waits for all of them; those that take longer than `seconds` are cancelled."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


async def end_all(*tasks: asyncio.Task[Any]) -> None:
    """Cancels them, more than once where need be: while it reconnects, discord.py swallows a cancellation."""
    for _ in range(END_TRIES):
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=END_SECONDS)
    await asyncio.gather(*(task for task in tasks if task.done()), return_exceptions=True)
