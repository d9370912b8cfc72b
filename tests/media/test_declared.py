"""What Discord's description of an attachment tells before anything is fetched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotAPicture, PictureShape, PictureTooLarge, PictureTooSmall, Refusal
from domain.models import FrameRules
from services.frames import declared_problem

RULES = FrameRules()


@pytest.mark.parametrize(
    ("size", "content_type", "width", "height", "refusal"),
    [
        (1000, "image/png", 1280, 720, None),
        (1000, None, None, None, None),
        (1000, "application/octet-stream", None, None, None),
        (1000, "image/heic", None, None, None),
        (1000, "image/png", 720, 1280, None),
        (1000, "video/mp4", 1280, 720, NotAPicture),
        (1000, "application/pdf", None, None, NotAPicture),
        (1000, "text/plain; charset=utf-8", None, None, NotAPicture),
        (1000, "image/svg+xml", 1280, 720, NotAPicture),
        (20_000_001, "image/png", 1280, 720, PictureTooLarge),
        (20_000_000, "image/png", 1280, 720, None),
        (1000, "image/png", 300, 720, PictureTooSmall),
        (1000, "image/png", 301, 720, None),
        (1000, "image/png", 2000, 600, PictureShape),
        (1000, "image/png", 600, 2000, PictureShape),
        (1000, "image/png", 1000, 400, PictureShape),
        (1000, "image/png", 400, 1000, PictureShape),
        (1000, "image/png", 999, 400, None),
        (1000, "image/png", 400, 999, None),
    ],
)
def test_discords_description_is_enough_to_refuse_what_is_certain(
    size: int, content_type: str | None, width: int | None, height: int | None, refusal: type[Refusal] | None
) -> None:
    problem = declared_problem(size, content_type, width, height, RULES)
    assert type(problem) is (refusal or type(None))


@pytest.mark.parametrize(
    ("width", "height", "most_ratio", "is_too_wide"),
    [(1000, 400, 2.5, True), (400, 1000, 2.5, False), (459, 425, 1.08, True), (500, 500, 1.0, True)],
)
def test_a_picture_exactly_at_a_limit_is_told_on_which_side_it_is(
    width: int, height: int, most_ratio: float, is_too_wide: bool
) -> None:
    assert PictureShape(width, height, 0.4, most_ratio).is_too_wide == is_too_wide


@given(width=st.integers(301, 5000), height=st.integers(301, 5000))
def test_a_ratio_that_is_right_one_way_round_is_not_refused_unseen(width: int, height: int) -> None:
    rules = FrameRules(least_ratio=1.0, most_ratio=2.0)
    fits = any(1.0 < ratio < 2.0 for ratio in (width / height, height / width))
    assert (declared_problem(1, None, width, height, rules) is None) == fits
