"""Snowflakes: Discord's ids, which carry the moment at which they were made."""

from sandbox.clock import Clock

EPOCH_MS = 1_420_070_400_000
"""Discord's zero: the first second of 2015."""


def snowflake_at(seconds: float, count: int = 0) -> int:
    """The id made at this Unix time, the count-th of its millisecond."""
    return ((int(seconds * 1000) - EPOCH_MS) << 22) | count


class Snowflakes:
    """New ids by the clock of the sandbox, each greater than the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> int:
        self._last = max(self._last + 1, snowflake_at(self._clock.time()))
        return self._last


def parse_snowflake(value: object) -> int | None:
    """The id in a JSON value or a path, None if it is none. Discord takes digit strings and plain numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 1 << 64 else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        return int(value)
    return None
