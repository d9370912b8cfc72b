"""Which remedies are planned for a picture, and that no frame they lead to breaks a rule."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from domain.remedies import Remedy
from services.plans import LEAST_FILLED, LEAST_KEPT, MOST_ENLARGED, plans_for

from .judging import rules

CROP, PAD, ENLARGE = Remedy.CROP, Remedy.PAD, Remedy.ENLARGE
RULES = rules("PNG")
SIDES = st.integers(1, 9000) | st.integers(60, 900)


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((1200, 400), {CROP: (999, 400), PAD: (1200, 481)}),
        ((400, 1200), {CROP: (400, 999), PAD: (481, 1200)}),
        ((1000, 400), {CROP: (999, 400), PAD: (1000, 401)}),
        ((6000, 2000), {CROP: (2047, 819), PAD: (2048, 820)}),
        ((200, 150), {ENLARGE: (401, 301)}),
        ((150, 200), {ENLARGE: (301, 401)}),
        ((300, 300), {ENLARGE: (301, 301)}),
        ((300, 750), {CROP: (301, 752), PAD: (302, 753)}),
        ((300, 749), {ENLARGE: (301, 751)}),
        ((600, 120), {CROP: (752, 301), PAD: (753, 302)}),
        ((900, 300), {CROP: (752, 301), PAD: (900, 361)}),
    ],
)
def test_a_frame_is_as_near_to_the_picture_as_the_rules_allow(
    size: tuple[int, int], sizes: dict[Remedy, tuple[int, int]]
) -> None:
    plans = plans_for(*size, RULES)
    assert [(plan.remedy, plan.size) for plan in plans] == list(sizes.items())


@pytest.mark.parametrize(
    ("size", "remedies"),
    [
        ((3000, 400), [CROP, PAD]),
        ((3040, 400), [PAD]),
        ((400, 3040), [PAD]),
        ((4000, 400), [PAD]),
        ((4040, 400), []),
        ((400, 4040), []),
        ((76, 76), [ENLARGE]),
        ((75, 75), []),
        ((330, 76), [CROP, PAD]),
        ((330, 75), [PAD]),
        ((5000, 1), []),
        ((1, 1), []),
        ((480, 360), []),
        ((301, 301), []),
        ((999, 400), []),
        ((400, 999), []),
    ],
)
def test_what_would_come_out_too_poor_or_needs_no_mending_is_left_out(
    size: tuple[int, int], remedies: list[Remedy]
) -> None:
    assert [plan.remedy for plan in plans_for(*size, RULES)] == remedies


@pytest.mark.parametrize(
    ("size", "ratios", "sizes"),
    [
        ((301, 400), (1.0, 2.5), {CROP: (302, 301), PAD: (401, 400)}),
        ((400, 301), (0.4, 1.0), {CROP: (301, 302), PAD: (400, 401)}),
        ((2500, 3000), (1.0, 2.5), {CROP: (2048, 2047), PAD: (2048, 2047)}),
        ((3000, 2500), (0.4, 1.0), {CROP: (2047, 2048), PAD: (2047, 2048)}),
    ],
)
def test_a_limit_of_one_leaves_room_for_the_pixel_that_keeps_a_frame_off_it(
    size: tuple[int, int], ratios: tuple[float, float], sizes: dict[Remedy, tuple[int, int]]
) -> None:
    plans = plans_for(*size, rules("PNG", least_ratio=ratios[0], most_ratio=ratios[1]))
    assert {plan.remedy: plan.size for plan in plans} == sizes


@given(width=SIDES, height=SIDES, over_side=st.integers(0, 700), ratios=st.tuples(st.floats(0.2, 1), st.floats(1, 5)))
@example(width=1200, height=400, over_side=300, ratios=(0.4, 2.5))
@example(width=1, height=2, over_side=0, ratios=(1.0, 1.0))
@example(width=1, height=1, over_side=0, ratios=(1.0, 1.5))
def test_no_plan_breaks_a_rule_or_goes_beyond_what_is_sane(
    width: int, height: int, over_side: int, ratios: tuple[float, float]
) -> None:
    limits = rules("PNG", over_side=over_side, least_ratio=ratios[0], most_ratio=ratios[1])
    for plan in plans_for(width, height, limits):
        assert min(plan.size) > over_side
        assert max(plan.size) <= limits.longest_side
        assert limits.allows_ratio(*plan.size)
        assert plan.scale <= MOST_ENLARGED
        assert plan.share >= {CROP: LEAST_KEPT, PAD: LEAST_FILLED, ENLARGE: 1}[plan.remedy]


@given(width=st.integers(301, 9000), height=st.integers(301, 9000), least=st.floats(0.3, 1), most=st.floats(1, 4))
@example(width=305, height=301, least=0.5, most=1.0)
@example(width=2500, height=3000, least=1.0, most=2.0)
def test_a_picture_a_little_out_of_shape_can_always_be_cropped_and_padded(
    width: int, height: int, least: float, most: float
) -> None:
    limits = rules("PNG", least_ratio=least, most_ratio=most)
    ratio = width / height
    assume(most * 1.01 < ratio < most * 2.9 or least / 2.9 < ratio < least / 1.01)
    assume(most - least > 0.05)
    crop, pad = plans_for(width, height, limits)
    assert (crop.remedy, pad.remedy) == (CROP, PAD)
    limit = most if ratio > 1 else least
    for plan in (crop, pad):
        assert plan.size[0] / plan.size[1] == pytest.approx(limit, rel=0.01)
        assert plan.scale <= 302 / 301  # one pixel more, where the limit is 1 and the picture as small as may be
