"""The jobs of this process that wait for their turn, and the bell that says something changed."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress

from domain.jobs import Job


class Line:
    """Who is next is the database's to say, over all processes; this only remembers whom to tell."""

    def __init__(self) -> None:
        self._waiting: dict[str, Job] = {}
        self._rung = asyncio.Event()

    @property
    def waiting(self) -> Mapping[str, Job]:
        return self._waiting

    def add(self, job: Job) -> None:
        self._waiting[job.id] = job
        self.ring()

    def remove(self, job: Job) -> None:
        self._waiting.pop(job.id, None)

    def forget(self, gone: Iterable[Job]) -> list[Job]:
        """Jobs that do not wait any more; those that were here until now. One that came back meanwhile is another Job,
        and stays."""
        forgotten = [job for job in gone if self._waiting.get(job.id) is job]
        for job in forgotten:
            del self._waiting[job.id]
        return forgotten

    def ring(self) -> None:
        """Somebody may have their turn now."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until the bell rings, at most `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()
