"""The last word on a card, said once more where an older line may have come after it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from services.telling import say_last_word
from services.unbroken import finish
from services.workshop import Workshop

IN_FLIGHT_SECONDS = 10.0
"""How long what was sent to a job's card may still come, once its sender is gone or has given it up."""


class Amends:
    """A process that is stopped while it edits a card finishes the edit when it goes on; what a killed one had sent, or
    one that waited too long for Discord, is still carried out. By then the card may have said how the job ended."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: set[asyncio.Task[None]] = set()

    def let_go(self, job_id: str) -> None:
        """Another process carries the job now."""
        self._shop.claims.let_go(job_id)
        self._shop.stage.let_go(job_id)
        _begin(self._make(job_id), self._tasks)

    def make_later(self, job_id: str, seconds: float) -> None:
        """This process has told how a job ended; what was sent to the card before may come after that, for so long."""
        _begin(self._make_after(job_id, seconds), self._later)

    async def close(self, seconds: float) -> None:
        """No card is written on any more, and the last words are said; what takes longer than `seconds` is not."""
        for task in self._later:
            task.cancel()
        _begin(self._close(), self._tasks)
        await finish([*self._tasks, *self._later], seconds)

    async def _make(self, job_id: str) -> None:
        """What is not ended yet is told by the other process, later than any edit of this one."""
        if await self._shop.stage.quiet(job_id):
            await say_last_word(self._shop, job_id)
        if self._shop.stage.take_cut_off(job_id):
            self.make_later(job_id, IN_FLIGHT_SECONDS)

    async def _make_after(self, job_id: str, seconds: float) -> None:
        await self._shop.clock.sleep(seconds)
        await say_last_word(self._shop, job_id)

    async def _close(self) -> None:
        for job_id in await self._shop.stage.close():
            await say_last_word(self._shop, job_id)


def _begin(work: Coroutine[Any, Any, None], tasks: set[asyncio.Task[None]]) -> None:
    task = asyncio.create_task(work, name="amends")
    tasks.add(task)
    task.add_done_callback(tasks.discard)
