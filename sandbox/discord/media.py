"""Width and height of a picture or an MP4, read from the head of the file only."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PIL import Image

Size = tuple[int, int]
CONTAINERS = frozenset({b"moov", b"trak", b"mdia"})


def measure(path: Path, content_type: str) -> Size | None:
    """None for what is neither a picture nor an MP4, and for a file that cannot be read as what it says."""
    if content_type.startswith("image/"):
        return measure_picture(path)
    if content_type in ("video/mp4", "video/quicktime"):
        return measure_video(path)
    return None


def measure_picture(path: Path) -> Size | None:
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        return None


def measure_video(path: Path) -> Size | None:
    try:
        with path.open("rb") as file:
            return next(_track_sizes(file, 0, path.stat().st_size, 0), None)
    except (OSError, struct.error):
        return None


def _track_sizes(file: BinaryIO, start: int, end: int, depth: int) -> Iterator[Size]:
    """The sizes in the track headers (`tkhd`) of the boxes between two offsets; sound tracks have none."""
    while start + 8 <= end:
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        size = size or end - start
        if size < head:
            return
        if kind in CONTAINERS and depth < 4:
            yield from _track_sizes(file, start + head, min(start + size, end), depth + 1)
        elif kind == b"tkhd":
            file.seek(start + size - 8)
            width, height = struct.unpack(">II", file.read(8))
            if width and height:
                yield width >> 16, height >> 16
        start += size
