"""A gate per provider: closed for a while after trouble, then tried by one request at a time."""

import logging
from collections.abc import Callable

LEAST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
MOST_DOUBLINGS = 10

log = logging.getLogger(__name__)


class Gate:
    """Closed for `LEAST_PAUSE` seconds after a first failure and twice as long after each further one. When the
    pause is over, one submit probes the provider; its success opens the gate."""

    def __init__(self, provider: str, monotonic: Callable[[], float]) -> None:
        self._provider = provider
        self._monotonic = monotonic
        self._failures = 0
        self._closed_until = 0.0
        self._probing = False
        self._about: str | None = None

    @property
    def needs_operator(self) -> bool:
        """While its pause lasts: after that the next order finds out whether it still is so."""
        return self._about is not None and self._is_closed

    @property
    def _is_closed(self) -> bool:
        return self._closed_until > self._monotonic()

    def wait(self) -> float:
        """Seconds until a submit may be tried; 0 if now. While a probe is under way, a pause's length."""
        rest = self._closed_until - self._monotonic()
        if rest <= 0 and self._probing:
            return LEAST_PAUSE
        return max(0.0, rest)

    def enter(self) -> None:
        """Says that a submit is on its way."""
        self._probing = self._failures > 0

    def succeed(self) -> None:
        if self._failures:
            log.info("%s takes orders again", self._provider)
        self._failures, self._closed_until, self._probing, self._about = 0, 0.0, False, None

    def take_key(self) -> None:
        """The provider took the key, if not for a submit: what was wrong with it is mended."""
        if self._about == "key":
            self.succeed()

    def leave(self) -> None:
        """The submit ended with an answer that says nothing about the provider's health."""
        self._probing = False

    def fail(self, least: float = 0.0) -> None:
        """Closes the gate, for at least `least` seconds. Where it is closed already, what was still under way says
        nothing new: a burst that fails together is one failure."""
        now = self._monotonic()
        if not self._is_closed:
            self._closed_until = now + min(LEAST_PAUSE * 2 ** min(self._failures, MOST_DOUBLINGS), LONGEST_PAUSE)
            self._failures += 1
        self._probing = False
        self._closed_until = max(self._closed_until, now + least)

    def call_operator(self, about: str) -> None:
        """Closes the gate and says once in the log what only the operator can mend."""
        if self._about != about:
            log.error("%s: %s", self._provider, _FOR_OPERATOR[about])
        self._about = about
        self.fail()

    def miss_model(self, model: str) -> None:
        """Says in the log that this model is not to be had; the provider's other models are as good as before."""
        log.error(
            "%s: it does not know %s, or keeps it from this account. Switch the model off or mend its path.",
            self._provider,
            model,
        )


_FOR_OPERATOR = {
    "key": "the API key is refused. Check it in the provider's console and in .env. Orders wait meanwhile.",
    "money": "the account has no money left. Top it up in the provider's console. Orders wait meanwhile.",
}
