"""When to look at a running task: now and then at first, dense where most finish, sparse in the tail."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

LOOKS_BEFORE_FAST = 2
"""Looks before anything is likely to be finished: the first finds early refusals, the last is at the fast end."""
LOOKS_IN_THE_BODY = 4
"""Looks spread over the time in which most tasks finish."""
TAIL_GROWTH = 0.15
"""In the tail the next look comes after this share of the time already passed: ever more rarely."""
LONGEST_GAP = 600.0


@dataclass(frozen=True, slots=True)
class Usual:
    """How long a model takes, in seconds from submit to finished."""

    fast: float
    typical: float
    slow: float


class Lateness(Enum):
    """How a task that is not finished compares with others of its model."""

    NONE = "none"
    SLOW = "slow"
    """It takes longer than nine of ten do."""
    LATE = "late"
    """It takes longer than the operator lets pass without a word."""


def lateness(elapsed: float, usual: Usual, late_after: float) -> Lateness:
    """`elapsed` and `late_after` are seconds since the submit."""
    if elapsed > late_after:
        return Lateness.LATE
    return Lateness.SLOW if elapsed > usual.slow else Lateness.NONE


def usual_of(durations: Sequence[float], fallback: Usual, enough: int = 5) -> Usual:
    """The tenth, fiftieth and ninetieth percentile of `durations`, or `fallback` while there are too few."""
    if len(durations) < enough:
        return fallback
    ordered = sorted(durations)
    return Usual(*(_percentile(ordered, share) for share in (0.1, 0.5, 0.9)))


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[round(share * (len(ordered) - 1))]


def gap_before_look(elapsed: float, usual: Usual, least: float) -> float:
    """Seconds to wait, `elapsed` seconds after the submit, before the next look; never below `least`."""
    if elapsed < usual.fast:
        gap = min(usual.fast / LOOKS_BEFORE_FAST, usual.fast - elapsed)
    elif elapsed < usual.slow:
        gap = (usual.slow - usual.fast) / LOOKS_IN_THE_BODY
    else:
        gap = elapsed * TAIL_GROWTH
    return max(least, min(gap, LONGEST_GAP))
