"""An MP4 on disk: whether it is whole, and what it holds. Reads headers and tables only, however large the file is.

Boxes and their fields are those of ISO/IEC 14496-12.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import BinaryIO

from domain.errors import ClipBroken

MOST_BOXES = 10_000
"""In one box; a clip of seconds has a few dozen."""
MOST_INDEX = 32 * 1024 * 1024
"""Bytes of `moov`; an hour of video needs about 3 MB."""
MOST_TABLE = 4 * 1024 * 1024
UNKNOWN_DURATIONS = (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Movie:
    size: int
    seconds: float
    """0 where the file does not say."""
    width: int
    height: int
    frames: int
    """0 where they come in fragments."""
    has_sound: bool
    is_faststart: bool
    """The index stands before the pictures: playing can begin before all is loaded."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    """Of its content, in bytes from the start of the file."""
    end: int


@dataclass(frozen=True, slots=True)
class _Track:
    handler: bytes
    width: int
    height: int
    samples: int
    end: int
    """The byte after its last sample; 0 without samples."""


def inspect(path: Path) -> Movie:
    """Raises ClipBroken if the file is not an MP4 with a picture track, or if a part of it is missing. Blocks."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return _movie(file, size)
    except struct.error as error:
        raise ClipBroken("a field is cut off") from error
    except FileNotFoundError as error:
        raise ClipBroken("the file is gone") from error


def _movie(file: BinaryIO, size: int) -> Movie:
    boxes = list(_boxes(file, 0, size))
    if not boxes or boxes[0].kind != b"ftyp":
        raise ClipBroken("no MP4")
    index = _only(boxes, b"moov")
    media = _first([box for box in boxes if box.start < box.end], b"mdat")
    if index.end - index.start > MOST_INDEX:
        raise ClipBroken("a box of a senseless size")
    parts = list(_boxes(file, index.start, index.end))
    in_fragments = any(part.kind == b"mvex" for part in parts)
    tracks = [_track(file, part) for part in parts if part.kind == b"trak"]
    video = next((track for track in tracks if track.handler == b"vide"), None)
    if video is None or not (video.samples or in_fragments):
        raise ClipBroken("no pictures")
    if any(track.end > size for track in tracks):
        raise ClipBroken("samples are missing")
    return Movie(
        size=size,
        seconds=_seconds(_content(file, _first(parts, b"mvhd"))),
        width=video.width,
        height=video.height,
        frames=video.samples,
        has_sound=any(track.handler == b"soun" for track in tracks),
        is_faststart=index.start < media.start,
    )


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    """The boxes that fill the file from `start` to `end` without a gap."""
    place = start
    for _ in range(MOST_BOXES):
        if place == end:
            return
        box = _box(file, place, end)
        yield box
        place = box.end
    raise ClipBroken("too many boxes")


def _box(file: BinaryIO, place: int, end: int) -> _Box:
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
    return _Box(kind, start, place + size)


def _first(boxes: list[_Box], kind: bytes) -> _Box:
    for box in boxes:
        if box.kind == kind:
            return box
    raise ClipBroken(f"no {kind.decode()}")


def _only(boxes: list[_Box], kind: bytes) -> _Box:
    if sum(box.kind == kind for box in boxes) > 1:
        raise ClipBroken(f"more than one {kind.decode()}")
    return _first(boxes, kind)


def _inner(file: BinaryIO, box: _Box, *kinds: bytes) -> _Box:
    for kind in kinds:
        box = _first(list(_boxes(file, box.start, box.end)), kind)
    return box


def _content(file: BinaryIO, box: _Box) -> bytes:
    if box.end - box.start > MOST_TABLE:
        raise ClipBroken("a table of a senseless size")
    file.seek(box.start)
    return file.read(box.end - box.start)


def _seconds(header: bytes) -> float:
    """From `mvhd`, whose fields are wider in its version 1."""
    scale, duration = struct.unpack_from(">IQ", header, 20) if header[:1] == b"\x01" else _narrow(header)
    if scale == 0:
        raise ClipBroken("no time scale")
    return 0.0 if duration in UNKNOWN_DURATIONS else duration / scale


def _narrow(header: bytes) -> tuple[int, int]:
    scale, duration = struct.unpack_from(">II", header, 12)
    return scale, duration


def _track(file: BinaryIO, box: _Box) -> _Track:
    parts = list(_boxes(file, box.start, box.end))
    media = _first(parts, b"mdia")
    header = _content(file, _first(parts, b"tkhd"))
    width, height = struct.unpack(">II", header[-8:])  # 16.16 fixed point
    (handler,) = struct.unpack_from(">4s", _content(file, _inner(file, media, b"hdlr")), 8)
    tables = {part.kind: part for part in _boxes_of(file, _inner(file, media, b"minf", b"stbl"))}
    sizes = _sample_sizes(file, tables)
    return _Track(handler, width >> 16, height >> 16, len(sizes), _end_of_samples(file, tables, sizes))


def _boxes_of(file: BinaryIO, box: _Box) -> list[_Box]:
    return list(_boxes(file, box.start, box.end))


def _sample_sizes(file: BinaryIO, tables: dict[bytes, _Box]) -> list[int]:
    if b"stsz" not in tables:
        raise ClipBroken("no stsz")
    content = _content(file, tables[b"stsz"])
    each, count = struct.unpack_from(">II", content, 4)
    if count > MOST_TABLE // 4:
        raise ClipBroken("a table of a senseless size")
    return [each] * count if each else list(struct.unpack_from(f">{count}I", content, 12))


def _end_of_samples(file: BinaryIO, tables: dict[bytes, _Box], sizes: list[int]) -> int:
    """Samples lie in chunks: `stco` or `co64` says where each begins, `stsc` how many samples it has."""
    if not sizes:
        return 0
    offsets = _chunk_offsets(file, tables)
    counts = list(_chunk_samples(file, tables, len(offsets)))
    if len(counts) != len(offsets) or sum(counts) != len(sizes):
        raise ClipBroken("samples without a place")
    before = [0, *accumulate(sizes)]
    first = [0, *accumulate(counts)]
    chunks = zip(offsets, pairwise(first), strict=True)
    return max(offset + before[following] - before[start] for offset, (start, following) in chunks)


def _chunk_offsets(file: BinaryIO, tables: dict[bytes, _Box]) -> tuple[int, ...]:
    kind, form = (b"co64", "Q") if b"co64" in tables else (b"stco", "I")
    if kind not in tables:
        raise ClipBroken("no stco")
    content = _content(file, tables[kind])
    (count,) = struct.unpack_from(">I", content, 4)
    return struct.unpack_from(f">{count}{form}", content, 8)


def _chunk_samples(file: BinaryIO, tables: dict[bytes, _Box], chunks: int) -> Iterator[int]:
    """Each entry of `stsc` holds from its first chunk, counted from 1, to the next entry's."""
    if b"stsc" not in tables:
        raise ClipBroken("no stsc")
    content = _content(file, tables[b"stsc"])
    (count,) = struct.unpack_from(">I", content, 4)
    fields = struct.unpack_from(f">{3 * count}I", content, 8)
    entries = [*zip(fields[::3], fields[1::3], strict=True), (chunks + 1, 0)] if count else []
    for (first, samples), (following, _) in pairwise(entries):
        if not first < following <= chunks + 1:
            raise ClipBroken("chunks out of order")
        yield from (samples for _ in range(first, following))
