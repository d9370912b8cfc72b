"""Models: what can be ordered, and what each provider wants to hear for it. The catalogue fills these in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PROVIDERS = ("wavespeed", "novita")
"""Their names, in the order of preference where the operator names none."""


class FrameUse(StrEnum):
    """Whether a model takes a first frame."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class FrameForm(StrEnum):
    """How a provider wants the first frame: an address it fetches, or the bytes in the request."""

    URL = "url"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRules:
    """What a model accepts as a first frame. Sides are pixels; ratios are width / height."""

    use: FrameUse = FrameUse.OPTIONAL
    most_bytes: int = 20_000_000
    over_side: int = 300
    """The shorter side must be longer than this."""
    least_ratio: float = 0.4
    most_ratio: float = 2.5
    """The services want a ratio between the two, and refuse both themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One model at one provider: the path, and the provider's own names for our words."""

    provider: str
    path: str
    frame_path: str
    """The path when there is a first frame; often the same."""
    prompt_field: str = "prompt"
    """A dotted name reaches into nested objects: `input.prompt`."""
    frame_field: str | None = None
    frame_form: FrameForm = FrameForm.URL
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Sent as they are; dotted names nest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    key: str
    label: str
    frame: FrameRules
    prompt_limit: int
    usual_seconds: float
    """How long a video usually takes, until the bot has a history of its own."""
    slow_seconds: float
    offers: Mapping[str, Offer]
    """By the provider's name."""
