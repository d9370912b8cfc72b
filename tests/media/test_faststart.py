"""A movie that is put in order without ffmpeg plays as it did, and tells nothing that it should not."""

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ClipBroken
from services.clips import Clips
from services.delivery import Delivery
from services.faststart import put_in_order
from services.ffmpeg import Ffmpeg
from services.mp4 import inspect

from .movies import Shelf
from .trees import Node, all_places, changed, moved, places, read, widened, written

LABEL = "AI-generated video (Ünïcode 1), made with Firstframe"
SECRET = b"a very private prompt"
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Nodes = tuple[Node, ...]


def written_to(folder: Path, nodes: Nodes) -> Path:
    raw = folder / "raw.mp4"
    raw.write_bytes(written(nodes))
    return raw


def is_ordered(raw: Path, made: Path) -> bool:
    with raw.open("rb") as file:
        return put_in_order(file, made, LABEL)


def ordered(raw: Path) -> Path:
    made = raw.with_name("made.mp4")
    assert is_ordered(raw, made)
    return made


def check_same(shelf: Shelf, raw: Path, source: Path) -> None:
    made = ordered(raw)
    assert inspect(made) == replace(inspect(source), size=made.stat().st_size, is_faststart=True)
    frames = shelf.frames_of(made)
    assert len(frames) >= 25
    assert frames == shelf.frames_of(source)
    assert shelf.complaints_about(made) == ""


def with_two_media(nodes: Nodes, at: int) -> Nodes:
    """Cut before a chunk, in a file whose index comes last."""
    (media,) = (node for node in nodes if node.kind == b"mdat")
    start = written(nodes).index(b"mdat") + 4
    cut = at - start
    halves = (Node(b"mdat", media.data[:cut]), Node(b"mdat", media.data[cut:]))
    shifted = changed(nodes, b"stco", moved(lambda place: place + 8 if place >= at else place))
    where = shifted.index(media)
    return (*shifted[:where], *halves, *shifted[where + 1 :])


@pytest.mark.parametrize("sound", [False, True])
@pytest.mark.parametrize("faststart", [False, True])
def test_every_picture_and_every_sound_is_as_it_was(shelf: Shelf, tmp_path: Path, sound: bool, faststart: bool) -> None:
    source = shelf.movie(sound=sound, faststart=faststart)
    check_same(shelf, written_to(tmp_path, read(source.read_bytes())), source)


@given(chunk=st.integers(1, 1000), wide=st.booleans(), sound=st.booleans())
@FEW
def test_however_its_samples_are_spread_nothing_moves_for_a_player(
    shelf: Shelf, tmp_path: Path, chunk: int, wide: bool, sound: bool
) -> None:
    source = shelf.movie(sound=sound, seconds=3.0)
    nodes = read(source.read_bytes())
    starts = all_places(nodes)[1:]
    nodes = with_two_media(nodes, starts[chunk % len(starts)]) if starts else nodes
    check_same(shelf, written_to(tmp_path, changed(nodes, b"stco", widened) if wide else nodes), source)


def test_media_that_reach_to_the_end_get_a_size(shelf: Shelf, tmp_path: Path) -> None:
    source = shelf.movie(faststart=True, sound=True)
    data = bytearray(source.read_bytes())
    place = data.rindex(b"mdat")
    data[place - 4 : place] = bytes(4)
    raw = tmp_path / "raw.mp4"
    raw.write_bytes(data)
    check_same(shelf, raw, source)


def test_sizes_in_64_bits_are_understood(shelf: Shelf, tmp_path: Path) -> None:
    source = shelf.movie()
    nodes = read(source.read_bytes())
    (media,) = (node for node in nodes if node.kind == b"mdat")
    shifted = changed(nodes, b"stco", moved(lambda place: place + 8))
    wide = struct.pack(">I4sQ", 1, b"mdat", 16 + len(media.data)) + media.data
    raw = tmp_path / "raw.mp4"
    raw.write_bytes(b"".join(wide if node is media else written([node]) for node in shifted))
    check_same(shelf, raw, source)


def test_the_label_is_told_three_times(shelf: Shelf) -> None:
    words = shelf.words_about(ordered(shelf.movie()))
    for name in ("title", "comment", "description"):
        assert f"{name}:{LABEL}" in words.replace(" ", "").replace(f"{LABEL}".replace(" ", ""), LABEL)


def tell(kind: bytes) -> Node:
    return Node(kind, bytes(4) + SECRET)


def in_the_handler(node: Node) -> Node:
    return replace(node, inside=node.data[:24] + SECRET + b"\0")


def in_the_entry(node: Node) -> Node:
    """As the name of what encoded the pictures."""
    at = 8 + 8 + 42
    name = bytes([len(SECRET)]) + SECRET
    return replace(node, inside=node.data[:at] + name + node.data[at + len(name) :])


WORDS: dict[str, Callable[[Nodes], Nodes]] = {
    "udta": lambda nodes: changed(nodes, b"moov", lambda node: node.holding(tell(b"udta"))),
    "udta of a track": lambda nodes: changed(nodes, b"trak", lambda node: node.holding(tell(b"udta"))),
    "uuid in the samples' tables": lambda nodes: changed(nodes, b"stbl", lambda node: node.holding(tell(b"uuid"))),
    "uuid": lambda nodes: (*nodes, tell(b"uuid")),
    "meta": lambda nodes: (*nodes, tell(b"meta")),
    "free": lambda nodes: (*nodes, tell(b"free")),
    "handler": lambda nodes: changed(nodes, b"hdlr", in_the_handler),
    "encoder": lambda nodes: changed(nodes, b"stsd", in_the_entry),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
def test_what_its_maker_wrote_is_gone(shelf: Shelf, tmp_path: Path, words: Callable[[Nodes], Nodes]) -> None:
    source = shelf.movie(comment="unseen")
    raw = written_to(tmp_path, words(read(source.read_bytes())))
    assert SECRET in raw.read_bytes()
    made = ordered(raw).read_bytes()
    assert SECRET not in made
    assert b"unseen" not in made
    check_same(shelf, raw, source)


def test_nobody_reads_when_it_was_made(shelf: Shelf, tmp_path: Path) -> None:
    moment = b"\x01\x02\x03\x04\x05\x06\x07\x08"
    nodes = read(shelf.movie().read_bytes())
    for kind in (b"mvhd", b"tkhd", b"mdhd"):
        nodes = changed(nodes, kind, lambda node: replace(node, inside=node.data[:4] + moment + node.data[12:]))
    assert moment not in ordered(written_to(tmp_path, nodes)).read_bytes()


def with_gap(nodes: Nodes) -> Nodes:
    """Bytes in the media that belong to no sample."""
    return changed(nodes, b"mdat", lambda node: replace(node, inside=node.data + SECRET))


def with_entry(change: Callable[[bytes], bytes]) -> Callable[[Nodes], Nodes]:
    return lambda nodes: changed(nodes, b"stsd", lambda node: replace(node, inside=change(node.data)))


def with_twin(kind: bytes) -> Callable[[Nodes], Nodes]:
    """A second box where one is expected."""

    def change(parent: Node) -> Node:
        assert isinstance(parent.inside, tuple)
        return parent.holding(*(node for node in parent.inside if node.kind == kind))

    holder = {b"stco": b"stbl", b"hdlr": b"mdia", b"mvhd": b"moov"}[kind]
    return lambda nodes: changed(nodes, holder, change)


UNCLEAR: dict[str, Callable[[Nodes], Nodes]] = {
    "a gap in the media": with_gap,
    "an unknown codec": with_entry(lambda data: data.replace(b"avc1", b"zzzz")),
    "an unknown box beside the codec's": with_entry(lambda data: data.replace(b"pasp", b"zzzz")),
    "an unknown box": lambda nodes: changed(nodes, b"trak", lambda node: node.holding(tell(b"tref"))),
    "an unknown box outside": lambda nodes: (*nodes, tell(b"sidx")),
    "an unknown brand": lambda nodes: changed(nodes, b"ftyp", lambda node: replace(node, inside=b"qt  \0\0\0\0")),
    "samples elsewhere": lambda nodes: changed(nodes, b"dinf", lambda node: replace(node, inside=node.data + b"x")),
    "two headers": with_twin(b"mvhd"),
    "two tables of places": with_twin(b"stco"),
    "two handlers": with_twin(b"hdlr"),
    "a chunk that is two chunks' place": lambda nodes: changed(
        nodes, b"stco", lambda node: moved(lambda place: places(node)[0])(node)
    ),
}


@pytest.mark.parametrize("change", UNCLEAR.values(), ids=list(UNCLEAR))
def test_what_is_not_plain_is_left_to_ffmpeg(shelf: Shelf, tmp_path: Path, change: Callable[[Nodes], Nodes]) -> None:
    raw = written_to(tmp_path, change(read(shelf.movie(sound=True, seconds=3.0).read_bytes())))
    assert not is_ordered(raw, tmp_path / "made.mp4")


def test_fragments_are_left_to_ffmpeg(shelf: Shelf, tmp_path: Path) -> None:
    assert not is_ordered(shelf.movie(fragmented=True), tmp_path / "made.mp4")


def test_subtitles_are_left_to_ffmpeg(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "words.srt").write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET.decode()}\n")
    raw = tmp_path / "raw.mp4"
    shelf.run("-i", f"{shelf.movie()}", "-i", f"{tmp_path}/words.srt", "-c:v", "copy", "-c:s", "mov_text", f"{raw}")
    assert SECRET in raw.read_bytes()
    assert not is_ordered(raw, tmp_path / "made.mp4")


def test_a_second_track_of_pictures_is_left_to_ffmpeg(shelf: Shelf, tmp_path: Path) -> None:
    raw = tmp_path / "raw.mp4"
    shelf.run("-i", f"{shelf.movie()}", "-map", "0:v", "-map", "0:v", "-c", "copy", f"{raw}")
    assert inspect(raw).frames == 25
    assert not is_ordered(raw, tmp_path / "made.mp4")


async def test_what_hides_between_the_samples_is_not_passed_on(shelf: Shelf, tmp_path: Path) -> None:
    raw = written_to(tmp_path, with_gap(read(shelf.movie(faststart=True).read_bytes())))
    clips = Clips(tmp_path / "clips", Ffmpeg())
    name = await clips.prepare(Delivery(raw), "job1", "MiniMax Video-01")
    assert SECRET not in clips.path(name).read_bytes()
    assert "MiniMax" in shelf.words_about(clips.path(name))


@given(place=st.floats(0, 1, exclude_max=True), patch=st.binary(min_size=1, max_size=8))
@MANY
def test_a_hostile_index_is_put_in_order_or_left_alone(
    shelf: Shelf, tmp_path: Path, place: float, patch: bytes
) -> None:
    data = bytearray(shelf.movie(sound=True, comment="x").read_bytes())
    start = data.index(b"moov") - 4
    at = start + int(place * (len(data) - start))
    data[at : at + len(patch)] = patch
    raw, made = tmp_path / "raw.mp4", tmp_path / "made.mp4"
    raw.write_bytes(data)
    if is_ordered(raw, made):
        try:
            inspect(raw)
        except ClipBroken:
            return
        assert inspect(made).is_faststart
