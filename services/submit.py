"""The paid request. The row already says SUBMITTING, so whatever happens here, it is never sent a second time."""

import logging

from domain.errors import Busy, Down, FrameLost, NotSent, OperatorNeeded, Rejected
from domain.jobs import Failure, Job, State
from domain.models import FrameForm, Offer
from domain.progress import Submitted
from services.providers.port import Submission
from services.workshop import Workshop

log = logging.getLogger(__name__)


async def submit(shop: Workshop, job: Job) -> Job:
    """From SUBMITTING to RUNNING, UNSURE or FAILED, or back to QUEUED where definitely nothing was accepted."""
    model, provider = shop.model(job), shop.providers.get(job.provider or "")
    offer = model.offers.get(job.provider or "") if model else None
    if offer is None or provider is None:
        return await _refused_here(shop, job, Failure.MODEL)
    shop.stage.show(job, Submitted(await shop.usual(job)))
    try:
        job, frame = await _frame(shop, job, offer)
    except FrameLost:
        shop.gates[offer.provider].leave()
        return await _refused_here(shop, job, Failure.FRAME)
    submission = Submission(offer=offer, prompt=job.order.prompt, frame=frame)
    return await shop.unbroken.run(_send(shop, job, submission))


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


async def _send(shop: Workshop, job: Job, submission: Submission) -> Job:
    provider = shop.providers[submission.offer.provider]
    gate = shop.gates[provider.name]
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
        gate.leave()
        log.warning("job %s was refused by %s: %s", job.id, provider.name, error.failure.value)
        if error.failure is Failure.CONTENT:
            return await shop.fail(job, Failure.CONTENT)
        return await _refused_here(shop, job, error.failure)
    except Down as error:
        gate.fail()
        log.warning("job %s: the answer to its submit was lost (%s)", job.id, error)
        return await shop.jobs.move(job, state=State.UNSURE)
    running = await shop.jobs.move(job, state=State.RUNNING, task_id=task_id)
    gate.succeed()
    log.info("job %s is running at %s as task %s", job.id, provider.name, task_id)
    return running


async def _back_in_line(shop: Workshop, job: Job, why: str) -> Job:
    log.info("job %s goes back in line: %s", job.id, why)
    back = await shop.jobs.move(job, state=State.QUEUED, provider=None, submitting_at=None)
    shop.wake_queue()
    return back


async def _refused_here(shop: Workshop, job: Job, failure: Failure) -> Job:
    """This provider will not take it, for sure: another may, if the model has one."""
    refused = job.refused_by | {job.provider or ""}
    model = shop.model(job)
    others = [name for name in (model.offers if model else ()) if name not in refused and name in shop.providers]
    if not others:
        return await shop.fail(job, failure)
    moved = await shop.jobs.move(job, state=State.QUEUED, provider=None, submitting_at=None, refused_by=refused)
    shop.wake_queue()
    return moved
