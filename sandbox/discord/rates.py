"""Rate limits: fixed windows by the sandbox's clock."""

from dataclasses import dataclass

from sandbox.clock import Clock


@dataclass
class Limits:
    """The numbers in force. Discord publishes none; these are what bots see."""

    messages: int = 5
    seconds: float = 5.0
    per_second: int = 50


class Bucket:
    """So many requests in a window, which begins with its first one."""

    __slots__ = ("_ends", "_used")

    def __init__(self) -> None:
        self._used = 0
        self._ends = 0.0

    def take(self, now: float, most: int, seconds: float) -> bool:
        """Count one request; False if there was no room for it."""
        if now >= self._ends:
            self._used, self._ends = 0, now + seconds
        if self._used >= most:
            return False
        self._used += 1
        return True

    def left(self, most: int) -> int:
        return max(0, most - self._used)

    def reset_after(self, now: float) -> float:
        return max(0.0, self._ends - now)

    def is_over(self, now: float) -> bool:
        return now >= self._ends


class Rates:
    """The buckets of the bot: one for each kind of request and each channel or token, and one for all."""

    def __init__(self, clock: Clock) -> None:
        self.limits = Limits()
        self.everything = Bucket()
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def bucket(self, kind: str, major: str) -> Bucket:
        found = self._buckets.get((kind, major))
        if found is None:
            self._drop_old()
            found = self._buckets[kind, major] = Bucket()
        return found

    def _drop_old(self) -> None:
        if len(self._buckets) < 2048:
            return
        now = self._clock.time()
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_over(now)}
