"""The customer's side of a service: the key, the requests a minute, the money."""

import hmac
from collections import deque

from aiohttp import web

from sandbox.clock import Clock
from sandbox.providers.refusals import Refusal
from sandbox.providers.settings import Settings
from sandbox.providers.tasks import Submit

MINUTE = 60.0


class Account:
    def __init__(self, key: str, settings: Settings, clock: Clock) -> None:
        self.key = key
        self.submits: list[Submit] = []
        self._settings = settings
        self._clock = clock
        self._requests: deque[float] = deque()
        self._spent = 0.0

    def check_key(self, request: web.Request) -> None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if not given:
            raise Refusal("no-key")
        known = hmac.compare_digest(given.encode(), self.key.encode())
        if scheme.lower() != "bearer" or not known or not self._settings.key_valid:
            raise Refusal("key")

    def count_request(self) -> None:
        """Let so many through in any sixty seconds; a refused request does not count."""
        now = self._clock.time()
        while self._requests and self._requests[0] <= now - MINUTE:
            self._requests.popleft()
        limit = self._settings.per_minute
        if limit is not None and len(self._requests) >= limit:
            raise Refusal("rate")
        self._requests.append(now)

    def count_look(self) -> None:
        if self._settings.count_looks:
            self.count_request()

    def check_money(self, price: float) -> None:
        if not self._settings.money or self.balance < price:
            raise Refusal("money")

    def bill(self, submit: Submit, task_id: str, price: float) -> None:
        submit.task_id, submit.accepted, submit.billed = task_id, True, True
        self._spent += price

    def refund(self, submit: Submit, price: float) -> None:
        submit.billed = False
        self._spent -= price

    @property
    def balance(self) -> float:
        """What is left, in US dollars."""
        return self._settings.balance - self._spent
