"""What shall go wrong in the sandbox: where, how, how often.

The kinds that concern the connection itself are in `transport.KINDS` and work at every place through the
middleware. Any other kind is left to the handler of that place, which finds the rule by `request.get(FAULT)`.
"""

import asyncio
import contextlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import WeakSet

from aiohttp import web
from aiohttp.typedefs import Middleware

from sandbox import transport

PLACES = (
    "novita.submit",
    "novita.look",
    "wavespeed.submit",
    "wavespeed.look",
    "wavespeed.list",
    "media",
    "discord.callback",
    "discord.original",
    "discord.followup",
    "discord.create",
    "discord.edit",
    "discord.delete",
    "discord.read",
    "discord.gateway_bot",
    "discord.login",
    "discord.sync",
    "discord.dm",
    "discord.cdn",
)
ROOMS = frozenset(place.partition(".")[0] for place in PLACES)
CARRIED_OUT_FIRST = frozenset({"hold-after", "lost"})


@dataclass(eq=False)
class Rule:
    """One fault at one place.

    `times` is how often it still applies (None: always), `after` how many requests pass by first. `arrived`
    is set when a request met it; for `hold-after` and `lost`, when that request has been carried out.
    """

    place: str
    kind: str
    times: int | None
    after: int
    options: dict[str, Any]
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    met: int = 0
    held: int = 0
    _gate: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def is_spent(self) -> bool:
        return self.times == 0

    def release(self) -> None:
        """Let the requests go on that are held now; a later one is held anew."""
        self._gate.set()
        self._gate = asyncio.Event()

    def gate(self) -> asyncio.Event:
        """What a request of this moment waits for."""
        return self._gate

    def use(self) -> None:
        self.met += 1
        if self.times is not None:
            self.times -= 1
        if self.kind not in CARRIED_OUT_FIRST:
            self.arrived.set()


FAULT: web.RequestKey[Rule] = web.RequestKey("fault", Rule)
"""Where a handler finds the rule that its request met, if the kind is its own to carry out."""


class Faults:
    """The rules in force, shared by all servers of one sandbox.

    A server that uses the middleware appends `stop` to its `on_shutdown`, so that held requests end with it.
    """

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._stopping: WeakSet[web.Application] = WeakSet()

    def add(self, place: str, kind: str, *, times: int | None = 1, after: int = 0, **options: Any) -> Rule:
        if place.partition(".")[0] not in ROOMS:
            raise ValueError(f"no such place: {place}")
        if (times is not None and times < 1) or after < 0:
            raise ValueError("times must be 1 or more (or None), after 0 or more")
        rule = Rule(place, kind, times, after, options)
        self._rules.append(rule)
        return rule

    def clear(self, place: str | None = None) -> None:
        """Forget the rules of one place or of all, and let what they hold go on."""
        for rule in [rule for rule in self._rules if place in (None, rule.place)]:
            self._rules.remove(rule)
            rule.release()

    def take(self, place: str) -> Rule | None:
        taken = None
        for rule in self._rules:
            if rule.place != place or rule.is_spent:
                continue
            if rule.after > 0:
                rule.after -= 1
            elif taken is None:
                taken = rule
        if taken is not None:
            taken.use()
        self._rules = [rule for rule in self._rules if not rule.is_spent or rule.held or rule is taken]
        return taken

    def listing(self) -> list[dict[str, Any]]:
        return [
            {
                "place": rule.place,
                "kind": rule.kind,
                "times": rule.times,
                "after": rule.after,
                "options": transport.describe(rule.options),
                "met": rule.met,
                "held": rule.held,
            }
            for rule in self._rules
            if not rule.is_spent or rule.held
        ]

    async def stop(self, app: web.Application) -> None:
        """Let go of the requests held at this server."""
        self._stopping.add(app)

    def middleware(self, place_of: Callable[[web.Request], str | None]) -> Middleware:
        @web.middleware
        async def meet(request: web.Request, handler: transport.Handler) -> web.StreamResponse:
            place = place_of(request)
            rule = self.take(place) if place is not None else None
            if rule is None:
                return await handler(request)
            spoil = transport.KINDS.get(rule.kind)
            if spoil is None:
                request[FAULT] = rule
                return await handler(request)
            return await spoil(self._meeting(request, handler, rule))

        return meet

    def _meeting(self, request: web.Request, handler: transport.Handler, rule: Rule) -> transport.Meeting:
        gate, gone = rule.gate(), partial(self._gone, request, bool(rule.options.get("carried")))
        return transport.Meeting(
            request,
            handler,
            rule.place,
            rule.options,
            released=partial(hold, gate, rule, gone),
            gone=gone,
            carried_out=rule.arrived.set,
        )

    def _gone(self, request: web.Request, is_carried: bool) -> bool:
        """`is_carried`: what was sent whole is carried out all the same when its sender has left."""
        has_left = request.transport is None and not is_carried
        return has_left or any(app in self._stopping for app in request.match_info.apps)


async def hold(gate: asyncio.Event, rule: Rule, gone: Callable[[], bool], seconds: float | None) -> None:
    """Wait for the gate, so many seconds at most, or until the client left or the server stopped."""
    clock = asyncio.get_running_loop().time
    end = math.inf if seconds is None else clock() + seconds
    rule.held += 1
    try:
        while not gate.is_set() and not gone() and (left := end - clock()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(gate.wait(), min(left, transport.TURN_SECONDS))
    finally:
        rule.held -= 1
