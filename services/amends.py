"""The last word on a card, said once more where this process may have painted over it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from services.telling import say_last_word
from services.unbroken import finish
from services.workshop import Workshop


class Amends:
    """A process that is stopped while it edits a card finishes the edit when it goes on. By then another process may
    have ended the job and said so on the card."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._tasks: set[asyncio.Task[None]] = set()

    def let_go(self, job_id: str) -> None:
        """Another process carries the job now."""
        self._shop.claims.let_go(job_id)
        self._shop.stage.let_go(job_id)
        self._start(self._make(job_id))

    async def close(self, seconds: float) -> None:
        """No card is written on any more, and the last words are said; what takes longer than `seconds` is not."""
        self._start(self._close())
        await finish(self._tasks, seconds)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="amends")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make(self, job_id: str) -> None:
        """What is not ended yet is told by the other process, later than any edit of this one."""
        if await self._shop.stage.quiet(job_id):
            await say_last_word(self._shop, job_id)

    async def _close(self) -> None:
        for job_id in await self._shop.stage.close():
            await say_last_word(self._shop, job_id)
