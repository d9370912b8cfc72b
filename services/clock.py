"""Time and chance, handed in so that a test can hold them."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


def steady() -> float:
    """Seconds that never jump; where the system tells them, those count in which the machine slept."""
    return time.monotonic() if BOOT_CLOCK is None else time.clock_gettime(BOOT_CLOCK)


BOOT_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)


@dataclass(frozen=True, slots=True)
class Clock:
    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = steady
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    """A number from 0 up to 1."""

    def spread(self, seconds: float) -> float:
        """`seconds`, up to a tenth more or less, so that many jobs do not act in the same moment."""
        return seconds * (0.9 + 0.2 * self.chance())
