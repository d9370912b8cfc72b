"""What goes wrong between the machines: faults at every place, outages, breaks of the gateway, odd ends of tasks."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from sandbox import Sandbox
from sandbox.discord import Message
from sandbox.discord.use import TOKEN_SECONDS
from sandbox.faults import Rule

Fault = tuple[str, dict[str, Any]]

SERVICE: tuple[Fault, ...] = (
    ("status", {"status": 500}),
    ("status", {"status": 502, "body": "html"}),
    ("status", {"status": 503, "body": "empty"}),
    ("status", {"status": 504, "body": "html", "carried": True}),
    ("status", {"status": 500, "carried": True}),
    ("status", {"status": 429}),
    ("status", {"status": 429, "retry_after": 1.0}),
    ("hang", {}),
    ("slow", {"seconds": 1.5}),
    ("lost", {}),
    ("lost", {}),
    ("reset", {}),
    ("reset", {}),
    ("hold-before", {}),
    ("hold-after", {}),
    ("hold-after", {}),
    ("empty", {}),
    ("malformed", {}),
    ("truncated", {}),
    ("enormous", {"bytes": 3_000_000}),
    ("content-type", {}),
    ("html", {}),
    ("redirect", {"to": "/nowhere"}),
)
MEDIA: tuple[Fault, ...] = (
    ("status", {"status": 403, "body": "html"}),
    ("status", {"status": 404}),
    ("status", {"status": 500}),
    ("hang", {}),
    ("slow", {"seconds": 1.5}),
    ("reset", {}),
    ("truncated", {}),
    ("empty", {}),
    ("html", {}),
    ("drip", {"bytes_per_second": 5000}),
    ("redirect", {"to": "/nowhere"}),
)
DISCORD: tuple[Fault, ...] = (
    ("status", {"status": 500}),
    ("status", {"status": 502, "body": "html"}),
    ("status", {"status": 503}),
    ("status", {"status": 502, "carried": True}),
    ("status", {"status": 429, "retry_after": 0.4}),
    ("slow", {"seconds": 1.5}),
    ("lost", {}),
    ("lost", {}),
    ("reset", {}),
    ("hold-after", {}),
    ("hold-after", {}),
    ("malformed", {}),
    ("truncated", {}),
    ("html", {}),
)
POSTING: tuple[Fault, ...] = (
    *DISCORD,
    ("code", {"status": 403, "code": 50013, "message": "Missing Permissions"}),
    ("code", {"status": 413, "code": 40005, "message": "Request entity too large"}),
)
CDN: tuple[Fault, ...] = (("status", {"status": 503}), ("reset", {}), ("truncated", {}), ("slow", {"seconds": 1.0}))
PLACES: Mapping[str, tuple[int, tuple[Fault, ...]]] = {
    "novita.submit": (3, SERVICE),
    "wavespeed.submit": (5, SERVICE),
    "novita.look": (2, SERVICE),
    "wavespeed.look": (2, SERVICE),
    "wavespeed.list": (2, SERVICE),
    "media": (3, MEDIA),
    "discord.create": (5, POSTING),
    "discord.edit": (2, DISCORD),
    "discord.original": (3, DISCORD),
    "discord.callback": (3, DISCORD),
    "discord.read": (1, DISCORD),
    "discord.followup": (1, DISCORD),
    "discord.dm": (1, DISCORD),
    "discord.cdn": (1, CDN),
}
"""How often a place is struck, as against the others, and with what."""
ENDS = (
    "failed",
    "failed-no-reason",
    "content-refused",
    "no-video",
    "unknown-status",
    "regress",
    "forgotten",
    "nsfw",
)
ONCE = frozenset({"hang", "slow", "code", "enormous"})
HELD = frozenset({"hold-before", "hold-after"})
HELD_SECONDS = (2.0, 6.0)
"""How long a held answer waits: long enough for the process that waits for it to be killed meanwhile."""
PAUSE = (0.1, 0.8)
YOUNG_SECONDS = 15.0
OUTAGE_SECONDS = (1.0, 5.0)
OUTAGES: tuple[tuple[str, ...], ...] = (
    ("novita.submit", "novita.look"),
    ("wavespeed.submit", "wavespeed.look", "wavespeed.list"),
    ("media",),
    ("discord.create", "discord.edit", "discord.original", "discord.read"),
)


AIMED: tuple[tuple[str, Fault], ...] = (
    ("wavespeed.submit", ("lost", {})),
    ("discord.create", ("status", {"status": 502, "carried": True})),
)
"""What every soak shall meet, again and again: a paid request and a post that were carried out, and nobody was told."""
AIM_EVERY = 30
"""Events of any kind."""


class Weather:
    def __init__(self, sandbox: Sandbox, chance: random.Random) -> None:
        self.met: Counter[str] = Counter()
        self._sandbox = sandbox
        self._chance = chance
        self._events: tuple[tuple[int, Callable[[], None]], ...] = (
            (60, self._strike),
            (8, self._end_oddly),
            (5, self._break_gateway),
            (3, self._let_tokens_die),
            (3, self._delete_card),
        )

    async def blow(self) -> None:
        """Until it is cancelled."""
        for number in itertools.count():
            if number % AIM_EVERY == 0:
                self._aim()
            if self._chance.random() < 0.03:
                await self._fail_for_a_while()
            weights = [weight for weight, _ in self._events]
            (event,) = self._chance.choices([event for _, event in self._events], weights)
            event()
            await asyncio.sleep(self._chance.uniform(*PAUSE))

    def calm(self) -> None:
        self._sandbox.faults.clear()

    def _aim(self) -> None:
        for place, (kind, options) in AIMED:
            if not any((rule["place"], rule["kind"]) == (place, kind) for rule in self._sandbox.faults.listing()):
                self._sandbox.faults.add(place, kind, **options)
                self.met[f"{place} {kind}"] += 1

    def _strike(self) -> None:
        """A place that waits for a fault already gets no second one."""
        (place,) = self._chance.choices(list(PLACES), [weight for weight, _ in PLACES.values()])
        kind, options = self._chance.choice(PLACES[place][1])
        if any(rule["place"] == place for rule in self._sandbox.faults.listing()):
            return
        times = 1 if kind in ONCE else self._chance.randint(1, 2)
        rule = self._sandbox.faults.add(place, kind, times=times, after=self._chance.randint(0, 2), **options)
        if kind in HELD:
            self._release_later(rule)
        self.met[f"{place} {kind}"] += 1

    def _release_later(self, rule: Rule) -> None:
        """What meets it later is held too, and let go of in its turn."""

        def release() -> None:
            rule.release()
            if not rule.is_spent:
                self._release_later(rule)

        asyncio.get_running_loop().call_later(self._chance.uniform(*HELD_SECONDS), release)

    def _end_oddly(self) -> None:
        kind = self._chance.choice(ENDS)
        self._chance.choice((self._sandbox.novita, self._sandbox.wavespeed)).next_outcome(kind)
        self.met[f"a task ends: {kind}"] += 1

    def _break_gateway(self) -> None:
        match self._chance.randrange(3):
            case 0:
                self._sandbox.world.ask_reconnect()
            case 1:
                self._sandbox.world.drop_gateway(abrupt=self._chance.random() < 0.5)
            case _:
                self._sandbox.world.drop_gateway(resume=False)
        self.met["gateway broken"] += 1

    def _let_tokens_die(self) -> None:
        """As if interactions were fifteen minutes old; those of this moment are not, or nobody could learn any more
        how they were answered."""
        before = self._sandbox.world.clock.time() - YOUNG_SECONDS
        for use in self._sandbox.world.uses.values():
            if use.began < before and not use.is_dead and self._chance.random() < 0.5:
                use.began -= TOKEN_SECONDS
        self.met["tokens dead"] += 1

    def _delete_card(self) -> None:
        """A moderator removes a card."""
        cards = [use.message for use in self._sandbox.world.uses.values() if use.has_answer and use.message]
        cards = [card for card in cards if not (card.deleted or card.ephemeral_for or has_video(card))]
        if cards:
            self._sandbox.world.delete_message(self._chance.choice(cards))
            self.met["card deleted"] += 1

    async def _fail_for_a_while(self) -> None:
        """A service is away; what it does beside that is as always."""
        places = self._chance.choice(OUTAGES)
        kind, options = self._chance.choice((("status", {"status": 503}), ("reset", {}), ("status", {"status": 500})))
        for place in places:
            self._sandbox.faults.add(place, kind, times=None, **options)
        self.met[f"outage {places[0].partition('.')[0]}"] += 1
        try:
            await asyncio.sleep(self._chance.uniform(*OUTAGE_SECONDS))
        finally:
            for place in places:
                self._sandbox.faults.clear(place)


def has_video(message: Message) -> bool:
    return any(file.filename.endswith(".mp4") for file in message.files)
