"""What a row of the matrix says: which fault, where, at which service, and how the order must end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PROVIDERS = ("novita", "wavespeed")


class Ending(StrEnum):
    POSTED = "posted once and billed once"
    SMALLER = "posted once, smaller than it was made, and billed once"
    DIRECT = "posted once as a direct message and billed once"
    KEPT = "kept, billed once, handed out by /videos"
    UNSURE = "failed as unsure, told once, not counted, the operator warned"
    CONTENT = "refused kindly, told once, not counted"
    ORDER = "refused as unusable, told once, not counted"
    RENDER = "failed, told once, not counted"
    NO_VIDEO = "failed without a video, told once, not counted"
    FORGOTTEN = "failed as forgotten, told once, not counted"
    MODEL = "refused for its model, told once, not counted"
    WITHDRAWN = "never answered, never submitted, not counted"
    REFUSED = "refused with a clear word, nothing submitted, nothing changed"


WORDS: Mapping[Ending, str] = {
    Ending.POSTED: "Done in",
    Ending.SMALLER: "Done in",
    Ending.DIRECT: "Done in",
    Ending.KEPT: "kept for you",
    Ending.UNSURE: "never said whether it took this order",
    Ending.CONTENT: "because of its rules on content",
    Ending.ORDER: "could not use this order",
    Ending.RENDER: "could not make the video",
    Ending.NO_VIDEO: "none that can be played came",
    Ending.FORGOTTEN: "no longer knows this order",
    Ending.MODEL: "No service offers this model just now",
}
"""What the card says in the end, or the message that stands in for a card that is gone."""
IN_THE_CHANNEL = frozenset({Ending.POSTED, Ending.SMALLER})
SENT = IN_THE_CHANNEL | {Ending.DIRECT}
MADE = SENT | {Ending.KEPT}


@dataclass(frozen=True)
class Fault:
    """A kind that the sandbox knows, so many times; `options` are the kind's."""

    kind: str
    times: int | None = 1
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)


def fault(kind: str, times: int | None = 1, **options: Any) -> Fault:
    return Fault(kind, times, options)


@dataclass(frozen=True)
class Row:
    """`place` is one of the sandbox, without the service's name before `submit`, `look` and `list`; `task` for how
    a task ends. `is_slow` is a fault that lasts until a limit of the bot's is over."""

    name: str
    fault: Fault
    place: str
    provider: str
    ending: Ending
    is_slow: bool = False
    more: tuple[tuple[str, Fault], ...] = ()

    def __str__(self) -> str:
        return f"{self.place}-{self.provider}-{self.name}".replace(" ", "-")


def at_both(name: str, what: Fault, place: str, ending: Ending, *, is_slow: bool = False) -> tuple[Row, ...]:
    """The same at both services."""
    return tuple(Row(name, what, place, provider, ending, is_slow) for provider in PROVIDERS)
