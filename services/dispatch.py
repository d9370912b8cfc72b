"""Gives the jobs in line their turn, as soon as a provider has a slot for the next one."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from db.queue import Queue, Slots, Turn
from domain.errors import DatabaseError
from domain.jobs import Job
from domain.progress import InLine
from services.courtesy import Courtesy
from services.workshop import Workshop

LEAST_ROUND = 0.1
"""Seconds between two rounds: a burst of orders is one round's work."""
LONGEST_ROUND = 2.0
TELL_EVERY = 3.0
"""Seconds between two readings of the line for the cards."""
LEAVE_SECONDS = 3.0

log = logging.getLogger(__name__)


class Dispatcher:
    """`begin` gets each job whose turn has come, already committed as SUBMITTING."""

    def __init__(
        self,
        shop: Workshop,
        queue: Queue,
        slots: Mapping[str, Slots],
        begin: Callable[[Job], None],
    ) -> None:
        self._shop = shop
        self._queue = queue
        self._slots = slots
        self._begin = begin
        self._courtesies = {provider: Courtesy() for provider in slots}
        self._told_at = float("-inf")
        self._is_leaving = False
        self._in_round = asyncio.Lock()

    async def leave(self) -> None:
        """Nobody gets a turn any more. A turn that is being taken is handed over first, or its job would look as if it
        had been submitted."""
        self._is_leaving = True
        self._shop.line.ring()
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_SECONDS), self._in_round:
                pass

    async def run(self) -> None:
        while not self._is_leaving:
            async with self._in_round:
                wait = await self._round()
            await self._shop.line.wait(min(wait, LONGEST_ROUND))
            await self._shop.clock.sleep(LEAST_ROUND)

    async def _round(self) -> float:
        """Seconds until it is worth trying again without being woken."""
        try:
            waits = [await self._fill(provider, slots) for provider, slots in self._slots.items()]
            await self._tell_positions()
        except DatabaseError as error:
            log.warning("the line cannot be read just now: %s", error.explanation)
            return LONGEST_ROUND
        return min(waits, default=LONGEST_ROUND)

    async def _fill(self, provider: str, slots: Slots) -> float:
        gate, models = self._shop.gates[provider], self._models(provider)
        while models and self._shop.line.waiting and not self._is_leaving:
            wait = gate.wait()
            if wait > 0:
                return wait
            turn = await self._take(provider, models, slots)
            if turn.job is None:
                return LONGEST_ROUND if turn.wait is None else turn.wait
            gate.enter()
            self._shop.line.remove(turn.job)
            self._begin(turn.job)
        return LONGEST_ROUND

    async def _take(self, provider: str, models: Sequence[str], slots: Slots) -> Turn:
        """Passes over every other process that leaves its turn unused."""
        courtesy, owner, clock = self._courtesies[provider], self._shop.lease.owner, self._shop.clock
        passed: dict[str, str] = {}
        while True:
            turn = await self._queue.take(provider, models, slots, owner, clock.now(), passed.values())
            theirs = turn.theirs
            if theirs is None or theirs.owner is None:
                break
            passed[theirs.id] = theirs.owner
            if not courtesy.is_over(theirs.id, clock.monotonic()):
                break
        courtesy.keep(set(passed))
        return turn

    def _models(self, provider: str) -> Sequence[str]:
        return [model.key for model in self._shop.catalogue.models if provider in model.offers]

    async def _tell_positions(self) -> None:
        waiting = dict(self._shop.line.waiting)
        if not waiting or self._shop.clock.monotonic() < self._told_at + TELL_EVERY:
            return
        self._told_at = self._shop.clock.monotonic()
        for position, job_id in enumerate(await self._queue.positions(self._shop.clock.now()), start=1):
            job = waiting.pop(job_id, None)
            if job is not None:
                self._shop.stage.show(job, InLine(position, await self._shop.usual(job)))
        for job in self._shop.line.forget(waiting.values()):
            self._shop.stage.let_go(job.id)  # another process has taken it over and begun it
