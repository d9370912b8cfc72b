"""Clips: finished videos on disk, whole, labelled as made by AI, and small enough for where they go."""

import asyncio
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ClipBroken, ClipTooLarge, ClipUnreachable, FfmpegFailed
from services.beside import beside, remove_with_made
from services.delivery import Delivery
from services.faststart import Source, put_in_order
from services.ffmpeg import Ffmpeg
from services.fitting import Encoding, encoding_for
from services.kinds import LOOKED_AT, is_page
from services.mp4 import Movie, inspect, inspect_file
from services.parts import in_thread, part_of, put_in_place

COPY_SECONDS = 120.0
ENCODE_SECONDS = 600.0
ENCODINGS = 3
"""An encoder comes near the size that it aims at, and not below it every time."""
CORRECTION = 0.95
"""How much the second try stays below what the first suggests."""
LOST_SECONDS = 0.5
"""A result that is shorter than its source by more has lost pictures."""
LONGEST_COMPLAINT = 300
"""Letters of ffmpeg's complaint in the log: the last of them."""
READ = ("-protocol_whitelist", "file", "-f", "mov")
"""What came from outside may name neither another file nor an address to read from."""
PICTURE_AND_SOUND = ("-map", "0:v:0", "-map", "0:a:0?")
WRITE = ("-movflags", "+faststart", "-f", "mp4")
LABELLED = ("title", "comment", "description")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A clip that is made already, or a delivery on disk that ffmpeg must make one of."""

    job_id: str
    label: str
    target: Path
    movie: Movie
    raw: Path | None


class Clips:
    """The clips folder. A clip's name is the name of its file there."""

    def __init__(self, folder: Path, ffmpeg: Ffmpeg) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._ffmpeg = ffmpeg

    def path(self, name: str) -> Path:
        return self._folder / name

    async def prepare(self, raw: Delivery, job_id: str, label: str) -> str:
        """Makes a clip of what a provider delivered; the clip's name. `label` is the model's. Raises ClipBroken,
        ClipUnsaved, or ClipUnreachable where the media host sent no file at all."""
        return await self.finish(await self.begin(raw, job_id, label))

    async def begin(self, raw: Delivery, job_id: str, label: str) -> Begun:
        """The quick part, after which the delivery is not needed in memory any more: a plain layout is put in order.
        Raises what `prepare` raises."""
        target = self.path(f"{job_id}.mp4")
        movie, is_made = await in_thread(_put_in_order, raw, target, label_text(label))
        return Begun(job_id, label, target, movie, None if is_made else raw.path)

    async def finish(self, begun: Begun) -> str:
        """Only a layout that is not a plain one costs an ffmpeg. A video that was paid for is not lost to one that is
        missing or fails: what is whole then becomes the clip as it came. Raises ClipUnsaved."""
        raw, target = begun.raw, begun.target
        if raw is not None:
            try:
                await self._write(target, _labelled_copy(raw, begun.label), begun.movie, COPY_SECONDS)
            except (FfmpegFailed, ClipBroken) as error:
                log.warning("job %s: its clip is kept as it came: %s", begun.job_id, _with_complaint(error))
                await in_thread(_copy, raw, target)
        return target.name

    async def fit(self, name: str, limit_bytes: int) -> Path:
        """The clip itself if it is small enough, else an encoding of it under the limit, kept beside it. Raises
        ClipTooLarge where that would be worth nothing, ClipBroken, ClipUnsaved or FfmpegFailed."""
        clip = self.path(name)
        fitted = beside(clip, f"fit-{limit_bytes}.mp4")
        for file in (clip, fitted):
            if _fits(file, limit_bytes):
                return file
        movie = await asyncio.to_thread(inspect, clip)
        aim = float(limit_bytes)
        for _ in range(ENCODINGS):
            size = await self._encode(clip, fitted, movie, limit_bytes, aim)
            if size <= limit_bytes:
                return fitted
            aim *= limit_bytes / size * CORRECTION
        raise ClipTooLarge

    def remove(self, name: str) -> None:
        """The clip and everything that was made of it."""
        remove_with_made(self.path(name))

    async def _encode(self, clip: Path, fitted: Path, movie: Movie, limit: int, aim: float) -> int:
        """Bytes of the result; it is kept only if it is under the limit."""
        encoding = encoding_for(movie, aim)
        if encoding is None:
            raise ClipTooLarge
        return await self._write(fitted, _encoded(clip, encoding), movie, ENCODE_SECONDS, limit)

    async def _write(
        self, target: Path, arguments: Sequence[str], movie: Movie, seconds: float, limit: int | None = None
    ) -> int:
        """Runs ffmpeg and puts in place what it made, once that is whole and as long as `movie`; its size in bytes."""
        with part_of(target) as part:
            await self._ffmpeg.run([*arguments, f"file:{part.absolute()}"], seconds)
            return await in_thread(_put_whole, part, target, movie.seconds - LOST_SECONDS, limit)


def _put_in_order(raw: Delivery, target: Path, text: str) -> tuple[Movie, bool]:
    """What was delivered, and whether it is a clip now; if not, it is on disk."""
    with raw.open() as file:
        movie = _inspect_delivery(file)
        is_made = _write_in_order(file, target, text, movie.seconds - LOST_SECONDS)
    if not is_made:
        raw.put_on_disk()
    return movie, is_made


def _inspect_delivery(file: Source) -> Movie:
    """A page instead of the file says something about the host, and nothing about the video."""
    try:
        return inspect_file(file)
    except ClipBroken:
        file.seek(0)
        if is_page(file.read(LOOKED_AT)):
            raise ClipUnreachable("words instead of a file") from None
        raise


def _write_in_order(file: Source, target: Path, text: str, least_seconds: float) -> bool:
    with part_of(target) as part:
        try:
            is_made = put_in_order(file, part, text)
            if is_made:
                _put_whole(part, target, least_seconds, None)
        except ClipBroken:
            return False
        return is_made


def _with_complaint(error: FfmpegFailed | ClipBroken) -> str:
    """One line. At the level of errors ffmpeg names our file and its streams, not what a file says about itself."""
    complaint = " ".join(error.complaint.split())[-LONGEST_COMPLAINT:] if isinstance(error, FfmpegFailed) else ""
    return f"{error} ({complaint})" if complaint else f"{error}"


def _labelled_copy(raw: Path, label: str) -> list[str]:
    """The same pictures and sound, under our label alone: what else a provider wrote into its file may quote the
    prompt, which is the member's."""
    return [*READ, "-i", f"file:{raw.absolute()}", *PICTURE_AND_SOUND, "-c", "copy", *label_alone(label), *WRITE]


def label_text(label: str) -> str:
    """What a clip says of itself. `label` is the model's."""
    return f"AI-generated video ({label}), made with Firstframe"


def label_alone(label: str) -> list[str]:
    """ffmpeg's words for our label in place of all other metadata."""
    text = label_text(label)
    labels = [word for name in LABELLED for word in ("-metadata", f"{name}={text}")]
    return ["-map_metadata", "-1", "-map_chapters", "-1", *labels]


def _encoded(clip: Path, encoding: Encoding) -> list[str]:
    """H.264 in yuv420p with AAC plays everywhere. The label is carried over by ffmpeg itself."""
    side, rate = encoding.side, encoding.video
    scale = f"scale='if(gt(iw,ih),-2,{side})':'if(gt(iw,ih),{side},-2)':flags=lanczos"
    video = ["-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-vf", scale]
    rates = ["-b:v", f"{rate}", "-maxrate", f"{rate}", "-bufsize", f"{rate // 2}"]
    sound = ["-c:a", "aac", "-b:a", f"{encoding.sound}"] if encoding.sound else ["-an"]
    return [*READ, "-i", f"file:{clip.absolute()}", *PICTURE_AND_SOUND, *video, *rates, *sound, *WRITE]


def _fits(file: Path, limit: int) -> bool:
    return file.is_file() and file.stat().st_size <= limit


def _put_whole(part: Path, target: Path, least_seconds: float, limit: int | None) -> int:
    """The part's size; it is put in place if that is within the limit. Raises ClipBroken where something was lost."""
    made = inspect(part)
    if not made.is_faststart or made.seconds < least_seconds:
        raise ClipBroken("something was lost")
    if limit is None or made.size <= limit:
        put_in_place(part, target)
    return made.size


def _copy(raw: Path, target: Path) -> None:
    with part_of(target) as part:
        shutil.copyfile(raw, part)
        put_in_place(part, target)
