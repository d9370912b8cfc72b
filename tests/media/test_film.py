"""The clips of a chain become one film without a seam."""

import asyncio
import os
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from domain.errors import ClipBroken, ClipTooLarge, FfmpegFailed
from services.clips import Clips
from services.ffmpeg import Ffmpeg
from services.film import Films
from services.mp4 import inspect

from .movies import Shelf
from .strips import difference, link, loudness, pictures_of

LABEL = "MiniMax Video-01"
LIMIT = 50_000_000
NOISE = "noise=alls=60:allf=t"


class Counting(Ffmpeg):
    """Counts its runs, and the most bytes that one of them wrote."""

    runs = 0
    most = 0

    async def run(self, arguments: Sequence[str], seconds: float) -> None:
        self.runs += 1
        await super().run(arguments, seconds)
        self.most = max(self.most, os.stat(arguments[-1].removeprefix("file:")).st_size)


@pytest.fixture
def ffmpeg() -> Counting:
    return Counting()


@pytest.fixture
def clips(folder: Path, ffmpeg: Counting) -> Clips:
    return Clips(folder, ffmpeg)


@pytest.fixture
def films(clips: Clips, ffmpeg: Counting) -> Films:
    return Films(clips, ffmpeg)


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def chain(shelf: Shelf, folder: Path, *, count: int = 50, size: str = "320x180", look: str = "null") -> list[str]:
    """Three clips, each beginning with the last picture of the one before."""
    return [
        link(shelf, folder / f"job{n}.mp4", n * (count - 1), count=count, size=size, look=look).name for n in range(3)
    ]


async def test_three_clips_of_six_seconds_play_as_one_without_a_jump(films: Films, shelf: Shelf, folder: Path) -> None:
    names = chain(shelf, folder, count=150, size="1280x720")
    film = await films.join(names, LIMIT, LABEL)
    movie = inspect(film)
    assert (movie.width, movie.height, movie.frames, movie.is_faststart) == (1280, 720, 448, True)
    assert movie.seconds == pytest.approx(18, abs=0.1)
    pictures = pictures_of(shelf, film)
    steps = [difference(one, other) for one, other in pairwise(pictures)]
    seams = [steps.pop(place) for place in (297, 148)]
    assert min(seams) >= min(steps) * 0.9
    assert max(seams) <= max(steps) * 1.1
    assert shelf.complaints_about(film) == ""


async def test_each_picture_of_the_scene_is_seen_once_and_in_its_place(
    films: Films, shelf: Shelf, folder: Path, tmp_path: Path
) -> None:
    film = await films.join(chain(shelf, folder), LIMIT, LABEL)
    scene = pictures_of(shelf, link(shelf, tmp_path / "scene.mp4", 0, count=148))
    pictures = pictures_of(shelf, film)
    assert len(pictures) == len(scene) == 148
    for place, picture in enumerate(pictures):
        near = range(max(0, place - 2), min(148, place + 3))
        assert min(near, key=lambda other: difference(picture, scene[other])) == place


async def test_a_film_is_labelled_as_made_by_ai_and_by_nothing_else(films: Films, shelf: Shelf, folder: Path) -> None:
    film = await films.join(chain(shelf, folder), LIMIT, LABEL)
    words = shelf.words_about(film)
    assert words.count(f"AI-generated video ({LABEL}), made with Firstframe") == 3
    assert "private" not in words
    assert b"private" not in film.read_bytes()
    assert "yuv420p" in words


async def test_clips_without_sound_are_silent_beside_one_with_sound(films: Films, shelf: Shelf, folder: Path) -> None:
    link(shelf, folder / "a.mp4", 0)
    link(shelf, folder / "b.mp4", 49, sound=3.5)  # longer than its pictures
    link(shelf, folder / "c.mp4", 98)
    film = await films.join(["a.mp4", "b.mp4", "c.mp4"], LIMIT, LABEL)
    movie = inspect(film)
    assert movie.has_sound
    assert movie.frames == 148
    assert movie.seconds == pytest.approx(148 / 25, abs=0.05)
    assert loudness(shelf, film, 0, 1.9) < 10
    assert loudness(shelf, film, 2.1, 3.9) > 1000
    assert loudness(shelf, film, 4.1, 5.9) < 10


async def test_sound_that_ends_early_is_followed_by_silence(films: Films, shelf: Shelf, folder: Path) -> None:
    link(shelf, folder / "a.mp4", 0, sound=1.0)
    link(shelf, folder / "b.mp4", 49, sound=2.0)
    film = await films.join(["a.mp4", "b.mp4"], LIMIT, LABEL)
    assert inspect(film).seconds == pytest.approx(99 / 25, abs=0.05)
    assert loudness(shelf, film, 1.1, 1.9) < 10
    assert loudness(shelf, film, 2.1, 3.8) > 1000


async def test_clips_of_other_sizes_and_rates_follow_the_first(films: Films, shelf: Shelf, folder: Path) -> None:
    link(shelf, folder / "a.mp4", 0)
    link(shelf, folder / "b.mp4", 0, count=31, size="180x320", rate=30)
    link(shelf, folder / "c.mp4", 0, count=26, size="640x360")
    film = await films.join(["a.mp4", "b.mp4", "c.mp4"], LIMIT, LABEL)
    movie = inspect(film)
    assert (movie.width, movie.height) == (320, 180)
    assert movie.frames == pytest.approx(100, abs=1)
    assert movie.seconds == pytest.approx(4, abs=0.05)
    pictures = pictures_of(shelf, film)
    corners = [max(pictures[place].crop((0, 30, 10, 60)).getextrema()[0]) for place in (20, 62, 90)]  # type: ignore[arg-type]
    assert corners[1] < 20 < min(corners[0], corners[2])


async def test_a_film_keeps_an_odd_frame_rate(films: Films, shelf: Shelf, folder: Path) -> None:
    rate = Fraction(30000, 1001)
    for n, name in enumerate(("a.mp4", "b.mp4")):
        link(shelf, folder / name, n * 59, count=60, rate=rate, sound=2.5)
    movie = inspect(await films.join(["a.mp4", "b.mp4"], LIMIT, LABEL))
    assert movie.frames == 119
    assert movie.rate == pytest.approx(float(rate), rel=1e-6)
    assert movie.seconds == pytest.approx(119 / float(rate), abs=0.05)


@pytest.mark.parametrize("limit", [1_000_000, 250_000])
async def test_a_film_is_made_to_fit_under_a_limit(
    films: Films, ffmpeg: Counting, shelf: Shelf, folder: Path, limit: int
) -> None:
    names = chain(shelf, folder, look=NOISE)
    film = await films.join(names, limit, LABEL)
    movie = inspect(film)
    assert limit / 2 < movie.size <= limit
    assert movie.frames == 148
    assert movie.width / movie.height == pytest.approx(16 / 9, rel=0.02)
    assert 2 <= ffmpeg.runs <= 3
    assert ffmpeg.most < limit * 1.5
    assert shelf.words_about(film).count(f"AI-generated video ({LABEL})") == 3
    assert names_in(folder) == sorted([*names, film.name])


async def test_a_limit_that_no_film_meets_is_refused(films: Films, shelf: Shelf, folder: Path) -> None:
    names = chain(shelf, folder)
    with pytest.raises(ClipTooLarge):
        await films.join(names, 12_000, LABEL)
    assert names_in(folder) == names


async def test_a_film_is_made_once_for_each_chain_and_limit(
    films: Films, ffmpeg: Counting, shelf: Shelf, folder: Path
) -> None:
    names = chain(shelf, folder)
    film = await films.join(names, LIMIT, LABEL)
    assert await films.join(names, LIMIT, LABEL) == film
    assert ffmpeg.runs == 1
    others = {await films.join(names[1:], LIMIT, LABEL), await films.join(names, LIMIT + 1, LABEL)}
    assert len(others | {film}) == ffmpeg.runs == 3


async def test_whoever_presses_twice_at_the_same_time_gets_the_one_film(
    films: Films, ffmpeg: Counting, shelf: Shelf, folder: Path
) -> None:
    names = chain(shelf, folder)
    first, second = await asyncio.gather(*(films.join(names, LIMIT, LABEL) for _ in range(2)))
    assert first == second
    assert ffmpeg.runs == 1


async def test_two_processes_that_make_the_same_film_do_not_disturb_each_other(shelf: Shelf, folder: Path) -> None:
    both = [Films(Clips(folder, Ffmpeg()), Ffmpeg()) for _ in range(2)]
    names = chain(shelf, folder)
    first, second = await asyncio.gather(*(films.join(names, LIMIT, LABEL) for films in both))
    assert first == second
    assert inspect(first).frames == 148
    assert shelf.complaints_about(first) == ""
    assert names_in(folder) == sorted([*names, first.name])


async def test_one_clip_alone_is_only_made_to_fit(films: Films, clips: Clips, shelf: Shelf, folder: Path) -> None:
    link(shelf, folder / "a.mp4", 0, look=NOISE)
    assert await films.join(["a.mp4"], LIMIT, LABEL) == clips.path("a.mp4")
    assert await films.join(["a.mp4"], 200_000, LABEL) == await clips.fit("a.mp4", 200_000)


@pytest.mark.parametrize("missing", [0, 1, 2])
async def test_a_chain_with_a_clip_that_is_gone_is_broken(
    films: Films, shelf: Shelf, folder: Path, missing: int
) -> None:
    names = chain(shelf, folder)
    (folder / names.pop(missing)).unlink()
    with pytest.raises(ClipBroken):
        await films.join(["job0.mp4", "job1.mp4", "job2.mp4"], LIMIT, LABEL)
    assert names_in(folder) == names


async def test_a_clip_that_is_removed_meanwhile_takes_the_film_with_it(shelf: Shelf, folder: Path) -> None:
    class Removing(Ffmpeg):
        async def run(self, arguments: Sequence[str], seconds: float) -> None:
            await super().run(arguments, seconds)
            emptied.remove("job2.mp4")

    emptied = Clips(folder, Ffmpeg())
    names = chain(shelf, folder)
    with pytest.raises(ClipBroken):
        await Films(emptied, Removing()).join(names, LIMIT, LABEL)
    assert names_in(folder) == names[:2]


async def test_without_ffmpeg_there_is_no_film(clips: Clips, shelf: Shelf, folder: Path) -> None:
    names = chain(shelf, folder)
    with pytest.raises(FfmpegFailed):
        await Films(clips, Ffmpeg("/nowhere/ffmpeg")).join(names, LIMIT, LABEL)
    assert names_in(folder) == names


async def test_a_film_is_removed_with_the_last_of_its_clips(
    films: Films, clips: Clips, shelf: Shelf, folder: Path
) -> None:
    names = chain(shelf, folder)
    film = await films.join(names, LIMIT, LABEL)
    clips.remove(names[0])
    assert film.exists()
    clips.remove(names[2])
    assert names_in(folder) == [names[1]]
