"""Where a first frame comes from: a member's picture, an earlier order's frame, or the last picture of a video."""

import asyncio
from dataclasses import dataclass, field
from typing import assert_never

from domain.drafts import Picture
from domain.errors import ClipError, FrameGone, VideoGone
from domain.jobs import Job
from domain.models import Model
from services.frames import Frames
from services.stills import Stills
from services.videos import Videos


@dataclass(frozen=True, slots=True)
class OldFrame:
    """A frame that was checked for the model with the key `made_for`."""

    name: str
    made_for: str


@dataclass(frozen=True, slots=True)
class LastPicture:
    job: Job
    url: str | None = field(default=None, repr=False)
    """A fresh address of the bot's own post, in case the clip is no longer on disk."""


Source = Picture | OldFrame | LastPicture


class Sources:
    def __init__(self, frames: Frames, stills: Stills, videos: Videos) -> None:
        self._frames = frames
        self._stills = stills
        self._videos = videos

    async def take(self, source: Source, model: Model) -> str:
        """The name of a frame that the model takes. Raises a Refusal."""
        match source:
            case Picture():
                return await self._frames.take(source.url, source.size, model.frame)
            case OldFrame():
                return await self._again(source, model)
            case LastPicture():
                return await self._last(source)
            case _:
                assert_never(source)

    async def _again(self, source: OldFrame, model: Model) -> str:
        if not await asyncio.to_thread(self._frames.path(source.name).is_file):
            raise FrameGone
        return source.name if source.made_for == model.key else await self._frames.take_again(source.name, model.frame)

    async def _last(self, source: LastPicture) -> str:
        try:
            return await self._stills.last_frame(await self._videos.clip(source.job, source.url))
        except ClipError as error:
            raise VideoGone from error


def is_new(source: Source, frame: str) -> bool:
    """Whether the frame was made for this order and belongs to no other."""
    return not isinstance(source, OldFrame) or source.name != frame
