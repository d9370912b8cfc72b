"""What one member may order: a quota over a rolling day, and a number of open jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import QuotaUsedUp, TooManyWaiting
from domain.jobs import OPEN, UNCOUNTED, State

WINDOW = timedelta(hours=24)
STUCK_AFTER = timedelta(hours=2)
"""From its submit. A job that is not done by then, many times later than any model takes, is still looked at, but holds
no slot of its provider and no place of its member any more: those who wait shall not wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    per_day: int
    at_once: int
    """Videos of one member under way; more wait."""
    waiting: int
    """Videos of one member in the queue besides those that may be under way."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The little of a job that counts against its member."""

    queued_at: datetime
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    used: int
    limit: int
    next_at: datetime | None
    """When the next place comes free; None where none is used."""

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def count(traces: Sequence[Trace], limits: Limits, now: datetime) -> Quota:
    """The quota of the member whose jobs left these `traces`."""
    since = now - WINDOW
    used = sorted(t.queued_at for t in traces if t.state not in UNCOUNTED and t.queued_at > since)
    return Quota(used=len(used), limit=limits.per_day, next_at=_next_place(used, limits.per_day))


def _next_place(used: Sequence[datetime], limit: int) -> datetime | None:
    """The moment at which one place more than now is free, also after the operator lowered the limit."""
    if not used:
        return None
    return used[max(0, len(used) - limit)] + WINDOW


def check(traces: Sequence[Trace], limits: Limits, now: datetime) -> None:
    """Raises QuotaUsedUp or TooManyWaiting where one more order would be too many."""
    quota = count(traces, limits, now)
    if quota.left == 0 and quota.next_at is not None:
        raise QuotaUsedUp(limits.per_day, quota.next_at)
    if sum(trace.state in OPEN for trace in traces) >= limits.at_once + limits.waiting:
        raise TooManyWaiting(limits.waiting)
