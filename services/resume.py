"""Where a job that was taken over goes on."""

import logging

from domain.errors import PostError
from domain.jobs import Failure, Job, State
from services.carrier import Carrier
from services.workshop import Workshop

NO_CARD = 0

log = logging.getLogger(__name__)


class Resumption:
    def __init__(self, shop: Workshop, carrier: Carrier) -> None:
        self._shop = shop
        self._carrier = carrier

    async def resume(self, job: Job) -> None:
        if job.state is not State.QUEUED:
            self._carrier.resume(job)
        elif not self._shop.is_offered(job):
            self._carrier.resume(await self._shop.fail(job, Failure.MODEL))
        elif job.card_id is None:
            await self._resume_unanswered(job)
        else:
            self._shop.line.add(job)

    async def _resume_unanswered(self, job: Job) -> None:
        """The process before died between the commit and the note of the card: was the member answered?"""
        try:
            card_id = await self._shop.stage.find_card(job)
        except PostError:
            card_id = NO_CARD  # nobody can tell any more: the order stands
        if card_id is None:
            await self._shop.jobs.move(job, state=State.CANCELLED, ended_at=self._shop.clock.now(), settled=True)
            log.info("job %s was never answered and is withdrawn", job.id)
            return
        answered = await self._shop.jobs.answered(job, card_id, job.order.place.private)
        self._shop.line.add(answered)
