"""The paid request. The row already says SUBMITTING, so whatever happens here, it is never sent a second time."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from domain.errors import (
    Busy,
    DatabaseError,
    FrameLost,
    LeaseLost,
    NotSent,
    OperatorNeeded,
    PostError,
    ProviderError,
    Rejected,
)
from domain.jobs import Failure, Job, State
from domain.models import FrameForm, Offer
from domain.progress import Submitted
from services.gates import Gate
from services.insisting import insist
from services.providers.port import Provider, Submission
from services.workshop import Workshop

LONGEST_PREPARE_PAUSE = 5.0

T = TypeVar("T")

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
    try:
        return await _attempt(shop, job, provider, offer)
    finally:
        shop.gates[offer.provider].leave()


async def _attempt(shop: Workshop, job: Job, provider: Provider, offer: Offer) -> Job:
    """Until the request goes out, every trouble means that nothing was accepted."""
    try:
        job, frame = await _prepare(shop, job, offer)
        with shop.claims.of(job.id) as check_held:
            await shop.check_lease(job)  # asked of the row itself: what follows is paid, whatever a clock says
            check_held()
    except FrameLost:
        return await _refused_here(shop, job, Failure.FRAME)
    except LeaseLost:
        return await _insist(shop, job, lambda: _back_in_line(shop, job, "another process may carry it by now"))
    except (PostError, DatabaseError) as error:
        why = f"it could not be prepared ({type(error).__name__})"
        await shop.clock.sleep(shop.clock.spread(min(shop.pace.poll, LONGEST_PREPARE_PAUSE)))
        return await _insist(shop, job, lambda: _back_in_line(shop, job, why))
    if shop.unbroken.is_leaving:
        return await _back_in_line(shop, job, "the program ends, and nobody could wait for the answer")
    return await _send(shop, job, provider, Submission(offer=offer, prompt=job.order.prompt, frame=frame))


async def _prepare(shop: Workshop, job: Job, offer: Offer) -> tuple[Job, str | None]:
    """The job, whose card may have been sent anew, and its frame as this provider wants it."""
    shop.stage.show(job, Submitted(await shop.usual(job)))
    return await _frame(shop, job, offer)


async def _frame(shop: Workshop, job: Job, offer: Offer) -> tuple[Job, str | None]:
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
    try:
        task_id = await provider.submit(submission)
    except ProviderError as error:
        refusal = error
    else:
        log.info("job %s is running at %s as task %s", job.id, provider.name, task_id)
        gate.succeed()
        return await _note_task(shop, job, task_id)
    _tell_gate(gate, refusal, job.order.model)
    return await _insist(shop, job, lambda: _without_task(shop, job, refusal))


def _tell_gate(gate: Gate, error: ProviderError, model: str) -> None:
    match error:
        case Rejected():
            pass
        case OperatorNeeded(about="model"):
            gate.miss_model(model)
        case OperatorNeeded():
            gate.call_operator(error.about)
        case Busy():
            gate.fail(least=error.retry_after or 0.0)
        case _:
            gate.fail()


async def _without_task(shop: Workshop, job: Job, error: ProviderError) -> Job:
    """What becomes of a job whose request brought no task. Only definite refusals let it be ordered again."""
    match error:
        case Rejected():
            log.warning("job %s was refused by %s: %s", job.id, job.provider, error.failure.value)
            if error.failure is Failure.CONTENT:
                return await shop.fail(job, Failure.CONTENT)
            return await _refused_here(shop, job, error.failure)
        case OperatorNeeded(about="model"):
            return await _refused_here(shop, job, Failure.MODEL)
        case OperatorNeeded() | NotSent() | Busy():
            return await _back_in_line(shop, job, str(error))
        case _:
            log.warning("job %s: the answer to its submit was lost (%s)", job.id, error)
            return await shop.jobs.move(job, state=State.UNSURE)


async def _note_task(shop: Workshop, job: Job, task_id: str) -> Job:
    try:
        return await _insist(shop, job, lambda: shop.jobs.move(job, state=State.RUNNING, task_id=task_id))
    except LeaseLost:
        # It is paid for, and only this process knows the task: the one write that asks nobody whose the job is.
        if not await _insist(shop, job, lambda: shop.jobs.give_task(job, task_id)):
            log.error("job %s no longer waits for its task %s at %s, which is paid for", job.id, task_id, job.provider)
        raise


async def _insist(shop: Workshop, job: Job, write: Callable[[], Awaitable[T]]) -> T:
    """The provider's answer stands nowhere else."""
    return await insist(shop.clock, job, "its submit", write)


async def _back_in_line(shop: Workshop, job: Job, why: str) -> Job:
    log.info("job %s goes back in line: %s", job.id, why)
    return await shop.jobs.move(job, state=State.QUEUED, provider=None, submitting_at=None)


async def _refused_here(shop: Workshop, job: Job, failure: Failure) -> Job:
    """This provider will not take it, for sure: another may, if the model has one."""
    refused = job.refused_by | {job.provider or ""}
    if not shop.is_offered(replace(job, refused_by=refused)):
        return await shop.fail(job, failure)
    return await shop.jobs.move(job, state=State.QUEUED, provider=None, submitting_at=None, refused_by=refused)
