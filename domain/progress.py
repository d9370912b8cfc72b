"""Where a video stands, as its card tells it."""

from dataclasses import dataclass
from datetime import datetime

from domain.pace import Lateness, Usual


@dataclass(frozen=True, slots=True)
class Looking:
    """The picture is being fetched and checked; nothing is ordered yet."""


@dataclass(frozen=True, slots=True)
class InLine:
    """`position` counts from 1 over all waiting orders."""

    position: int
    usual: Usual


@dataclass(frozen=True, slots=True)
class Submitted:
    """The order goes to the provider, or was just taken."""

    usual: Usual


@dataclass(frozen=True, slots=True)
class Rendering:
    since: datetime
    usual: Usual
    percent: int | None = None
    """The provider's own; None where it tells none."""
    lateness: Lateness = Lateness.NONE


@dataclass(frozen=True, slots=True)
class Clearing:
    """The answer to the submit was lost and is being cleared up."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """The video is made and on its way to the channel."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more will change; the job's row says how it ended."""


Progress = Looking | InLine | Submitted | Rendering | Clearing | Fetching | Ended
