"""A movie put in order without decoding it: its index first, our label in it, and nothing else that its maker wrote.

Only what is plainly laid out is understood: an index of boxes that are all known here, one track of pictures, at most
one of sound, and `mdat` boxes that hold their samples and not one byte more. Everything else is left to ffmpeg.
"""

import os
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from domain.errors import ClipBroken
from services.boxes import MOST_TABLE, Box, boxes_between, boxes_in, content, inner, only
from services.entries import plain_entry
from services.samples import chunks, read_offsets, sample_sizes

Source = BufferedReader | BytesIO
LARGEST = 2**32 - 64 * 1024 * 1024
"""Up to here every place of the new file fits into 32 bits, so that none needs `co64`; a clip is far smaller."""
MOST_MEDIA = 16
PIECE = 64 * 1024
"""Bytes in memory at once."""
BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "})
KEPT: Mapping[bytes, frozenset[bytes]] = {
    b"moov": frozenset({b"mvhd", b"trak"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"edts": frozenset({b"elst"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"dinf", b"stbl"}),
    b"stbl": frozenset(
        {b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"sdtp", b"sgpd", b"sbgp", b"stsc", b"stsz", b"stco", b"co64"}
    ),
}
"""What a box may hold that becomes part of the new index."""
REPEATED = frozenset({b"mdat", b"trak", b"sgpd", b"sbgp"})
DROPPED = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"iods"})
"""What its maker wrote about the movie, which may quote the prompt, and gaps. It stands in no sample."""
TRACKS = ([b"vide"], [b"soun", b"vide"])
NAMES = {b"vide": b"VideoHandler\0", b"soun": b"SoundHandler\0"}
LABELLED = (b"\xa9nam", b"\xa9cmt", b"desc")
"""Title, comment and description, as players know them from iTunes."""
TEXT = 1


class _Unclear(Exception):
    """It may be a good movie; it is not a plain one."""


@dataclass(frozen=True, slots=True)
class _Plan:
    brands: Box
    index: Box
    media: tuple[Box, ...]

    def moved(self, place: int, start: int) -> int:
        """Where a byte of the media stands once they follow each other from `start`."""
        for box in self.media:
            if box.start <= place < box.end:
                return start + place - box.start
            start += box.size
        raise _Unclear


def put_in_order(raw: Source, part: Path, label: str) -> bool:
    """Writes to `part` the samples of `raw` as they are, under `label` alone; False, with nothing worth keeping in
    `part`, where the layout is not a plain one. Blocks. Raises OSError."""
    try:
        plan = _plan(raw)
        head = _head(raw, plan, label)
    except (_Unclear, ClipBroken, struct.error):
        return False
    with part.open("wb") as made:
        made.write(head)
        for box in plan.media:
            _copy(raw, box, made)
    return True


def _plan(file: BinaryIO) -> _Plan:
    size = file.seek(0, os.SEEK_END)
    boxes = list(boxes_between(file, 0, size))
    _check(boxes, frozenset({b"ftyp", b"moov", b"mdat"}))
    media = tuple(box for box in boxes if box.kind == b"mdat" and box.size)
    plan = _Plan(only(boxes, b"ftyp"), only(boxes, b"moov"), media)
    if size > LARGEST or plan.index.size > MOST_TABLE or len(media) > MOST_MEDIA:
        raise _Unclear
    if content(file, plan.brands)[:4] not in BRANDS:
        raise _Unclear
    tracks = [box for box in boxes_in(file, plan.index) if box.kind == b"trak"]
    if sorted(_handler(file, track) for track in tracks) not in TRACKS:
        raise _Unclear
    _check_filled(media, [chunk for track in tracks for chunk in _chunks(file, track)])
    return plan


def _check(boxes: Iterable[Box], kept: frozenset[bytes]) -> None:
    """Of two where there should be one, nobody knows which a player believes."""
    kinds = [box.kind for box in boxes if box.kind not in DROPPED]
    single = [kind for kind in kinds if kind not in REPEATED]
    if not kept.issuperset(kinds) or len(set(single)) != len(single):
        raise _Unclear


def _handler(file: BinaryIO, track: Box) -> bytes:
    return content(file, inner(file, track, b"mdia", b"hdlr"))[8:12]


def _chunks(file: BinaryIO, track: Box) -> list[tuple[int, int]]:
    tables = {box.kind: box for box in boxes_in(file, inner(file, track, b"mdia", b"minf", b"stbl"))}
    return chunks(file, tables, sample_sizes(file, tables))


def _check_filled(media: Iterable[Box], placed: list[tuple[int, int]]) -> None:
    """The chunks lie side by side and leave no gap: what stands in one would be copied unseen."""
    ends = dict(placed)
    if len(ends) != len(placed):
        raise _Unclear
    for box in media:
        place = box.start
        while place < box.end:
            place = ends.pop(place, box.end + 1)
        if place != box.end:
            raise _Unclear
    if ends:
        raise _Unclear


def _head(file: BinaryIO, plan: _Plan, label: str) -> bytes:
    """All that stands before the samples. How long it is does not depend on where it says that they are."""
    brands = _box(b"ftyp", content(file, plan.brands))
    user_data = _user_data(label)
    length = len(brands) + len(_index(file, plan, user_data, 0)) + 8
    size = 8 + sum(box.size for box in plan.media)
    return brands + _index(file, plan, user_data, length) + struct.pack(">I4s", size, b"mdat")


def _index(file: BinaryIO, plan: _Plan, user_data: bytes, start: int) -> bytes:
    def moved(kind: bytes, table: bytes) -> bytes:
        places = [plan.moved(place, start) for place in read_offsets(kind, table)]
        return _box(b"stco", struct.pack(f">II{len(places)}I", 0, len(places), *places))

    return _box(b"moov", _kept(file, plan.index, moved) + user_data)


def _kept(file: BinaryIO, parent: Box, moved: Callable[[bytes, bytes], bytes]) -> bytes:
    boxes = boxes_in(file, parent)
    _check(boxes, KEPT[parent.kind])
    return b"".join(_again(file, box, moved) for box in boxes if box.kind not in DROPPED)


def _again(file: BinaryIO, box: Box, moved: Callable[[bytes, bytes], bytes]) -> bytes:
    if box.kind in KEPT:
        return _box(box.kind, _kept(file, box, moved))
    if box.kind in (b"stco", b"co64"):
        return moved(box.kind, content(file, box))
    return _box(box.kind, REWRITTEN.get(box.kind, bytes)(content(file, box)))


def _timeless(header: bytes) -> bytes:
    """Without the moments at which it was made and changed, which are wider in version 1."""
    width = 16 if header[:1] == b"\x01" else 8
    return header[:4] + bytes(width) + header[4 + width :]


def _nameless(handler: bytes) -> bytes:
    return bytes(8) + handler[8:12] + bytes(12) + NAMES[handler[8:12]]


def _entry(table: bytes) -> bytes:
    plain = plain_entry(table)
    if plain is None:
        raise _Unclear
    return plain


def _here(references: bytes) -> bytes:
    """`dinf`: the samples stand in this very file."""
    if references != HERE:
        raise _Unclear
    return references


def _box(kind: bytes, *contents: bytes) -> bytes:
    inside = b"".join(contents)
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


HERE = _box(b"dref", struct.pack(">II", 0, 1), _box(b"url ", struct.pack(">I", 1)))
REWRITTEN: Mapping[bytes, Callable[[bytes], bytes]] = {
    b"mvhd": _timeless,
    b"tkhd": _timeless,
    b"mdhd": _timeless,
    b"hdlr": _nameless,
    b"stsd": _entry,
    b"dinf": _here,
}


def _user_data(label: str) -> bytes:
    handler = _box(b"hdlr", bytes(8), b"mdirappl", bytes(9))
    text = _box(b"data", struct.pack(">II", TEXT, 0), label.encode())
    return _box(b"udta", _box(b"meta", bytes(4), handler, _box(b"ilst", *(_box(kind, text) for kind in LABELLED))))


def _copy(file: Source, box: Box, made: BinaryIO) -> None:
    """Through one and the same memory: to get new one for each piece costs more than to fill it."""
    file.seek(box.start)
    piece, missing = memoryview(bytearray(PIECE)), box.size
    while missing and (size := file.readinto(piece[:missing])):
        made.write(piece[:size])
        missing -= size
