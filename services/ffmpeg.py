"""ffmpeg, the program: the one that came with imageio-ffmpeg, or another by its path."""

import asyncio
from collections.abc import Sequence

import imageio_ffmpeg

from domain.errors import FfmpegFailed
from services.child import run_child

QUIET = ("-nostdin", "-v", "error", "-y")


class Ffmpeg:
    def __init__(self, path: str | None = None, at_once: int = 1) -> None:
        """`at_once` is how many of it may run at the same time; the others wait."""
        self._path = path
        self._places = asyncio.Semaphore(at_once)

    async def run(self, arguments: Sequence[str], seconds: float) -> None:
        """Raises FfmpegFailed, also when it is not done in `seconds`, counted from its start."""
        async with self._places:
            program = await self._program()
            try:
                ended = await run_child([program, *QUIET, *arguments], seconds)
            except OSError as error:
                raise FfmpegFailed(None, str(error)) from error
        if ended.code != 0:
            raise FfmpegFailed(ended.code, ended.err.decode(errors="replace").strip())

    async def _program(self) -> str:
        if self._path is None:
            self._path = await asyncio.to_thread(_bundled)
        return self._path


def _bundled() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise FfmpegFailed(None, "not found") from error
