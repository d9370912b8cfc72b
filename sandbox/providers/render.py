"""Clips: real H.264 MP4s, 1280x720, 25 frames a second, 6 seconds, made from a prompt and a picture.

ffmpeg writes the index (`moov`) behind the pictures, as encoders do that do not know better; such a file does not
play before it is there as a whole.
"""

import asyncio
import contextlib
import functools
import hashlib
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import imageio_ffmpeg
from PIL import UnidentifiedImageError

from sandbox.providers import scene

FPS = 25
FRAMES = 150
SECONDS = FRAMES / FPS
RENDER_LIMIT_SECONDS = 60
ENCODE = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-threads", "1", "-an")
QUALITY = ("-crf", "27", "-maxrate", "5M", "-bufsize", "5M")
MOTION = (
    "[0]format=yuv420p,zoompan=z='1+0.0007*on':x='(iw-iw/zoom)*0.5':y='(ih-ih/zoom)*0.4'"
    f":d={FRAMES}:s=1280x720:fps={FPS}[moved];"
    "[moved][1]overlay=x='-520+t*320':y=60[lit];"
    "[lit][2]overlay=0:H-h:enable='gte(t,0.5)'[film]"
)


class RenderError(Exception):
    """The picture could not be read, or ffmpeg gave up."""


@dataclass(eq=False)
class Clip:
    """One file that is there or will be. `done` is set at its end; then either `path` or `fault` says how."""

    path: Path | None = None
    fault: str | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def finish(self, path: Path) -> None:
        self.path = path
        self.done.set()

    def fail(self, fault: str) -> None:
        self.fault = fault
        self.done.set()


class Renderer:
    """Renders in child processes, `at_once` of them at most, and keeps what it has made in a folder of its own.

    With `fast` every prompt and picture gets the same clip, rendered once in the life of this process, and it is
    there at once.
    """

    def __init__(self, *, fast: bool = False, at_once: int = 2) -> None:
        self.fast = fast
        self._places = asyncio.Semaphore(at_once)
        self._clips: dict[str, Clip] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._temporary = tempfile.TemporaryDirectory(prefix="firstframe-sandbox-", ignore_cleanup_errors=True)
        self._folder = Path(self._temporary.name)
        if self.fast:
            common = Clip()
            common.finish(await asyncio.to_thread(write_common_clip, self._folder / "common.mp4"))
            self._clips[clip_key("", None, None)] = common
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._temporary.cleanup)

    def start(self, prompt: str, picture: bytes | None, megabytes: float | None = None) -> Clip:
        """Begin a clip, or give the one that is there; `megabytes` asks for a file of about that size."""
        key = clip_key("" if self.fast else prompt, None if self.fast else picture, megabytes)
        if key not in self._clips:
            clip = self._clips[key] = Clip()
            task = asyncio.create_task(self._render(clip, key, prompt, picture, megabytes))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return self._clips[key]

    async def _render(self, clip: Clip, key: str, prompt: str, picture: bytes | None, megabytes: float | None) -> None:
        path = self._folder / f"{key}.mp4"
        try:
            async with self._places, asyncio.timeout(RENDER_LIMIT_SECONDS):
                await self._make(path, prompt, picture)
                if megabytes is not None:
                    await swell(path, megabytes)
        except (RenderError, TimeoutError, OSError) as error:
            clip.fail(str(error) or type(error).__name__)
        else:
            clip.finish(path)

    async def _make(self, path: Path, prompt: str, picture: bytes | None) -> None:
        if self.fast:
            await asyncio.to_thread(write_common_clip, path)
            return
        with tempfile.TemporaryDirectory(dir=self._folder) as desk:
            command = await asyncio.to_thread(lay_out, Path(desk), path, prompt, picture)
            await run(command)


def clip_key(prompt: str, picture: bytes | None, megabytes: float | None) -> str:
    digest = hashlib.sha256(prompt.encode("utf-8", "surrogatepass"))
    digest.update(b"\0" + (b"" if picture is None else hashlib.sha256(picture).digest()))
    digest.update(f"\0{megabytes}".encode())
    return digest.hexdigest()[:32]


def lay_out(desk: Path, path: Path, prompt: str, picture: bytes | None) -> list[str]:
    """Draw the stills and give the ffmpeg command that sets them in motion."""
    try:
        still = scene.draw_scene(prompt) if picture is None else scene.draw_picture(picture)
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise RenderError("the picture cannot be read") from error
    still.save(desk / "still.ppm")
    scene.draw_glow().save(desk / "glow.png", compress_level=1)
    scene.draw_caption(prompt).save(desk / "caption.png", compress_level=1)
    stills = [f"{desk}/{name}" for name in ("still.ppm", "glow.png", "caption.png")]
    inputs = [part for still_path in stills for part in ("-i", still_path)]
    film = ("-filter_complex", MOTION, "-map", "[film]", "-frames:v", str(FRAMES))
    return [*ffmpeg(), *inputs, *film, *ENCODE, *QUALITY, str(path)]


def ffmpeg() -> list[str]:
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]


async def swell(path: Path, megabytes: float) -> None:
    """Encode the clip anew at the constant rate that gives this size; filler keeps the rate where nothing moves."""
    rate = f"{megabytes * 8e6 / SECONDS * 1.03:.0f}"
    rates = [part for name in ("-b:v", "-minrate", "-maxrate", "-bufsize") for part in (name, rate)]
    large = path.with_suffix(".large.mp4")
    filler = ("-x264-params", "nal-hrd=cbr:filler=1")
    await run([*ffmpeg(), "-i", str(path), *ENCODE, *rates, *filler, str(large)])
    await asyncio.to_thread(large.replace, path)


async def run(command: list[str]) -> None:
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, complaint = await child.communicate()
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode:
        raise RenderError(complaint.decode(errors="replace").strip()[-300:])


@functools.cache
def common_clip() -> bytes:
    """The one clip of the fast way, rendered at the first call of this process (half a second of computing)."""
    with tempfile.TemporaryDirectory() as desk:
        path = Path(desk) / "clip.mp4"
        command = lay_out(Path(desk), path, "Firstframe", None)
        subprocess.run(command, check=True, timeout=RENDER_LIMIT_SECONDS, capture_output=True)
        return path.read_bytes()


def write_common_clip(path: Path) -> Path:
    path.write_bytes(common_clip())
    return path
