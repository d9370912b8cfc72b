"""The samples of a track: how large they are, and where in the file they lie. They lie in chunks (ISO/IEC 14496-12)."""

import struct
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import BinaryIO

from domain.errors import ClipBroken
from services.boxes import MOST_TABLE, Box, content

Tables = dict[bytes, Box]
"""The boxes of a track's `stbl`."""


def sample_sizes(file: BinaryIO, tables: Tables) -> list[int]:
    if b"stsz" not in tables:
        raise ClipBroken("no stsz")
    table = content(file, tables[b"stsz"])
    each, count = struct.unpack_from(">II", table, 4)
    if count > MOST_TABLE // 4:
        raise ClipBroken("a table of a senseless size")
    return [each] * count if each else list(struct.unpack_from(f">{count}I", table, 12))


def chunks(file: BinaryIO, tables: Tables, sizes: list[int]) -> list[tuple[int, int]]:
    """First byte of each and the byte after it. `stco` or `co64` says where each begins, `stsc` how many samples it
    has."""
    if not sizes:
        return []
    offsets = _offsets(file, tables)
    counts = list(_counts(file, tables, len(offsets)))
    if len(counts) != len(offsets) or sum(counts) != len(sizes):
        raise ClipBroken("samples without a place")
    before = [0, *accumulate(sizes)]
    firsts = pairwise([0, *accumulate(counts)])
    return [(at, at + before[end] - before[start]) for at, (start, end) in zip(offsets, firsts, strict=True)]


def _offsets(file: BinaryIO, tables: Tables) -> tuple[int, ...]:
    kind = b"co64" if b"co64" in tables else b"stco"
    if kind not in tables:
        raise ClipBroken("no stco")
    return read_offsets(kind, content(file, tables[kind]))


def read_offsets(kind: bytes, table: bytes) -> tuple[int, ...]:
    (count,) = struct.unpack_from(">I", table, 4)
    return struct.unpack_from(f">{count}{'Q' if kind == b'co64' else 'I'}", table, 8)


def _counts(file: BinaryIO, tables: Tables, number: int) -> Iterator[int]:
    """Each entry of `stsc` holds from its first chunk, counted from 1, to the next entry's."""
    if b"stsc" not in tables:
        raise ClipBroken("no stsc")
    table = content(file, tables[b"stsc"])
    (count,) = struct.unpack_from(">I", table, 4)
    fields = struct.unpack_from(f">{3 * count}I", table, 8)
    entries = [*zip(fields[::3], fields[1::3], strict=True), (number + 1, 0)] if count else []
    for (begin, samples), (following, _) in pairwise(entries):
        if not begin < following <= number + 1:
            raise ClipBroken("chunks out of order")
        yield from (samples for _ in range(begin, following))
