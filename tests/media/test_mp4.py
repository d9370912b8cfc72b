"""What is a whole MP4, and what is not."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ClipBroken
from services.mp4 import inspect

from .movies import Shelf

KINDS: list[dict[str, Any]] = [
    {},
    {"sound": True},
    {"faststart": True},
    {"sound": True, "faststart": True},
]
ANY_FOLDER = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(folder: Path, data: bytes) -> Path:
    path = folder / "clip.mp4"
    path.write_bytes(data)
    return path


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def wide_box(kind: bytes, content: bytes) -> bytes:
    """With its size in 64 bits."""
    return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content


def split(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The outer boxes: kind and content."""
    place = 0
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        yield kind, data[place + 8 : place + size]
        place += size


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_movie_is_described(shelf: Shelf, kind: dict[str, Any]) -> None:
    path = shelf.movie(**kind)
    movie = inspect(path)
    assert (movie.width, movie.height, movie.frames) == (320, 180, 25)
    assert movie.seconds == pytest.approx(1.0, abs=0.05)
    assert movie.rate == pytest.approx(25)
    assert movie.has_sound == kind.get("sound", False)
    assert movie.is_faststart == kind.get("faststart", False)
    assert movie.size == path.stat().st_size


def test_a_movie_in_fragments_is_whole(shelf: Shelf) -> None:
    movie = inspect(shelf.movie(fragmented=True))
    assert movie.rate == 0
    assert (movie.width, movie.height) == (320, 180)


@given(cut=st.floats(0, 1, exclude_max=True))
@ANY_FOLDER
@pytest.mark.parametrize("kind", KINDS)
def test_a_movie_cut_off_anywhere_is_never_whole(
    shelf: Shelf, kind: dict[str, Any], cut: float, tmp_path: Path
) -> None:
    whole = shelf.movie(**kind).read_bytes()
    with pytest.raises(ClipBroken):
        inspect(written(tmp_path, whole[: int(cut * len(whole))]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_movie_cut_off_between_two_boxes_is_never_whole(shelf: Shelf, kind: dict[str, Any], tmp_path: Path) -> None:
    whole = shelf.movie(**kind).read_bytes()
    place = 0
    for _, content in split(whole):
        with pytest.raises(ClipBroken):
            inspect(written(tmp_path, whole[:place]))
        place += 8 + len(content)
    assert place == len(whole)


@given(missing=st.integers(1, 3000))
@ANY_FOLDER
def test_pictures_missing_from_a_box_that_reaches_to_the_end_are_missed(
    shelf: Shelf, missing: int, tmp_path: Path
) -> None:
    whole = bytearray(shelf.movie(faststart=True, sound=True).read_bytes())
    place = whole.rindex(b"mdat")
    whole[place - 4 : place] = bytes(4)
    assert inspect(written(tmp_path, bytes(whole))).frames == 25
    with pytest.raises(ClipBroken):
        inspect(written(tmp_path, bytes(whole[:-missing])))


@given(extra=st.binary(min_size=1, max_size=40))
@ANY_FOLDER
def test_bytes_after_the_last_box_are_seen(shelf: Shelf, extra: bytes, tmp_path: Path) -> None:
    whole = shelf.movie().read_bytes()
    size = int.from_bytes(extra[:4], "big") if len(extra) >= 8 else 1
    if size not in (0, len(extra)):
        with pytest.raises(ClipBroken):
            inspect(written(tmp_path, whole + extra))


def test_another_box_after_the_last_is_no_harm(shelf: Shelf, tmp_path: Path) -> None:
    whole = shelf.movie().read_bytes()
    assert inspect(written(tmp_path, whole + box(b"free", bytes(50)) + wide_box(b"uuid", bytes(50)))).frames == 25


def test_sizes_in_64_bits_are_understood(shelf: Shelf, tmp_path: Path) -> None:
    boxes = list(split(shelf.movie().read_bytes()))
    wide = b"".join(wide_box(kind, content) if kind == b"moov" else box(kind, content) for kind, content in boxes)
    assert inspect(written(tmp_path, wide)).frames == 25


@pytest.mark.parametrize("size", [2, 7, 9_000, 2**31, 2**32 - 1])
def test_a_box_that_is_larger_than_the_file_is_refused(shelf: Shelf, size: int, tmp_path: Path) -> None:
    padding = struct.pack(">I4s", size, b"free") + bytes(100)
    with pytest.raises(ClipBroken):
        inspect(written(tmp_path, shelf.movie().read_bytes() + padding))


@pytest.mark.parametrize("size", [0, 8, 15, 2**40, 2**63, 2**64 - 1])
def test_a_wide_box_that_is_larger_than_the_file_is_refused(shelf: Shelf, size: int, tmp_path: Path) -> None:
    padding = struct.pack(">I4sQ", 1, b"free", size) + bytes(100)
    with pytest.raises(ClipBroken):
        inspect(written(tmp_path, shelf.movie().read_bytes() + padding))


def test_a_huge_box_that_is_really_there_is_passed_over(shelf: Shelf, tmp_path: Path) -> None:
    path = written(tmp_path, shelf.movie().read_bytes())
    with path.open("ab") as file:
        file.write(struct.pack(">I4sQ", 1, b"free", 6 * 2**30))
        file.truncate(shelf.movie().stat().st_size + 6 * 2**30)
    assert inspect(path).frames == 25


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
        b'{"code": 404}',
        bytes(5000),
        box(b"free", b"") * 20_000,
        box(b"ftyp", b"isom") + box(b"free", b"") * 20_000,
        box(b"ftyp", b"isom\0\0\2\0isom"),
    ],
)
def test_what_is_no_movie_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ClipBroken):
        inspect(written(tmp_path, data))


def test_sound_alone_is_no_movie(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    shelf.run("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", "-f", "mp4", str(path))
    assert path.stat().st_size > 0
    with pytest.raises(ClipBroken):
        inspect(path)


def test_a_file_that_is_gone_is_broken(tmp_path: Path) -> None:
    with pytest.raises(ClipBroken):
        inspect(tmp_path / "gone.mp4")


@given(place=st.floats(0, 1, exclude_max=True), patch=st.binary(min_size=1, max_size=8))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("kind", [{"sound": True}, {"fragmented": True}])
def test_a_hostile_index_is_answered_or_refused_and_nothing_else(
    shelf: Shelf, kind: dict[str, Any], place: float, patch: bytes, tmp_path: Path
) -> None:
    data = bytearray(shelf.movie(**kind).read_bytes())
    start = data.index(b"moov") - 4
    end = start + int.from_bytes(data[start : start + 4], "big")
    place_in_index = start + int(place * (end - start))
    data[place_in_index : place_in_index + len(patch)] = patch
    try:
        inspect(written(tmp_path, bytes(data)))
    except ClipBroken:
        return


@pytest.mark.parametrize("table", [b"stsz", b"stco", b"stsc"])
@pytest.mark.parametrize("count", [0, 1, 2**20, 2**31, 2**32 - 1])
def test_a_table_with_a_wrong_count_is_refused(shelf: Shelf, table: bytes, count: int, tmp_path: Path) -> None:
    data = bytearray(shelf.movie(sound=True).read_bytes())
    place = data.index(table) + (12 if table == b"stsz" else 8)
    if data[place : place + 4] == struct.pack(">I", count):
        count += 1
    data[place : place + 4] = struct.pack(">I", count)
    with pytest.raises(ClipBroken):
        inspect(written(tmp_path, bytes(data)))
