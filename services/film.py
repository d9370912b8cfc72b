"""Films: the clips of a chain as one video that plays without a jump."""

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path

from domain.errors import ClipBroken, ClipTooLarge
from services.beside import beside, put_beside
from services.clips import CORRECTION, ENCODE_SECONDS, ENCODINGS, LOST_SECONDS, Clips
from services.ffmpeg import Ffmpeg
from services.filming import Reel, film_of, good_film, small_film
from services.fitting import encoding_for
from services.mp4 import Movie, inspect
from services.parts import in_thread, part_of


class Films:
    """A film stands in the clips folder beside the last of its clips, and is removed with it."""

    def __init__(self, clips: Clips, ffmpeg: Ffmpeg) -> None:
        self._clips = clips
        self._ffmpeg = ffmpeg
        self._turn = asyncio.Lock()

    async def join(self, names: Sequence[str], limit_bytes: int, label: str) -> Path:
        """The clips of a chain, first to last, as one file under the limit; one clip alone is only made to fit. Raises
        ClipTooLarge where the limit leaves nothing worth seeing, ClipBroken, ClipUnsaved or FfmpegFailed."""
        if len(names) == 1:
            return await self._clips.fit(names[0], limit_bytes)
        target = beside(self._clips.path(names[-1]), _what(names, limit_bytes))
        if await asyncio.to_thread(target.is_file):
            return target
        async with self._turn:  # who pressed twice waits here, and then finds it made
            if not await asyncio.to_thread(target.is_file):
                await self._make([self._clips.path(name) for name in names], target, limit_bytes, label)
        return target

    async def _make(self, clips: Sequence[Path], target: Path, limit: int, label: str) -> None:
        movies = [await in_thread(inspect, clip) for clip in clips]
        reels = [
            Reel(clip, movie, min(place, 1)) for place, (clip, movie) in enumerate(zip(clips, movies, strict=True))
        ]
        film = film_of(reels)
        if await self._write(target, clips[-1], good_film(reels, film, label, limit), film, limit) <= limit:
            return
        aim = float(limit)
        for _ in range(ENCODINGS):
            encoding = encoding_for(film, aim)
            if encoding is None:
                raise ClipTooLarge
            size = await self._write(target, clips[-1], small_film(reels, film, label, encoding), film, limit)
            if size <= limit:
                return
            aim *= limit / size * CORRECTION
        raise ClipTooLarge

    async def _write(self, target: Path, last: Path, arguments: Sequence[str], film: Movie, limit: int) -> int:
        """Bytes of the result; it is kept only if it is within the limit."""
        with part_of(target) as part:
            await self._ffmpeg.run([*arguments, f"file:{part.absolute()}"], ENCODE_SECONDS)
            return await in_thread(_put_film, part, target, last, film, limit)


def _what(names: Sequence[str], limit: int) -> str:
    chain = hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
    return f"film-{chain}-{limit}.mp4"


def _put_film(part: Path, target: Path, last: Path, film: Movie, limit: int) -> int:
    made = inspect(part)
    if made.size > limit:
        return made.size
    if not made.is_faststart or abs(made.seconds - film.seconds) > LOST_SECONDS:
        raise ClipBroken("ffmpeg lost something")
    put_beside(part, target, last)
    return made.size
