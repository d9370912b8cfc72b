"""An MP4 on disk: whether it is whole, and what it holds. Reads headers and tables only, however large the file is.

Boxes and their fields are those of ISO/IEC 14496-12.
"""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from domain.errors import ClipBroken
from services.boxes import Box, boxes_between, boxes_in, content, first, inner, only
from services.samples import chunks, sample_sizes

MOST_INDEX = 32 * 1024 * 1024
"""Bytes of `moov`; an hour of video needs about 3 MB."""
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
    rate: float = 0.0
    """Pictures per second, the mean; 0 where they come in fragments."""


@dataclass(frozen=True, slots=True)
class _Track:
    handler: bytes
    width: int
    height: int
    samples: int
    seconds: float
    """Of its samples, whatever of them is shown; 0 where the file does not say."""
    end: int
    """The byte after its last sample; 0 without samples."""


def inspect(path: Path) -> Movie:
    """Raises ClipBroken if the file is not an MP4 with a picture track, or if a part of it is missing. Blocks."""
    try:
        with path.open("rb") as file:
            return inspect_file(file)
    except FileNotFoundError as error:
        raise ClipBroken("the file is gone") from error


def inspect_file(file: BinaryIO) -> Movie:
    """Raises ClipBroken as `inspect` does, and OSError."""
    try:
        return _movie(file, file.seek(0, os.SEEK_END))
    except struct.error as error:
        raise ClipBroken("a field is cut off") from error


def _movie(file: BinaryIO, size: int) -> Movie:
    boxes = list(boxes_between(file, 0, size))
    if not boxes or boxes[0].kind != b"ftyp":
        raise ClipBroken("no MP4")
    index = only(boxes, b"moov")
    media = first([box for box in boxes if box.size], b"mdat")
    if index.size > MOST_INDEX:
        raise ClipBroken("a box of a senseless size")
    parts = boxes_in(file, index)
    in_fragments = any(part.kind == b"mvex" for part in parts)
    tracks = [_track(file, part) for part in parts if part.kind == b"trak"]
    video = next((track for track in tracks if track.handler == b"vide"), None)
    if video is None or not (video.samples or in_fragments):
        raise ClipBroken("no pictures")
    if any(track.end > size for track in tracks):
        raise ClipBroken("samples are missing")
    return Movie(
        size=size,
        seconds=_seconds(content(file, first(parts, b"mvhd"))),
        width=video.width,
        height=video.height,
        frames=video.samples,
        has_sound=any(track.handler == b"soun" for track in tracks),
        is_faststart=index.start < media.start,
        rate=video.samples / video.seconds if video.seconds else 0.0,
    )


def _seconds(header: bytes) -> float:
    """From `mvhd` or `mdhd`, whose fields are wider in their version 1."""
    scale, duration = struct.unpack_from(">IQ", header, 20) if header[:1] == b"\x01" else _narrow(header)
    if scale == 0:
        raise ClipBroken("no time scale")
    return 0.0 if duration in UNKNOWN_DURATIONS else duration / scale


def _narrow(header: bytes) -> tuple[int, int]:
    scale, duration = struct.unpack_from(">II", header, 12)
    return scale, duration


def _track(file: BinaryIO, box: Box) -> _Track:
    parts = boxes_in(file, box)
    media = first(parts, b"mdia")
    header = content(file, first(parts, b"tkhd"))
    width, height = struct.unpack(">II", header[-8:])  # 16.16 fixed point
    (handler,) = struct.unpack_from(">4s", content(file, inner(file, media, b"hdlr")), 8)
    tables = {part.kind: part for part in boxes_in(file, inner(file, media, b"minf", b"stbl"))}
    sizes = sample_sizes(file, tables)
    end = max((end for _, end in chunks(file, tables, sizes)), default=0)
    seconds = _seconds(content(file, first(boxes_in(file, media), b"mdhd")))
    return _Track(handler, width >> 16, height >> 16, len(sizes), seconds, end)
