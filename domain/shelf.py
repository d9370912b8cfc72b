"""A member's videos as they browse them, and what can still be changed about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from domain.jobs import Job


class Part(StrEnum):
    """Which of their videos a member wants to see."""

    ALL = "all"
    MADE = "made"
    OPEN = "open"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Page:
    jobs: Sequence[Job]
    total: int
    """Of all pages."""


class Stop(Enum):
    """What came of the wish to cancel an order."""

    CANCELLED = "cancelled"
    """It still waited: it is cancelled, and free."""
    UNDER_WAY = "under way"
    """A service has it, or may have it: it is paid for."""
    OVER = "over"
