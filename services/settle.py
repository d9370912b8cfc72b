"""An end for UNSURE: the task is found in the provider's list, or the member gets the place back."""

import logging
from datetime import timedelta

from domain.errors import ProviderError
from domain.jobs import Failure, Job, State
from domain.progress import Clearing
from services.providers.port import Submission
from services.workshop import Workshop

CLOCKS_DIFFER = timedelta(seconds=30)
"""A provider's clock may be that much before or behind ours."""
PATIENCE = timedelta(hours=12)
"""How long an unreachable provider is asked again before the member gets the place back."""

log = logging.getLogger(__name__)


async def settle(shop: Workshop, job: Job) -> Job:
    """From UNSURE to RUNNING, where exactly one task of the provider can be this job, or to FAILED."""
    shop.stage.show(job, Clearing())
    while True:
        task_ids = await _search(shop, job)
        if task_ids and len(task_ids) == 1 and not await shop.jobs.unsure_twins(job):
            log.info("job %s was found again as task %s", job.id, task_ids[0])
            return await shop.jobs.move(job, state=State.RUNNING, task_id=task_ids[0])
        if _is_over(shop, job, answered=task_ids is not None):
            return await _give_up(shop, job, len(task_ids or ()))
        await shop.clock.sleep(shop.clock.spread(shop.pace.poll))


async def _search(shop: Workshop, job: Job) -> list[str] | None:
    """Tasks nobody owns that may be this job's; None where the provider did not answer just now."""
    provider, model = shop.providers.get(job.provider or ""), shop.model(job)
    offer = model.offers.get(job.provider or "") if model else None
    if provider is None or offer is None:
        return []
    submission = Submission(offer=offer, prompt=job.order.prompt, frame="" if job.order.frame else None)
    since = job.submitting_at or job.queued_at
    until = since + timedelta(minutes=5)
    try:
        found = await provider.find(submission, since - CLOCKS_DIFFER, until + CLOCKS_DIFFER)
    except ProviderError as error:
        log.info("job %s cannot be cleared up yet: %s", job.id, error)
        return None
    known = await shop.jobs.known_tasks(provider.name, found or [])
    return [task_id for task_id in found or [] if task_id not in known]


def _is_over(shop: Workshop, job: Job, answered: bool) -> bool:
    limit = timedelta(seconds=shop.pace.unsure) if answered else PATIENCE
    return shop.elapsed(job) > limit


async def _give_up(shop: Workshop, job: Job, candidates: int) -> Job:
    log.warning(
        "job %s stays unsure: %s may have taken it at %s and may bill it (%d tasks could be it). "
        "The member got the place back.",
        job.id,
        job.provider,
        job.submitting_at,
        candidates,
    )
    return await shop.fail(job, Failure.UNSURE)
