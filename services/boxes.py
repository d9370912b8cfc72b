"""The boxes of an MP4: what it is made of, one inside the other (ISO/IEC 14496-12)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from domain.errors import ClipBroken

MOST_BOXES = 10_000
"""In one box; a clip of seconds has a few dozen."""
MOST_TABLE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    start: int
    """Of its content, in bytes from the start of the file."""
    end: int

    @property
    def size(self) -> int:
        """Of its content."""
        return self.end - self.start


def boxes_between(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill the file from `start` to `end` without a gap. Raises ClipBroken, and struct.error where a
    field is cut off, as everything here does."""
    place = start
    for _ in range(MOST_BOXES):
        if place == end:
            return
        box = _box(file, place, end)
        yield box
        place = box.end
    raise ClipBroken("too many boxes")


def boxes_in(file: BinaryIO, box: Box) -> list[Box]:
    return list(boxes_between(file, box.start, box.end))


def first(boxes: list[Box], kind: bytes) -> Box:
    for box in boxes:
        if box.kind == kind:
            return box
    raise ClipBroken(f"no {kind.decode()}")


def only(boxes: list[Box], kind: bytes) -> Box:
    if sum(box.kind == kind for box in boxes) > 1:
        raise ClipBroken(f"more than one {kind.decode()}")
    return first(boxes, kind)


def inner(file: BinaryIO, box: Box, *kinds: bytes) -> Box:
    for kind in kinds:
        box = first(boxes_in(file, box), kind)
    return box


def content(file: BinaryIO, box: Box) -> bytes:
    if box.size > MOST_TABLE:
        raise ClipBroken("a table of a senseless size")
    file.seek(box.start)
    return file.read(box.size)


def _box(file: BinaryIO, place: int, end: int) -> Box:
    file.seek(place)
    size, kind = struct.unpack(">I4s", file.read(8))
    start = place + 8
    if size == 1:
        (size,) = struct.unpack(">Q", file.read(8))
        start = place + 16
    elif size == 0:  # up to the end
        size = end - place
    if place + size < start or place + size > end:
        raise ClipBroken("a box is cut off")
    return Box(kind, start, place + size)
