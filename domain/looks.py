"""What one look at a provider's task can show."""

from dataclasses import dataclass, field

from domain.jobs import Failure


@dataclass(frozen=True, slots=True)
class Waiting:
    """Still queued or being rendered. A status nobody knows counts as waiting."""

    percent: int | None = None
    """0 to 100 where the provider tells one; it may stand still or go back."""


@dataclass(frozen=True, slots=True)
class Finished:
    url: str = field(repr=False)
    """Where the clip can be fetched; it may be signed and may expire."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The task ended without a video."""

    failure: Failure
    reason: str = field(default="", repr=False)
    """The provider's own words; never logged: they may quote the prompt."""


Look = Waiting | Finished | Refused
