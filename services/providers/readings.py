"""Values out of answers that nobody vouches for. Nothing here raises; what makes no sense is None or empty."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

TASK_ID = re.compile(r"(?=.*[A-Za-z0-9])[!-~]{1,200}")
LONGEST_URL = 8192


def read_object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def read_list(value: Any) -> list[Any]:
    """A single value counts as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def read_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def read_whole(value: Any) -> int | None:
    """200, 200.0 and "200"."""
    number = read_number(value)
    return int(number) if number is not None and number == int(number) else None


def read_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_percent(value: Any) -> int | None:
    number = read_number(value)
    return None if number is None else int(min(max(number, 0.0), 100.0))


def read_task_id(value: Any) -> str | None:
    """Opaque to us, but it goes into an address and a row: printable ASCII without spaces."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else read_text(value).strip()
    return text if TASK_ID.fullmatch(text) else None


def read_url(value: Any) -> str | None:
    text = read_text(value).strip()
    if not text.isprintable() or " " in text or len(text) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return text if is_web else None


def read_time(value: Any) -> datetime | None:
    """ISO 8601 with any number of digits in the fraction; without a zone it is taken as UTC."""
    try:
        time = datetime.fromisoformat(read_text(value).strip())
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_dotted(value: Any, name: str) -> Any:
    """`input.prompt` reaches into nested objects; None where there is nothing."""
    for part in name.split("."):
        value = read_object(value).get(part)
    return value


def join_words(*values: Any) -> str:
    """The texts among `values` as one, for judging and for the operator."""
    return ": ".join(_words(values))


def _words(values: tuple[Any, ...]) -> Iterator[str]:
    yield from (value.strip() for value in values if isinstance(value, str) and value.strip())
