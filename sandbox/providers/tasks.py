"""What a service knows of a submit and of the task that came of it."""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.providers.models import Model
from sandbox.providers.render import Clip

State = Literal["waiting", "rendering", "strange", "succeeded", "failed", "forgotten", "deleted"]

FAILURES = frozenset({"failed", "failed-no-reason", "content-refused", "cancelled", "timeout"})
OUTCOMES = FAILURES | {
    "succeeded",
    "no-video",
    "unknown-status",
    "regress",
    "forgotten",
    "nsfw",
    "huge",
    "never",
    "dead-link",
    "expired-link",
    "not-a-video",
}
WAITING_SHARE = 0.1
SHOWN_LETTERS = 4096


@dataclass(frozen=True)
class Outcome:
    """How a task shall end. Kinds are in OUTCOMES; what a kind can be told more is in `options`."""

    kind: str = "succeeded"
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def needs_clip(self) -> bool:
        return self.kind not in FAILURES | {"no-video", "never", "forgotten"}


@dataclass(eq=False)
class Submit:
    """One POST that reached a service. `billed` stays true unless the service gives the money back."""

    at: float
    model: str
    body: dict[str, Any] = field(default_factory=dict, repr=False)
    task_id: str | None = None
    accepted: bool = False
    billed: bool = False
    refusal: str | None = None


@dataclass(eq=False)
class Task:
    """`seconds` is how long rendering takes once begun; all moments are Unix seconds of the sandbox's clock.

    `inputs` is the body as it came, long strings cut short. `first_frame` holds the measures of the picture.
    """

    id: str
    model: Model
    submit: Submit
    created: float
    seconds: float
    outcome: Outcome
    started: float | None = None
    ended: float | None = None
    clip: Clip | None = None
    failure: str | None = None
    deleted: bool = False
    looks: int = 0
    link: str | None = None
    first_frame: tuple[int, int] | None = None

    @property
    def inputs(self) -> dict[str, Any]:
        return self.submit.body

    @property
    def due(self) -> float:
        if self.started is None or self.outcome.kind == "never":
            return math.inf
        return self.started + self.seconds

    @property
    def is_rendered(self) -> bool:
        """True too where there is nothing to render."""
        return not self.outcome.needs_clip or (self.clip is not None and self.clip.done.is_set())

    def share(self, now: float) -> float:
        """The part of the rendering time that has passed, 0 to 1."""
        if self.started is None:
            return 0.0
        return min(1.0, max(0.0, now - self.started) / self.seconds) if self.seconds else 1.0

    def end(self, at: float) -> None:
        """The clip is there, or the task has failed: of itself or with its clip."""
        self.ended = at
        if self.outcome.kind in FAILURES:
            self.failure = self.outcome.kind
        elif self.clip is not None and self.clip.fault is not None:
            self.failure = "failed"

    def fail_early(self, what: str, at: float) -> None:
        """The picture could not be used; `what` is the reason of its `PictureError`."""
        self.failure, self.ended = what, at

    def state(self, now: float, keep_seconds: float) -> State:
        if self.deleted:
            return "deleted"
        if self.outcome.kind == "forgotten" and (self.ended or self.outcome.options.get("at") == "start"):
            return "forgotten"
        if self.ended is None:
            return self._state_under_way(self.share(now))
        if now > self.ended + keep_seconds:
            return "forgotten"
        return "succeeded" if self.failure is None else "failed"

    def _state_under_way(self, share: float) -> State:
        if self.started is None or share < WAITING_SHARE:
            return "waiting"
        if self.outcome.kind == "regress" and 0.4 <= share < 0.7:
            return "waiting"
        return "strange" if self.outcome.kind == "unknown-status" and share >= 0.5 else "rendering"


def shorten(value: Any) -> Any:
    """A body to keep: pictures in it are cut to their beginning."""
    match value:
        case str() if len(value) > SHOWN_LETTERS:
            return f"{value[:64]}… ({len(value)} letters)"
        case dict():
            return {name: shorten(inner) for name, inner in value.items()}
        case _:
            return value
