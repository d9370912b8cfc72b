"""The pace of looks: few, never in haste, and never given up."""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import LONGEST_GAP, Lateness, Usual, gap_before_look, lateness, usual_of
from services.clock import Clock

STATED = Usual(fast=21.0, typical=30.0, slow=60.0)
"""As a catalogue's entry of 30 seconds is read, before anything was learned."""
POLL = 5.0
SECONDS = st.floats(0, 1e7)
USUALS = st.lists(st.floats(0, 1e5), min_size=3, max_size=3).map(lambda times: Usual(*sorted(times)))
AROUND_30: dict[str, Callable[[random.Random], float]] = {
    "always the same": lambda chance: 30.0,
    "narrow": lambda chance: chance.gauss(30, 2),
    "even": lambda chance: chance.uniform(20, 40),
    "wide": lambda chance: chance.uniform(10, 50),
    "two humps": lambda chance: chance.choice((20, 40)) + chance.uniform(-2, 2),
    "long tail": lambda chance: 20 + chance.expovariate(1 / 10),
    "lognormal": lambda chance: 30 * chance.lognormvariate(0, 0.4),
}


def count_looks(duration: float, usual: Usual, chance: Callable[[], float]) -> int:
    """Looks until one finds the task finished, each a little early or late as the bot spreads them."""
    elapsed, looks, clock = 0.0, 0, Clock(chance=chance)
    while elapsed < duration:
        elapsed += clock.spread(gap_before_look(elapsed, usual, POLL))
        looks += 1
    return looks


@pytest.mark.parametrize("history", [0, 50])
@pytest.mark.parametrize("name", AROUND_30)
def test_a_video_that_usually_takes_30_seconds_is_looked_at_at_most_8_times(name: str, history: int) -> None:
    """Nine of ten, that is: the tenth that takes longer than the slow ones is looked at ever more rarely."""
    for seed in range(200):
        chance = random.Random(seed)
        usual = usual_of([AROUND_30[name](chance) for _ in range(history)], STATED)
        durations = (min(AROUND_30[name](chance), usual.slow) for _ in range(10))
        assert max(count_looks(duration, usual, chance.random) for duration in durations) <= 8


def test_a_video_that_is_always_as_quick_is_found_soon_after_it_is_ready() -> None:
    usual = usual_of([30.0] * 50, STATED)
    assert [count_looks(30.0, usual, chance) for chance in (lambda: 0.0, lambda: 0.5, lambda: 0.999)] == [3, 2, 2]


def test_what_takes_ever_longer_is_looked_at_ever_more_rarely() -> None:
    elapsed, gaps = STATED.slow, []
    while elapsed < 24 * 3600:
        gaps.append(gap_before_look(elapsed, STATED, POLL))
        elapsed += gaps[-1]
    assert all(earlier <= later for earlier, later in pairwise(gaps))
    assert gaps[0] < 10
    assert gaps[-1] == LONGEST_GAP
    assert len(gaps) < 200


def test_no_look_before_the_quickest_videos_is_far_from_them() -> None:
    slow_model = Usual(fast=120.0, typical=180.0, slow=480.0)
    elapsed, looks = 0.0, []
    while elapsed < slow_model.slow:
        elapsed += gap_before_look(elapsed, slow_model, POLL)
        looks.append(round(elapsed))
    assert looks == [60, 120, 210, 300, 390, 480]


@given(elapsed=SECONDS, usual=USUALS, least=st.floats(0.02, 300))
def test_a_gap_is_positive_never_below_the_least_and_never_above_the_longest(
    elapsed: float, usual: Usual, least: float
) -> None:
    assert 0 < least <= gap_before_look(elapsed, usual, least) <= LONGEST_GAP


@given(usual=USUALS, least=st.floats(0.02, 300), duration=st.floats(0, 7 * 24 * 3600))
def test_looks_go_on_until_the_video_is_ready(usual: Usual, least: float, duration: float) -> None:
    elapsed, looks = 0.0, 0
    while elapsed < duration and looks < 10_000:
        elapsed += gap_before_look(elapsed, usual, max(least, POLL))
        looks += 1
    assert elapsed >= duration


@pytest.mark.parametrize(
    "durations",
    [[], [1.0], [1.0, 2.0, 3.0, 4.0]],
)
def test_too_short_a_history_teaches_nothing(durations: list[float]) -> None:
    assert usual_of(durations, STATED) is STATED


def test_the_usual_is_what_one_half_and_nine_of_ten_keep_within() -> None:
    durations = [float(seconds) for seconds in range(101)]
    random.Random(1).shuffle(durations)
    assert usual_of(durations, STATED) == Usual(fast=10.0, typical=50.0, slow=90.0)


@given(durations=st.lists(st.floats(0, 1e6), min_size=5, max_size=60))
def test_the_usual_is_in_order_and_made_of_what_happened(durations: list[float]) -> None:
    usual = usual_of(durations, STATED)
    assert usual.fast <= usual.typical <= usual.slow
    assert {usual.fast, usual.typical, usual.slow} <= set(durations)


def test_one_video_that_hung_does_not_change_what_is_usual() -> None:
    assert usual_of([30.0] * 49 + [86_400.0], STATED) == Usual(30.0, 30.0, 30.0)


@pytest.mark.parametrize(
    ("elapsed", "found"),
    [
        (0.0, Lateness.NONE),
        (60.0, Lateness.NONE),
        (60.1, Lateness.SLOW),
        (900.0, Lateness.SLOW),
        (900.1, Lateness.LATE),
    ],
)
def test_a_task_is_first_as_usual_then_slow_then_late(elapsed: float, found: Lateness) -> None:
    assert lateness(elapsed, STATED, late_after=900.0) is found


def test_what_the_operator_calls_late_is_late_also_where_a_model_usually_takes_longer() -> None:
    assert lateness(50.0, STATED, late_after=45.0) is Lateness.LATE
