"""How a service behaves today; everything may be changed while it runs."""

from dataclasses import dataclass, field
from typing import Literal

DAY = 86_400.0


@dataclass
class Settings:
    """What both services have in common. Seconds are those of the sandbox's clock.

    `render_seconds` is the usual time of a clip, `spread` how far it may be off either way as a part of it.
    `check_picture` says when the first frame is read: before the answer to the submit, or in the course of the task.
    `strict` refuses fields that a model does not have. `renew_links` gives a fresh link at every look.
    `count_looks` lets looks use up the limit of requests a minute.
    """

    render_seconds: float = 20.0
    spread: float = 0.3
    per_minute: int | None = None
    at_once: int | None = None
    count_looks: bool = False
    retry_after: float | None = None
    key_valid: bool = True
    money: bool = True
    balance: float = 100_000.0
    refund: bool = True
    strict: bool = True
    check_picture: Literal["submit", "task"] = "submit"
    retired: set[str] = field(default_factory=set)
    media_seconds: float = 7 * DAY
    media_type: str = "video/mp4"
    renew_links: bool = True
    keep_seconds: float = 7 * DAY
    webhook_copies: int = 1
    webhook_delay: float = 0.0


@dataclass
class NovitaSettings(Settings):
    """`extra` gives the whole documented answer instead of the short one of this model's page."""

    per_minute: int | None = 20
    refund: bool = False
    media_seconds: float = 3600.0
    progress: bool = True
    progress_at_end: bool = True
    ttl: Literal["string", "int", "zero", "missing"] = "string"
    extra: bool = False
    lists: Literal["empty", "null", "missing"] = "empty"
    metadata: Literal["missing", "object", "list"] = "missing"


@dataclass
class WavespeedSettings(Settings):
    """`envelope` off gives the bare prediction; `errors_in_envelope` puts errors behind an HTTP 200.

    `failure_codes` puts the number beside the text of a failed task. `result_link` decides on the end of `urls.get`.
    `words` are the two statuses of waiting and rendering, for which other pages have other words.
    """

    per_minute: int | None = 2
    at_once: int | None = 2
    check_picture: Literal["submit", "task"] = "task"
    outputs: Literal["strings", "objects", "null"] = "strings"
    nanoseconds: bool = True
    list_inputs: bool = True
    envelope: bool = True
    errors_in_envelope: bool = False
    failure_codes: bool = True
    result_link: bool = True
    money_status: int = 402
    words: tuple[str, str] = ("created", "processing")
