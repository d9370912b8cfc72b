"""The time of the sandbox: the real time, and what a test has added to it."""

import asyncio
import time
from datetime import UTC, datetime


class Clock:
    """One clock, shared by all parts of a sandbox. It goes at the pace of the real one and is only ever put on."""

    def __init__(self) -> None:
        self._zero = time.time() - time.monotonic()
        self._moved = asyncio.Event()

    def time(self) -> float:
        """Seconds since the Unix epoch."""
        return self._zero + time.monotonic()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass at once; every sleeper whose time has come wakes."""
        if seconds < 0:
            raise ValueError("this clock does not go back")
        self._zero += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Sleep for so many seconds of this clock."""
        due = self.time() + seconds
        while (left := due - self.time()) > 0:
            await self._rest(left)
        await asyncio.sleep(0)

    async def _rest(self, seconds: float) -> None:
        moved = self._moved
        try:
            async with asyncio.timeout(seconds):
                await moved.wait()
        except TimeoutError:
            pass
