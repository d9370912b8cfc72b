"""Stills: single pictures out of finished clips. The last one may be the first frame of what follows; a small one shows
what a job is about."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from domain.errors import ClipBroken, ClipError, ClipTooLarge
from domain.jobs import Job
from services.beside import beside, put_beside
from services.clips import READ, Clips
from services.ffmpeg import Ffmpeg
from services.mp4 import inspect
from services.parts import in_thread, part_of, put_in_place

LAST_SECONDS = 120.0
"""Every picture up to the last is decoded: no shorter way finds the last one for certain."""
THUMBNAIL_SECONDS = 30.0
THUMBNAIL = "thumb.jpg"
THUMBNAIL_SIDE = 320
THUMBNAIL_BYTES = 30_000
THUMBNAIL_QUALITIES = (4, 10, 31)
"""ffmpeg's scale for JPEG, best first; tried in turn until the thumbnail is small enough."""
READ_FRAME = ("-protocol_whitelist", "file", "-f", "jpeg_pipe")
FULL_CHROMA = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
"""Without it ffmpeg converts between matrices only about, with strong colours visibly off."""
JPEG_COLOURS = f"scale={FULL_CHROMA}:out_color_matrix=bt601:out_range=pc,format=yuvj444p"
"""A JPEG cannot say which matrix it is coded by, so it must be this one: HD clips mostly use another."""
WRITE_JPEG = ("-map_metadata", "-1", "-flags", "+bitexact", "-c:v", "mjpeg", "-f", "image2", "-update", "1")
"""`bitexact` leaves out the encoder's name. `update` writes each picture over the one before."""

log = logging.getLogger(__name__)


class Stills:
    def __init__(self, clips: Clips, frames_folder: Path, ffmpeg: Ffmpeg) -> None:
        frames_folder.mkdir(parents=True, exist_ok=True)
        self._clips = clips
        self._frames = frames_folder
        self._ffmpeg = ffmpeg

    async def last_frame(self, clip: str) -> str:
        """Makes a frame of the clip's very last picture: full size, upright, without metadata; the frame's name.
        Raises ClipBroken, ClipUnsaved or FfmpegFailed; then nothing is left behind, as when it is cancelled."""
        source = self._clips.path(clip)
        await in_thread(inspect, source)
        name = f"{secrets.token_hex(16)}.jpg"
        target = self._frames / name
        with ExitStack() as undo:
            # First in, so last to run: a thread that is still settling finds the part gone, or its work undone.
            undo.callback(target.unlink, missing_ok=True)
            with part_of(target) as part:
                await self._draw(_last(source), part, LAST_SECONDS)
                await in_thread(put_in_place, part, target)
            undo.pop_all()
        return name

    async def thumbnail(self, job: Job) -> Path | None:
        """A small JPEG of the job's clip, else of its frame, made once and kept beside it. None where the job has
        neither on disk, or where it cannot be made."""
        try:
            source = await asyncio.to_thread(self._source, job)
            return await self._thumbnail(source) if source else None
        except (ClipError, OSError) as error:
            log.info("job %s has no thumbnail: %s", job.id, type(error).__name__)
            return None

    def _source(self, job: Job) -> Path | None:
        clip = self._clips.path(job.clip) if job.clip else None
        frame = self._frames / job.order.frame if job.order.frame else None
        return next((file for file in (clip, frame) if file and file.is_file()), None)

    async def _thumbnail(self, source: Path) -> Path:
        target = beside(source, THUMBNAIL)
        if await asyncio.to_thread(target.is_file):
            return target
        with part_of(target) as part:
            for quality in THUMBNAIL_QUALITIES:
                size = await self._draw(_small(source, quality), part, THUMBNAIL_SECONDS)
                if size < THUMBNAIL_BYTES:
                    await in_thread(put_beside, part, target, source)
                    return target
        raise ClipTooLarge

    async def _draw(self, arguments: Sequence[str], part: Path, seconds: float) -> int:
        """Runs ffmpeg; the picture's size in bytes. The part is made first to tell a disk that does not take it from
        an ffmpeg that fails; where ffmpeg found no picture, it stays empty."""
        await in_thread(part.touch)
        await self._ffmpeg.run([*arguments, *WRITE_JPEG, _file(part)], seconds)
        size = (await in_thread(part.stat)).st_size
        if size == 0:
            raise ClipBroken("no pictures")
        return size


def _last(clip: Path) -> list[str]:
    every = ("-map", "0:v:0", "-fps_mode", "passthrough", "-vf", JPEG_COLOURS, "-qmin", "1", "-q:v", "1")
    return [*READ, "-i", _file(clip), *every]


def _small(source: Path, quality: int) -> list[str]:
    read = READ_FRAME if source.suffix == ".jpg" else READ
    side = THUMBNAIL_SIDE
    scale = f"scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease:flags=lanczos"
    picture = ("-map", "0:v:0", "-frames:v", "1", "-vf", f"{scale},{JPEG_COLOURS}", "-q:v", f"{quality}")
    return [*read, "-i", _file(source), *picture]


def _file(path: Path) -> str:
    return f"file:{path.absolute()}"
