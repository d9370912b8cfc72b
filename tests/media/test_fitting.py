"""How sharp a clip stays when it has to be made smaller."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.fitting import SIDES, encoding_for
from services.mp4 import Movie

MOVIE = Movie(size=20_000_000, seconds=6.0, width=1280, height=720, frames=150, has_sound=True, is_faststart=True)
MEBIBYTE = 1024 * 1024


def test_six_seconds_at_720p_keep_their_size_under_ten_megabytes() -> None:
    encoding = encoding_for(MOVIE, 10 * MEBIBYTE)
    assert encoding is not None
    assert encoding.side == 720
    assert encoding.video > 10_000_000


def test_fewer_bytes_make_a_smaller_picture_and_then_none() -> None:
    sides = [encoding.side if encoding else 0 for encoding in (encoding_for(MOVIE, 2**n) for n in range(24, 13, -1))]
    assert sides == sorted(sides, reverse=True)
    assert sides[0] == 720
    assert 240 in sides
    assert sides[-1] == 0


def test_a_movie_of_unknown_length_cannot_be_planned() -> None:
    assert encoding_for(replace(MOVIE, seconds=0.0), 10 * MEBIBYTE) is None
    assert encoding_for(replace(MOVIE, seconds=0.0, frames=0), 10 * MEBIBYTE) is None


def test_without_sound_all_bits_are_for_the_picture() -> None:
    with_sound, without = encoding_for(MOVIE, MEBIBYTE), encoding_for(replace(MOVIE, has_sound=False), MEBIBYTE)
    assert with_sound is not None
    assert without is not None
    assert without.sound == 0
    assert without.video == with_sound.video + with_sound.sound


@given(
    width=st.integers(2, 4000),
    height=st.integers(2, 4000),
    seconds=st.floats(0.1, 600),
    per_second=st.integers(1, 120),
    limit=st.floats(1, 10**9),
    has_sound=st.booleans(),
)
def test_a_plan_is_always_sensible_and_within_the_limit(
    width: int, height: int, seconds: float, per_second: int, limit: float, has_sound: bool
) -> None:
    frames = max(1, int(seconds * per_second))
    movie = Movie(10**9, seconds, width, height, frames, has_sound, True)
    encoding = encoding_for(movie, limit)
    if encoding is None:
        return
    assert encoding.video > 0
    assert (encoding.sound > 0) == has_sound
    assert (encoding.video + encoding.sound) * seconds / 8 < limit
    assert encoding.side % 2 == 0
    assert encoding.side in SIDES or encoding.side in (min(width, height), min(width, height) - 1)
