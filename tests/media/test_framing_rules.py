"""The model's rules for a first frame, applied to pictures as they are when upright."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.framing import size_within

from .judging import framed, rules, verdict_on
from .pictures import encoded, quarters, turned


@pytest.mark.parametrize(("size", "verdict"), [((300, 400), "small"), ((301, 400), "made"), ((400, 300), "small")])
def test_the_short_side_must_be_longer_than_the_limit(size: tuple[int, int], verdict: str, tmp_path: Path) -> None:
    assert verdict_on(encoded(quarters(*size), "PNG"), tmp_path)[0] == {
        "verdict": verdict,
        "width": size[0],
        "height": size[1],
    }


@pytest.mark.parametrize(
    ("size", "verdict"),
    [((400, 999), "made"), ((400, 1000), "shape"), ((999, 400), "made"), ((1000, 400), "shape")],
)
def test_the_ratio_must_be_between_its_limits(size: tuple[int, int], verdict: str, tmp_path: Path) -> None:
    assert verdict_on(encoded(quarters(*size), "PNG"), tmp_path)[0]["verdict"] == verdict


def test_the_rules_are_applied_after_the_rotation(tmp_path: Path) -> None:
    lying = encoded(quarters(400, 800), "JPEG", exif=turned(6))
    verdict, _ = verdict_on(lying, tmp_path, least_ratio=0.4, most_ratio=1.5)
    assert verdict == {"verdict": "shape", "width": 800, "height": 400}
    assert framed(lying, tmp_path, least_ratio=1.5).size == (800, 400)


def test_a_large_picture_is_scaled_down(tmp_path: Path) -> None:
    frame = framed(encoded(quarters(4000, 3000), "JPEG", exif=turned(8)), tmp_path)
    assert frame.size == (1536, 2048)


@given(
    short=st.integers(301, 9000),
    ratio=st.floats(1, 2.5),
    lying=st.booleans(),
    over_side=st.integers(100, 1500),
)
@settings(max_examples=300, deadline=None)
def test_scaling_down_never_breaks_the_rules(short: int, ratio: float, lying: bool, over_side: int) -> None:
    limits = rules("JPEG", over_side=over_side)
    width, height = short, int(short * ratio)
    if lying:
        width, height = height, width
    if short <= over_side or not limits.allows_ratio(width, height):
        return
    fitted = size_within(width, height, limits)
    assert min(fitted) > over_side
    assert limits.allows_ratio(*fitted)
    assert max(fitted) <= max(2048, min(max(width, height), int((over_side + 1) * 2.5) + 2))
    assert fitted[0] <= width
    assert fitted[1] <= height


def test_a_frame_over_the_limit_of_bytes_is_compressed_harder_and_then_refused(tmp_path: Path) -> None:
    noise = encoded(Image.effect_noise((600, 600), 90).convert("RGB"), "PNG")
    framed(noise, tmp_path)
    easily = (tmp_path / "target").stat().st_size
    framed(noise, tmp_path, most_bytes=easily - 1)
    assert (tmp_path / "target").stat().st_size < easily
    verdict, frame = verdict_on(noise, tmp_path, most_bytes=1000)
    assert verdict["verdict"] == "large"
    assert verdict["size"] > 1000
    assert frame is None
