"""From what a provider delivered to what goes into a message."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import ClipBroken, ClipTooLarge, ClipUnreachable, ClipUnsaved, FfmpegFailed
from services.clips import Clips
from services.delivery import Delivery
from services.ffmpeg import Ffmpeg
from services.mp4 import inspect

from .movies import Shelf

Delivered = Callable[[Path], Delivery]
LABEL = "AI-generated video (MiniMax Video-01), made with Firstframe"


@pytest.fixture
def clips(folder: Path) -> Clips:
    return Clips(folder, Ffmpeg())


@pytest.fixture
def clips_without_ffmpeg(folder: Path) -> Clips:
    return Clips(folder, Ffmpeg("/nowhere/ffmpeg"))


@pytest.fixture(params=["on disk", "in memory"])
def delivered(request: pytest.FixtureRequest, tmp_path: Path) -> Delivered:
    def deliver(raw: Path) -> Delivery:
        content = raw.read_bytes() if request.param == "in memory" else None
        return Delivery(raw if content is None else tmp_path / "delivered.mp4", content)

    return deliver


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize("sound", [False, True])
@pytest.mark.parametrize("faststart", [False, True])
@pytest.mark.parametrize("fragmented", [False, True])
async def test_a_clip_is_whole_and_starts_at_once(
    clips: Clips, shelf: Shelf, delivered: Delivered, folder: Path, sound: bool, faststart: bool, fragmented: bool
) -> None:
    raw = shelf.movie(sound=sound, faststart=faststart, fragmented=fragmented)
    name = await clips.prepare(delivered(raw), "job1", "MiniMax Video-01")
    assert names_in(folder) == [name]
    movie = inspect(clips.path(name))
    assert movie.is_faststart
    assert movie.has_sound == sound
    assert (movie.width, movie.height, movie.frames) == (320, 180, 25)
    assert shelf.complaints_about(clips.path(name)) == ""
    assert raw.exists()


async def test_a_clip_is_labelled_as_made_by_ai_and_by_nothing_else(
    clips: Clips, shelf: Shelf, delivered: Delivered
) -> None:
    raw = shelf.movie(comment="my very private prompt")
    assert "private" in shelf.words_about(raw)
    name = await clips.prepare(delivered(raw), "job1", "MiniMax Video-01")
    words = shelf.words_about(clips.path(name))
    assert words.count(LABEL) == 3
    assert "private" not in words
    assert b"private" not in clips.path(name).read_bytes()


PAGES = {
    "nothing": b"",
    "a web page": b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
    "a web page of another age": "  <HTML><body>Dienst nicht verfügbar</body></HTML>".encode("latin-1"),
    "json": b'{"code": 404}',
    "text": "Just a moment …".encode(),
    "xml": b'\xef\xbb\xbf<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>',
}


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
async def test_words_instead_of_a_file_are_the_hosts_trouble(
    clips: Clips, folder: Path, delivered: Delivered, tmp_path: Path, page: bytes
) -> None:
    raw = tmp_path / "raw.mp4"
    raw.write_bytes(page)
    with pytest.raises(ClipUnreachable):
        await clips.prepare(delivered(raw), "job1", "MiniMax Video-01")
    assert names_in(folder) == []


@pytest.mark.parametrize("share", [0.01, 0.3, 0.99])
async def test_what_is_not_whole_becomes_no_clip(
    clips: Clips, shelf: Shelf, delivered: Delivered, folder: Path, tmp_path: Path, share: float
) -> None:
    whole = shelf.movie().read_bytes()
    raw = tmp_path / "raw.mp4"
    raw.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ClipBroken):
        await clips.prepare(delivered(raw), "job1", "MiniMax Video-01")
    assert names_in(folder) == []


async def test_without_ffmpeg_a_whole_video_becomes_a_clip_as_it_came(
    clips_without_ffmpeg: Clips, shelf: Shelf, delivered: Delivered, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    raw = shelf.movie(fragmented=True)
    name = await clips_without_ffmpeg.prepare(delivered(raw), "job1", "MiniMax Video-01")
    assert clips_without_ffmpeg.path(name).read_bytes() == raw.read_bytes()
    assert names_in(folder) == [name]
    (record,) = caplog.records
    assert (record.levelno, "job1" in record.getMessage()) == (logging.WARNING, True)
    assert "No such file" in record.getMessage()


async def test_a_plain_video_needs_no_ffmpeg_for_its_label(
    clips_without_ffmpeg: Clips, shelf: Shelf, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    name = await clips_without_ffmpeg.prepare(Delivery(shelf.movie(comment="private")), "job1", "MiniMax Video-01")
    words = shelf.words_about(clips_without_ffmpeg.path(name))
    assert words.count(LABEL) == 3
    assert "private" not in words
    assert names_in(folder) == [name]
    assert caplog.records == []


async def test_what_ffmpeg_cannot_copy_becomes_a_clip_as_it_came(
    clips: Clips, shelf: Shelf, tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = bytearray(shelf.movie(comment="private").read_bytes())
    place = data.rindex(b"avc1")
    data[place : place + 4] = b"zzzz"  # a codec that nobody knows
    raw = tmp_path / "raw.mp4"
    raw.write_bytes(data)
    name = await clips.prepare(Delivery(raw), "job1", "MiniMax Video-01")
    assert clips.path(name).read_bytes() == bytes(data)
    assert names_in(folder) == [name]
    (record,) = caplog.records
    said = record.getMessage()
    assert "codec" in said
    assert "private" not in said
    assert "\n" not in said
    assert len(said) < 500


async def test_preparing_twice_gives_the_same_clip(clips: Clips, shelf: Shelf, folder: Path) -> None:
    names = [await clips.prepare(Delivery(shelf.movie()), "job1", "MiniMax Video-01") for _ in range(2)]
    assert names_in(folder) == [names[0]]
    assert names[0] == names[1]


@pytest.fixture
def clips_without_folder(clips_without_ffmpeg: Clips, folder: Path) -> Clips:
    folder.rmdir()
    return clips_without_ffmpeg


async def test_a_disk_that_does_not_take_a_clip_is_told_apart(clips_without_folder: Clips, shelf: Shelf) -> None:
    with pytest.raises(ClipUnsaved):
        await clips_without_folder.prepare(Delivery(shelf.movie()), "job1", "MiniMax Video-01")


async def test_a_clip_that_fits_is_taken_as_it_is(clips: Clips, shelf: Shelf) -> None:
    name = await clips.prepare(Delivery(shelf.movie()), "job1", "MiniMax Video-01")
    size = clips.path(name).stat().st_size
    assert await clips.fit(name, size) == clips.path(name)


@pytest.mark.parametrize("limit", [1_000_000, 300_000])
async def test_a_clip_that_is_too_large_is_made_to_fit(clips: Clips, shelf: Shelf, folder: Path, limit: int) -> None:
    name = await clips.prepare(
        Delivery(shelf.movie(size="640x360", noise=True, sound=True)), "job1", "MiniMax Video-01"
    )
    assert clips.path(name).stat().st_size > limit
    fitted = await clips.fit(name, limit)
    movie = inspect(fitted)
    assert fitted.stat().st_size <= limit
    assert movie.is_faststart
    assert movie.has_sound
    assert movie.seconds == pytest.approx(1.0, abs=0.1)
    assert movie.width / movie.height == pytest.approx(640 / 360, rel=0.02)
    words = shelf.words_about(fitted)
    assert words.count(LABEL) == 3
    assert "yuv420p" in words
    assert shelf.complaints_about(fitted) == ""
    assert names_in(folder) == sorted([name, fitted.name])


async def test_an_upright_clip_stays_upright_when_it_is_scaled(clips: Clips, shelf: Shelf) -> None:
    name = await clips.prepare(Delivery(shelf.movie(size="360x640", noise=True)), "job1", "MiniMax Video-01")
    movie = inspect(await clips.fit(name, 32_000))
    assert movie.width < 360
    assert movie.width / movie.height == pytest.approx(360 / 640, rel=0.02)


async def test_what_was_made_to_fit_is_made_once(clips: Clips, shelf: Shelf, folder: Path) -> None:
    name = await clips.prepare(Delivery(shelf.movie(noise=True)), "job1", "MiniMax Video-01")
    fitted = await clips.fit(name, 200_000)
    without = Clips(folder, Ffmpeg("/nowhere/ffmpeg"))
    assert await without.fit(name, 200_000) == fitted


async def test_a_limit_that_no_video_meets_is_refused(clips: Clips, shelf: Shelf, folder: Path) -> None:
    name = await clips.prepare(Delivery(shelf.movie()), "job1", "MiniMax Video-01")
    with pytest.raises(ClipTooLarge):
        await clips.fit(name, 9_000)
    assert names_in(folder) == [name]


async def test_without_ffmpeg_a_clip_that_is_too_large_says_so(
    clips_without_ffmpeg: Clips, shelf: Shelf, folder: Path
) -> None:
    name = await clips_without_ffmpeg.prepare(Delivery(shelf.movie(noise=True)), "job1", "MiniMax Video-01")
    with pytest.raises(FfmpegFailed):
        await clips_without_ffmpeg.fit(name, 200_000)
    assert names_in(folder) == [name]


async def test_a_clip_that_is_gone_is_broken(clips: Clips) -> None:
    with pytest.raises(ClipBroken):
        await clips.fit("gone.mp4", 1000)


async def test_removing_a_clip_removes_what_was_made_of_it_and_nothing_else(
    clips: Clips, shelf: Shelf, folder: Path
) -> None:
    name = await clips.prepare(Delivery(shelf.movie(noise=True)), "job1", "MiniMax Video-01")
    other = await clips.prepare(Delivery(shelf.movie()), "job11", "MiniMax Video-01")
    await clips.fit(name, 200_000)
    clips.remove(name)
    assert names_in(folder) == [other]
    clips.remove(name)
