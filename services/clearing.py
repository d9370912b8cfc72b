"""An end for UNSURE: the task is found in the provider's list, or the member gets the place back."""

import logging
from datetime import timedelta

from domain.errors import ProviderError
from domain.jobs import Failure, Job, State
from domain.progress import Clearing
from services.providers.port import Found, Submission
from services.workshop import Workshop

CLOCKS_DIFFER = timedelta(minutes=10)
"""A provider's clock may be that much before or behind ours."""
LONGEST_SUBMIT = timedelta(minutes=5)
PATIENCE = timedelta(hours=12)
"""How long an unreachable provider is asked again before the member gets the place back; by the steady clock."""

log = logging.getLogger(__name__)


async def clear_up(shop: Workshop, job: Job) -> Job:
    """From UNSURE to RUNNING, where exactly one task of the provider can be this job, or to FAILED."""
    shop.stage.show(job, Clearing())
    # The answer may have been waited for so long that the grace would be over before it began.
    begun = shop.clock.monotonic()
    while True:
        candidates = await _search(shop, job)
        task_id = await _only_one(shop, job, candidates or [])
        if task_id is not None:
            log.info("job %s was found again as task %s", job.id, task_id)
            return await shop.jobs.move(job, state=State.RUNNING, task_id=task_id)
        if _is_over(shop, begun, answered=candidates is not None):
            return await _give_up(shop, job, len(candidates or []))
        await shop.clock.sleep(shop.clock.spread(shop.pace.poll))


async def _search(shop: Workshop, job: Job) -> list[Found] | None:
    """Tasks that belong to no job yet and may be this one's; None where the provider did not answer just now."""
    provider, model = shop.providers.get(job.provider or ""), shop.model(job)
    offer = model.offers.get(job.provider or "") if model else None
    if provider is None or offer is None:
        return []
    submission = Submission(offer=offer, prompt=job.order.prompt, frame="" if job.order.frame else None)
    since = job.submitting_at or job.queued_at
    try:
        found = await provider.find(submission, since - CLOCKS_DIFFER, since + LONGEST_SUBMIT + CLOCKS_DIFFER)
    except ProviderError as error:
        log.info("job %s cannot be cleared up yet: %s", job.id, error)
        return None
    known = await shop.jobs.known_tasks(provider.name, [each.task_id for each in found or []])
    return [each for each in found or [] if each.task_id not in known]


async def _only_one(shop: Workshop, job: Job, candidates: list[Found]) -> str | None:
    """The one task that can be this job's. A task whose prompt the list tells cannot be another prompt's; one whose
    prompt it leaves out may be any that is missing."""
    certain = [each for each in candidates if each.tells_prompt]
    chosen = certain or candidates
    since = (job.submitting_at or job.queued_at) - LONGEST_SUBMIT - 2 * CLOCKS_DIFFER
    if len(chosen) != 1 or await shop.jobs.twins(job, bool(certain), since):
        return None
    task_id = chosen[0].task_id
    # Asked again after the twins: one of them may have noted this very task in between.
    return None if await shop.jobs.known_tasks(job.provider or "", [task_id]) else task_id


def _is_over(shop: Workshop, begun: float, answered: bool) -> bool:
    return shop.clock.monotonic() - begun > (shop.pace.unsure if answered else PATIENCE.total_seconds())


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
