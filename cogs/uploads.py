"""Clips on their way to Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

from services.delivery import SMALL

AT_ONCE = 8
"""Small clips in memory."""

Source = Path | BytesIO


class Uploads:
    """A small clip is read once: from a file, the upload reads it in pieces, each in another thread. While many are
    under way, the others are read from their files, so that memory has a limit."""

    def __init__(self) -> None:
        self._in_memory = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def source(self, clip: Path) -> AsyncIterator[Source]:
        """What its upload reads, and may read again, while this lasts. Raises OSError."""
        if self._in_memory.locked():
            yield clip
            return
        async with self._in_memory:
            small = await asyncio.to_thread(_read_small, clip)
            try:
                yield small or clip
            finally:
                if small is not None:
                    BytesIO.close(small)  # at once: what is left of a request may be in memory for a while


def _read_small(clip: Path) -> BytesIO | None:
    return BytesIO(clip.read_bytes()) if clip.stat().st_size <= SMALL else None
