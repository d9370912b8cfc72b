"""The paid request. The row already says SUBMITTING, so whatever happens here, it is never sent a second time."""

import logging
from dataclasses import replace

from domain.errors import Busy, DatabaseError, Down, FrameLost, NotSent, OperatorNeeded, PostError, Rejected
from domain.jobs import Failure, Job, State
from domain.models import FrameForm, Offer
from domain.progress import Submitted
from services.providers.port import Provider, Submission
from services.workshop import Workshop

NOTE_TRIES = 12
LONGEST_NOTE_PAUSE = 30.0

log = logging.getLogger(__name__)


async def submit(shop: Workshop, job: Job) -> Job:
    """From SUBMITTING to RUNNING, UNSURE or FAILED, or back to QUEUED where definitely nothing was accepted.
    It goes on to its commit when the program is asked to leave."""
    return await shop.unbroken.run(_submit(shop, job))


async def _submit(shop: Workshop, job: Job) -> Job:
    model, provider = shop.model(job), shop.providers.get(job.provider or "")
    offer = model.offers.get(job.provider or "") if model else None
    if offer is None or provider is None:
        return await _refused_here(shop, job, Failure.MODEL)
    gate = shop.gates[offer.provider]
    try:
        shop.stage.show(job, Submitted(await shop.usual(job)))
        job, frame = await _frame(shop, job, offer)
        return await _send(shop, job, provider, Submission(offer=offer, prompt=job.order.prompt, frame=frame))
    except FrameLost:
        return await _refused_here(shop, job, Failure.FRAME)
    except PostError as error:
        return await _back_in_line(shop, job, f"its picture could not be read again just now ({error})")
    finally:
        gate.leave()


async def _frame(shop: Workshop, job: Job, offer: Offer) -> tuple[Job, str | None]:
    """The frame as this provider wants it, and the job, whose card may have been sent anew for it."""
    if job.order.frame is None:
        return job, None
    if offer.frame_form is FrameForm.DATA:
        return job, await shop.frames.data_uri(job.order.frame)
    address = await shop.stage.frame_address(job)
    if address.card_id != job.card_id:
        job = await shop.jobs.move(job, card_id=address.card_id)
    return job, address.url


async def _send(shop: Workshop, job: Job, provider: Provider, submission: Submission) -> Job:
    gate = shop.gates[provider.name]
    await shop.check_lease(job)
    try:
        task_id = await provider.submit(submission)
    except (NotSent, Busy) as error:
        gate.fail(least=getattr(error, "retry_after", None) or 0.0)
        return await _back_in_line(shop, job, str(error))
    except OperatorNeeded as error:
        gate.call_operator(error.about)
        if error.about == "model":
            return await _refused_here(shop, job, Failure.MODEL)
        return await _back_in_line(shop, job, str(error))
    except Rejected as error:
        log.warning("job %s was refused by %s: %s", job.id, provider.name, error.failure.value)
        if error.failure is Failure.CONTENT:
            return await shop.fail(job, Failure.CONTENT)
        return await _refused_here(shop, job, error.failure)
    except Down as error:
        gate.fail()
        log.warning("job %s: the answer to its submit was lost (%s)", job.id, error)
        return await shop.jobs.move(job, state=State.UNSURE)
    log.info("job %s is running at %s as task %s", job.id, provider.name, task_id)
    gate.succeed()
    return await _note_task(shop, job, task_id)


async def _note_task(shop: Workshop, job: Job, task_id: str) -> Job:
    """The task is paid for: a database that does not answer just now is asked again for some minutes."""
    for tries in range(NOTE_TRIES):
        try:
            return await shop.jobs.move(job, state=State.RUNNING, task_id=task_id)
        except DatabaseError as error:
            log.warning("job %s: its task %s could not be noted yet: %s", job.id, task_id, error.explanation)
            await shop.clock.sleep(shop.clock.spread(min(2.0**tries, LONGEST_NOTE_PAUSE)))
    return await shop.jobs.move(job, state=State.RUNNING, task_id=task_id)


async def _back_in_line(shop: Workshop, job: Job, why: str) -> Job:
    log.info("job %s goes back in line: %s", job.id, why)
    return await shop.jobs.move(job, state=State.QUEUED, provider=None, submitting_at=None)


async def _refused_here(shop: Workshop, job: Job, failure: Failure) -> Job:
    """This provider will not take it, for sure: another may, if the model has one."""
    refused = job.refused_by | {job.provider or ""}
    if not shop.is_offered(replace(job, refused_by=refused)):
        return await shop.fail(job, failure)
    return await shop.jobs.move(job, state=State.QUEUED, provider=None, submitting_at=None, refused_by=refused)
