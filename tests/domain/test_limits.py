"""What one member may order, counted from the traces of what they ordered before."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import QuotaUsedUp, TooManyWaiting
from domain.jobs import OPEN, UNCOUNTED, State
from domain.limits import WINDOW, Limits, Quota, Trace, check, count

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TRACES = st.lists(
    st.builds(
        Trace,
        queued_at=st.integers(0, 72 * 3600).map(lambda seconds: NOW - timedelta(seconds=seconds)),
        state=st.sampled_from(State),
    ),
    max_size=12,
)


def limits(per_day: int = 3, at_once: int = 100, waiting: int = 100) -> Limits:
    return Limits(per_day=per_day, at_once=at_once, waiting=waiting)


def traces(*hours: float, state: State = State.POSTED) -> list[Trace]:
    """One for each order that was made so many hours ago."""
    return [Trace(NOW - timedelta(hours=hour), state) for hour in hours]


def test_who_ordered_nothing_has_every_place() -> None:
    quota = count([], limits(), NOW)
    assert (quota, quota.left) == (Quota(used=0, limit=3, next_at=None), 3)


def test_the_next_place_is_the_oldest_ones() -> None:
    assert count(traces(1, 20, 5), limits(), NOW).next_at == NOW + timedelta(hours=4)


def test_after_the_limit_was_lowered_more_is_used_than_there_is_and_nothing_is_left() -> None:
    quota = count(traces(1, 5, 20), limits(per_day=2), NOW)
    assert (quota.used, quota.left, quota.next_at) == (3, 0, NOW + timedelta(hours=19))


def test_an_order_of_exactly_a_day_ago_counts_no_more() -> None:
    assert count([Trace(NOW - WINDOW, State.POSTED)], limits(), NOW).used == 0
    assert count([Trace(NOW - WINDOW + MOMENT, State.POSTED)], limits(), NOW).used == 1


@pytest.mark.parametrize("state", State)
def test_only_a_job_without_a_video_does_not_count(state: State) -> None:
    assert count(traces(1, state=state), limits(), NOW).used == (state not in UNCOUNTED)


@given(traces=TRACES, per_day=st.integers(1, 6))
def test_at_next_at_one_more_is_free_and_no_sooner(traces: list[Trace], per_day: int) -> None:
    quota = count(traces, limits(per_day), NOW)
    if quota.next_at is None:
        assert quota.used == 0
        return
    assert quota.next_at > NOW
    assert count(traces, limits(per_day), quota.next_at - MOMENT).left == quota.left
    assert count(traces, limits(per_day), quota.next_at).left > quota.left


@given(traces=TRACES, per_day=st.integers(1, 6))
def test_an_order_is_refused_exactly_where_no_place_is_left(traces: list[Trace], per_day: int) -> None:
    quota = count(traces, limits(per_day), NOW)
    if quota.left > 0:
        check(traces, limits(per_day), NOW)
        return
    with pytest.raises(QuotaUsedUp) as refusal:
        check(traces, limits(per_day), NOW)
    assert (refusal.value.limit, refusal.value.next_at) == (per_day, quota.next_at)


@given(traces=TRACES, at_once=st.integers(1, 3), waiting=st.integers(0, 3))
def test_as_many_are_open_as_may_be_under_way_and_wait(traces: list[Trace], at_once: int, waiting: int) -> None:
    allowed = limits(1000, at_once, waiting)
    if sum(trace.state in OPEN for trace in traces) < at_once + waiting:
        check(traces, allowed, NOW)
        return
    with pytest.raises(TooManyWaiting) as refusal:
        check(traces, allowed, NOW)
    assert refusal.value.limit == waiting


def test_where_both_are_used_up_the_quota_is_told() -> None:
    with pytest.raises(QuotaUsedUp):
        check(traces(1, state=State.QUEUED), limits(per_day=1, at_once=1, waiting=0), NOW)
