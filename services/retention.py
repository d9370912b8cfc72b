"""Clips and frames leave the disk some days after their job has ended."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.drafts import Drafts
from db.jobs import Jobs
from domain.drafts import DRAFT_LIFE
from domain.errors import DatabaseError
from domain.jobs import Job
from services.beside import remove_with_made
from services.clips import Clips
from services.clock import Clock

EVERY = 3600.0
AT_ONCE = 200
PART_LIFE = timedelta(hours=2)

log = logging.getLogger(__name__)


class Retention:
    """`keep` is counted from the end of a job; past `most_bytes` in `folders`, the oldest files of ended jobs, however
    they ended, go sooner. A video that no post carries, because no place took it or its member removed it there, stays
    for the whole time; and what is not posted yet has no end and stays."""

    def __init__(
        self,
        jobs: Jobs,
        drafts: Drafts,
        clips: Clips,
        folders: Sequence[Path],
        keep: timedelta,
        most_bytes: int,
        clock: Clock,
    ) -> None:
        self._jobs = jobs
        self._drafts = drafts
        self._clips = clips
        self._folders = folders
        self._keep = keep
        self._most_bytes = most_bytes
        self._clock = clock

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.sweep()
            except (DatabaseError, OSError) as error:
                log.warning("old files could not be removed: %s", type(error).__name__)
            await self._clock.sleep(EVERY)

    async def sweep(self) -> None:
        await asyncio.to_thread(self._remove_parts)
        await self._remove_drafts()
        await self._remove_strays()
        while old := await self._jobs.ended_before(self._clock.now() - self._keep, AT_ONCE):
            for job in old:
                await self._remove(job)
        await self._make_room()

    async def _remove_drafts(self) -> None:
        """Questions that were never answered, and their frames."""
        for draft in await self._drafts.take_old(self._clock.now() - DRAFT_LIFE):
            for frame in draft.frames.values():
                await asyncio.to_thread(remove_with_made, self._folders[0] / frame)

    async def _remove_strays(self) -> None:
        """Frames that no order and no question names: a process was killed between the two."""
        for name in await asyncio.to_thread(self._old_frames):
            if not await self._jobs.is_frame_used(name, except_by=""):
                await asyncio.to_thread(remove_with_made, self._folders[0] / name)

    def _old_frames(self) -> list[str]:
        """Older than any question, without what was made of them."""
        before = (self._clock.now() - 2 * DRAFT_LIFE).timestamp()
        frames = [file for file in self._folders[0].glob("*.jpg") if "." not in file.stem]
        return [file.name for file in frames if file.stat().st_mtime < before]

    async def _make_room(self) -> None:
        for job in await self._jobs.ended_before(self._clock.now(), AT_ONCE, spared=False):
            if await asyncio.to_thread(self._taken) <= self._most_bytes:
                return
            await self._remove(job)

    async def _remove(self, job: Job) -> None:
        """The files first and their names after: a crash in between only repeats the removal."""
        if job.clip:
            await asyncio.to_thread(self._clips.remove, job.clip)
        if job.order.frame and not await self._jobs.is_frame_used(job.order.frame, job.id):
            await asyncio.to_thread(remove_with_made, self._folders[0] / job.order.frame)
        await self._jobs.forget_files(job)

    def _taken(self) -> int:
        return sum(file.stat().st_size for folder in self._folders for file in folder.iterdir() if file.is_file())

    def _remove_parts(self) -> None:
        """What a process left half written when it was killed."""
        before = self._clock.now() - PART_LIFE
        for folder in self._folders:
            for part in folder.glob(".*.part"):
                with suppress(FileNotFoundError):  # it was put in place this moment
                    if datetime.fromtimestamp(part.stat().st_mtime, UTC) < before:
                        part.unlink()
