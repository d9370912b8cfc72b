"""A stage that is a folder: each channel is a folder of clips, each card a text. Several bots may share it."""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import PlaceClosed, PlaceGone, PostUnclear
from domain.jobs import Job, State
from domain.posts import Posted
from domain.progress import Progress
from services.stage import FrameAddress, Way


@dataclass
class FolderStage:
    """`lost_answers` posts are made, and their sender is not told; `unread_cards` readings of a card and
    `untold` tellings of an ending fail."""

    folder: Path
    lost_answers: int = 0
    unread_cards: int = 0
    untold: int = 0
    limit: int = 10_000_000
    closed: set[Way] = field(default_factory=set)
    """Nothing can be sent there, and nobody can look."""
    gone: set[Way] = field(default_factory=set)
    shut: list[Way] = field(default_factory=list)
    shown: dict[str, Progress] = field(default_factory=dict)
    told: dict[str, State] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    searches: int = 0
    readings: int = 0
    left: list[str] = field(default_factory=list)
    late: set[str] = field(default_factory=set)
    cut_off: set[str] = field(default_factory=set)
    endings: int = 0
    """How often one was told."""
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))

    def show(self, job: Job, progress: Progress) -> None:
        self.shown[job.id] = progress

    def let_go(self, job_id: str) -> None:
        self.shown.pop(job_id, None)
        self.left.append(job_id)

    async def quiet(self, job_id: str) -> bool:
        assert job_id not in self.shown
        return job_id in self.late

    def take_cut_off(self, job_id: str) -> bool:
        is_cut_off = job_id in self.cut_off
        self.cut_off.discard(job_id)
        return is_cut_off

    async def close(self) -> set[str]:
        return self.late

    async def settle(self, job: Job) -> None:
        if self.untold:
            self.untold -= 1
            raise PostUnclear("not just now")
        self.told[job.id] = job.state
        self.endings += 1

    async def say_again(self, job: Job) -> None:
        await self.settle(job)

    async def find_card(self, job: Job) -> int | None:
        self._read()
        self.readings += 1
        return next(self._numbers) if job.id in self.answered else None

    async def frame_address(self, job: Job) -> FrameAddress:
        self._read()
        return FrameAddress("http://127.0.0.1:9/frame.jpg", job.card_id or 0)

    def ways(self, job: Job) -> list[Way]:
        return [Way.CHANNEL, Way.DIRECT]

    def shut_ways(self, job: Job) -> list[Way]:
        return self.shut

    def upload_limit(self, job: Job, way: Way) -> int:
        return self.limit

    async def post(self, job: Job, way: Way, clip: Path, check_held: Callable[[], None]) -> Posted:
        check_held()
        self._enter(way)
        channel = self._channel(way)
        channel.mkdir(parents=True, exist_ok=True)
        message_id = next(self._numbers)
        shutil.copyfile(clip, channel / f"{message_id}-{job.name}")
        if self.lost_answers:
            self.lost_answers -= 1
            raise PostUnclear("the answer was lost")
        return Posted(channel_id=1, message_id=message_id)

    async def find_post(self, job: Job, way: Way) -> Posted | None:
        self.searches += 1
        self._enter(way)
        for file in self._channel(way).glob(f"*-{job.name}"):
            return Posted(channel_id=1, message_id=int(file.name.partition("-")[0]))
        return None

    def posts(self) -> list[Path]:
        return sorted(self.folder.glob("*/*.mp4"))

    def _enter(self, way: Way) -> None:
        if way in self.gone:
            raise PlaceGone("gone")
        if way in self.closed:
            raise PlaceClosed("closed")

    def _channel(self, way: Way) -> Path:
        return self.folder / way.value

    def _read(self) -> None:
        if self.unread_cards:
            self.unread_cards -= 1
            raise PostUnclear("not just now")
