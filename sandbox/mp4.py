"""Whether a file is a whole MP4 that plays: its boxes are complete and ffmpeg decodes every frame."""

import asyncio
import re
import struct
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

DECODE_SECONDS = 60.0
NEEDED = ("ftyp", "moov", "mdat")
SIZE = re.compile(r"Stream #0.*?Video: (?P<codec>\w+).*?, (?P<width>\d{2,5})x(?P<height>\d{2,5})")
RATE = re.compile(r"Stream #0.*?Video: .*?, (?P<rate>[\d.]+) fps")
LENGTH = re.compile(r"Duration: (\d+):(\d+):([\d.]+)")
FRAMES = re.compile(r"frame=\s*(\d+)")


class NotWhole(Exception):
    """The file is no MP4 that plays; the text says why."""


@dataclass(frozen=True)
class Film:
    """What is in an MP4. `boxes` are the names of its outermost boxes in order."""

    width: int
    height: int
    rate: float
    seconds: float
    frames: int
    codec: str
    boxes: tuple[str, ...]

    @property
    def starts_fast(self) -> bool:
        """Whether it can be played before it has come whole."""
        return self.boxes.index("moov") < self.boxes.index("mdat")


def read_boxes(path: Path) -> tuple[str, ...]:
    """The outermost boxes. NotWhole where one is cut off, or one that is needed is not there."""
    end = path.stat().st_size
    names: list[str] = []
    with path.open("rb") as file:
        start = 0
        while start < end:
            file.seek(start)
            size, name = _read_head(file.read(16), end - start)
            names.append(name)
            start += size
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise NotWhole(f"it has no {' and no '.join(missing)}: this is not a whole MP4")
    return tuple(names)


def _read_head(head: bytes, left: int) -> tuple[int, str]:
    if len(head) < 8:
        raise NotWhole("it ends in the middle of a box")
    size, kind = struct.unpack(">I4s", head[:8])
    name = kind.decode("latin-1")
    if size == 1 and len(head) == 16:
        size = struct.unpack(">Q", head[8:])[0]
    size = size or left
    if size < 8 or size > left:
        raise NotWhole(f"its box {name!r} wants {size} bytes and {left} are there")
    return size, name


async def read_film(path: Path) -> Film:
    """Decode all of it. NotWhole with the reason where that fails."""
    boxes = await asyncio.to_thread(read_boxes, path)
    text = await _decode(path)
    size, rate, length = SIZE.search(text), RATE.search(text), LENGTH.search(text)
    counted = FRAMES.findall(text)
    if size is None or rate is None or length is None or not counted:
        raise NotWhole("ffmpeg finds no film in it")
    hours, minutes, seconds = length.groups()
    return Film(
        int(size["width"]),
        int(size["height"]),
        float(rate["rate"]),
        int(hours) * 3600 + int(minutes) * 60 + float(seconds),
        int(counted[-1]),
        size["codec"],
        boxes,
    )


async def _decode(path: Path) -> str:
    """What ffmpeg says while it decodes the file and throws the frames away."""
    process = await asyncio.create_subprocess_exec(
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-hide_banner", "-nostdin", "-xerror", "-i", str(path), "-map", "0:v:0", "-f", "null", "-"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(DECODE_SECONDS):
            _, output = await process.communicate()
    except TimeoutError as error:
        raise NotWhole(f"ffmpeg did not get through it in {DECODE_SECONDS:g} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    text = output.decode(errors="replace")
    if process.returncode != 0:
        last = (text.strip().splitlines() or ["no reason given"])[-1]
        raise NotWhole(f"ffmpeg cannot decode it: {last}")
    return text
