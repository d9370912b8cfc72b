"""Where a job that waits in line goes on, when nobody knows what the process before did."""

import logging
from datetime import timedelta

from domain.errors import PlaceClosed, PostError
from domain.jobs import Failure, Job, State
from services.workshop import Workshop

NO_CARD = 0
ON_ITS_WAY = timedelta(seconds=5)
"""How long after the order its first answer may still reach Discord, though the process that sent it is gone."""

log = logging.getLogger(__name__)


async def resume_in_line(shop: Workshop, job: Job) -> Job:
    """QUEUED still, with its card noted; FAILED where nobody offers its model any more; CANCELLED where the member
    never had an answer."""
    if not shop.is_offered(job):
        return await shop.fail(job, Failure.MODEL)
    if job.card_id is not None:
        return job
    card_id = await _find_card(shop, job)
    if card_id is None:
        return await withdraw(shop, job)
    return await shop.jobs.answered(job, card_id, job.order.place.private)


async def _find_card(shop: Workshop, job: Job) -> int | None:
    """Asks for as long as the interaction can be answered. After that nobody can tell any more: the order stands."""
    while job.order.place.is_answerable(asked_at := shop.clock.now()):
        try:
            card_id = await shop.stage.find_card(job)
            if card_id is not None or asked_at - job.queued_at >= ON_ITS_WAY:
                return card_id
        except PlaceClosed:
            break
        except PostError as error:
            log.info("job %s: its card could not be looked up yet (%s)", job.id, error)
        await shop.clock.sleep(shop.clock.spread(shop.pace.poll))
    return NO_CARD


async def withdraw(shop: Workshop, job: Job) -> Job:
    """The order is as if it had not been, and there is nobody to tell."""
    withdrawn = await shop.jobs.move(job, state=State.CANCELLED, ended_at=shop.clock.now(), settled=True)
    log.info("job %s was never answered and is withdrawn", job.id)
    return withdrawn
