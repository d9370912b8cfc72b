"""What is in a movie, picture by picture and sample by sample; and chains of movies that go on where the one before
ended."""

import subprocess
from array import array
from fractions import Fraction
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from .movies import Shelf

SMALL = (160, 90)
SAMPLES_PER_SECOND = 8000


def _decoded(shelf: Shelf, *arguments: str) -> bytes:
    command = [shelf.ffmpeg, "-nostdin", "-v", "error", *arguments, "-"]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def pictures_of(shelf: Shelf, movie: Path, size: tuple[int, int] = SMALL) -> list[Image.Image]:
    """All of them, as they are stored, none made up or left out."""
    scale = f"scale={size[0]}:{size[1]}:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
    words = ("-i", str(movie), "-an", "-fps_mode", "passthrough", "-vf", scale, "-pix_fmt", "rgb24", "-f", "rawvideo")
    data, each = _decoded(shelf, *words), size[0] * size[1] * 3
    return [Image.frombytes("RGB", size, data[place : place + each]) for place in range(0, len(data), each)]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean over all pixels, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other)).mean) / 3


def loudness(shelf: Shelf, movie: Path, start: float, end: float) -> float:
    """Of the sound from `start` to `end`, in seconds; 0 is silence, 32768 is the most."""
    words = ("-i", str(movie), "-vn", "-ac", "1", "-ar", str(SAMPLES_PER_SECOND), "-f", "s16le")
    samples = array("h", _decoded(shelf, *words))[int(start * SAMPLES_PER_SECOND) : int(end * SAMPLES_PER_SECOND)]
    return float((sum(sample * sample for sample in samples) / len(samples)) ** 0.5)


def link(
    shelf: Shelf,
    target: Path,
    first: int,
    *,
    count: int = 50,
    size: str = "320x180",
    rate: Fraction | int = 25,
    sound: float = 0.0,
    look: str = "null",
) -> Path:
    """`count` pictures of one moving scene, from its picture `first` on; with `sound` seconds of a tone."""
    scene = f"testsrc2=size={size}:rate={rate}:duration={float((first + count) / rate)},{look}"
    shelf.run(
        *("-f", "lavfi", "-i", f"{scene},trim=start_frame={first},setpts=PTS-STARTPTS"),
        *(("-f", "lavfi", "-i", f"sine=frequency=440:duration={sound}") if sound else ()),
        *("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac"),
        *("-metadata", "comment=my very private prompt", str(target)),
    )
    return target
