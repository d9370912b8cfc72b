"""Orders become jobs here: checked, admitted, answered, and only then in line."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from db.jobs import Jobs
from domain.errors import DatabaseError, LeaseLost, Leaving, NoProvider
from domain.jobs import Job, State
from domain.limits import Limits, Quota
from domain.models import Model
from domain.orders import Order
from domain.pace import Usual
from domain.progress import InLine
from services.resume import withdraw
from services.telling import say_last_word
from services.workshop import Workshop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    job: Job
    progress: InLine
    is_first: bool
    """Whether the member never ordered anything before."""


class Orders:
    """`new_id` makes a job's id: at most 25 characters, never the same twice. `resume` carries on a job of which it
    is not known how far it came."""

    def __init__(
        self, shop: Workshop, limits: Limits, new_id: Callable[[], str], resume: Callable[[Job], None]
    ) -> None:
        self._shop = shop
        self._limits = limits
        self._new_id = new_id
        self._resume = resume
        self._is_leaving = False

    @property
    def limits(self) -> Limits:
        return self._limits

    @property
    def _jobs(self) -> Jobs:
        return self._shop.jobs

    def leave(self) -> None:
        """From now on every order is refused with Leaving."""
        self._is_leaving = True

    async def check(self, member_id: int, interaction_id: int, model: Model) -> None:
        """Raises the Refusal or OrderTaken that `accept` would raise now, before a picture is fetched for nothing."""
        self._check_open(model)
        await self._jobs.check(member_id, interaction_id, self._limits, self._shop.clock.now())

    async def accept(self, order: Order, model: Model, draft_id: str | None = None) -> Accepted:
        """Admits the order: from here on it counts, and the draft that it was made of is no more. It is in line once
        `answered` was called."""
        self._check_open(model)
        job = Job(
            id=self._new_id(),
            order=order,
            state=State.QUEUED,
            queued_at=self._shop.clock.now(),
            owner=self._shop.lease.owner,
        )
        usual = await self._shop.usual(job)
        admitted = await self._jobs.admit(job, self._limits, draft_id)
        log.info("job %s ordered by member %s with %s", job.id, order.member_id, order.model)
        return Accepted(job, InLine(admitted.position, usual), admitted.is_first)

    async def answered(self, job: Job, card_id: int, private: bool) -> None:
        """The member has the card: the job may have its turn."""
        try:
            self._shop.line.add(await self._jobs.answered(job, card_id, private))
        except DatabaseError as error:
            log.warning("job %s: its card could not be noted yet: %s", job.id, error.explanation)
            self._resume(job)
        except LeaseLost:
            log.warning("job %s is carried by another process, which finds its card", job.id)
            await say_last_word(self._shop, job.id)  # the card was written this moment

    def find_answer(self, job: Job) -> None:
        """It is not known whether the member has the card: that is found out, and the job gets in line or is
        withdrawn."""
        self._resume(job)

    async def withdraw(self, job: Job) -> None:
        """Nobody has seen that it was accepted."""
        try:
            await withdraw(self._shop, job)
        except DatabaseError as error:
            log.warning("job %s could not be withdrawn yet: %s", job.id, error.explanation)
            self._resume(job)
        except LeaseLost:
            log.warning("job %s is carried by another process, which looks for its card", job.id)

    async def quota(self, member_id: int) -> Quota:
        return await self._jobs.quota(member_id, self._limits, self._shop.clock.now())

    async def usual(self, model: Model) -> Usual:
        return await self._shop.usuals.of(model.key, model)

    def _check_open(self, model: Model) -> None:
        if self._is_leaving:
            raise Leaving
        gates = [self._shop.gates[name] for name in model.offers if name in self._shop.gates]
        if not gates or all(gate.needs_operator for gate in gates):
            raise NoProvider(model.label)
