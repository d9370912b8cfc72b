"""A task as WaveSpeed writes it: the prediction object, and the search for it in the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from sandbox.providers.refusals import Refusal
from sandbox.providers.settings import WavespeedSettings
from sandbox.providers.tasks import State, Task

FAILURES: Mapping[str, tuple[int, str]] = {
    "failed": (1403, "execution failed"),
    "failed-no-reason": (0, ""),
    "content-refused": (1200, "content moderation: the prompt or the image was flagged"),
    "cancelled": (1405, "task cancelled"),
    "timeout": (5004, "task timed out"),
    "unreachable": (1402, "media access failed"),
    "no-picture": (1401, "image: cannot be decoded"),
    "wrong-format": (1401, "image: format must be JPG, JPEG or PNG"),
    "too-many-bytes": (1401, "image: size must not exceed 20MB"),
    "too-small": (1401, "image: short side must be greater than 300px"),
    "wrong-ratio": (1401, "image: aspect ratio must be between 2:5 and 5:2"),
    "too-large": (1401, "image: resolution is too large"),
}
MOST_ITEMS = 100


def status_word(task: Task, state: State, words: tuple[str, str]) -> str:
    match state:
        case "waiting":
            return words[0]
        case "rendering":
            return words[1]
        case "strange":
            return "postprocessing"
        case "succeeded":
            return "completed"
        case "failed" if task.failure in ("cancelled", "timeout"):
            return task.failure
        case _:
            return state


def stamp(moment: float, *, nanoseconds: bool) -> str:
    """RFC 3339 with nine digits after the second, as WaveSpeed writes it, or with three."""
    whole = datetime.fromtimestamp(int(moment), UTC)
    fraction = int((moment % 1) * 1e9)
    digits = f"{fraction:09d}" if nanoseconds else f"{fraction // 1_000_000:03d}"
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{digits}Z"


def describe(task: Task, state: State, settings: WavespeedSettings, url: str, link: str | None) -> dict[str, Any]:
    """The prediction object; `link` is where the clip is, if there is one."""
    ended = task.ended is not None and state in ("succeeded", "failed")
    seen: list[Any] | None = [] if link is None else [{"url": link} if settings.outputs == "objects" else link]
    flags: list[bool] | None = [] if link is None else [task.outcome.kind == "nsfw"]
    if link is None and settings.outputs == "null":
        seen = flags = None
    address = f"{url}/api/v3/predictions/{task.id}"
    prediction = {
        "id": task.id,
        "model": task.model.name,
        "outputs": seen,
        "urls": {"get": f"{address}/result" if settings.result_link else address},
        "has_nsfw_contents": flags,
        "status": status_word(task, state, settings.words),
        "created_at": stamp(task.created, nanoseconds=settings.nanoseconds),
        "error": "",
        "timings": {"inference": round(task.seconds * 1000) if ended else 0},
    }
    return prediction | (describe_failure(task, settings) if state == "failed" else {})


def describe_failure(task: Task, settings: WavespeedSettings) -> dict[str, Any]:
    code, text = FAILURES.get(task.failure or "failed", FAILURES["failed"])
    failure: dict[str, Any] = {"error": task.outcome.options.get("reason", text)}
    return failure | ({"code": task.outcome.options.get("code", code)} if settings.failure_codes else {})


@dataclass(frozen=True)
class Search:
    """What `POST /api/v3/predictions` is asked for; moments are Unix seconds."""

    page: int
    page_size: int
    model: str | None
    status: str | None
    after: float | None
    before: float | None

    @classmethod
    def read(cls, body: Mapping[str, object]) -> Self:
        return cls(
            read_number(body, "page", 1, 1_000_000),
            read_number(body, "page_size", 20, MOST_ITEMS),
            read_text(body, "model"),
            read_text(body, "status"),
            read_moment(body, "created_after"),
            read_moment(body, "created_before"),
        )

    def finds(self, task: Task, status: str) -> bool:
        if self.model not in (None, task.model.name) or self.status not in (None, status):
            return False
        too_old = self.after is not None and task.created < self.after
        return not too_old and (self.before is None or task.created <= self.before)


def read_number(body: Mapping[str, object], name: str, default: int, most: int) -> int:
    number = body.get(name, default)
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise Refusal("body", f"{name}: must be between 1 and {most}")
    return number


def read_text(body: Mapping[str, object], name: str) -> str | None:
    text = body.get(name)
    if text is not None and not isinstance(text, str):
        raise Refusal("body", f"{name}: expected string")
    return text


def read_moment(body: Mapping[str, object], name: str) -> float | None:
    text = read_text(body, name)
    try:
        moment = None if text is None else datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal("body", f"{name}: expected an RFC 3339 time") from error
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
