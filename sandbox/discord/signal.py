"""Waiting for a change of state, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LOOK_AGAIN_SECONDS = 0.25
"""A condition may also come true by the clock alone, which fires no signal."""


class Signal:
    """Wakes those who wait; many changes in a row wake them once."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, condition: Callable[[], T], seconds: float, what: str = "the condition") -> T:
        """What the condition returns once it is true; looked at again at each change. TimeoutError in real seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not (found := condition()):
            left = end - loop.time()
            if left <= 0:
                raise TimeoutError(f"{what} did not come true within {seconds:g} s")
            await self._next(min(left, LOOK_AGAIN_SECONDS))
        return found

    async def _next(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=seconds)
        finally:
            self._waiting.discard(future)
