"""Telling an ending, as often as it takes."""

import logging
from collections.abc import Awaitable, Callable

from domain.errors import DatabaseError, PostError
from services.workshop import Workshop

TELL_TRIES = 5

log = logging.getLogger(__name__)


async def retry(shop: Workshop, act: Callable[[], Awaitable[None]]) -> None:
    """Does `act` until Discord took it; after some tries the error is the caller's."""
    for tries in range(TELL_TRIES):
        try:
            await act()
            return
        except PostError:
            if tries == TELL_TRIES - 1:
                raise
            await shop.clock.sleep(shop.clock.spread(shop.pace.poll * 2**tries))


async def say_last_word(shop: Workshop, job_id: str) -> None:
    """Once more, where this process may have written over what another said. What is not ended yet, the other tells
    later than that."""
    try:
        job = await shop.jobs.find(job_id)
        if job is not None and job.settled:
            await retry(shop, lambda: shop.stage.say_again(job))
    except (DatabaseError, PostError) as error:
        log.info("job %s: its last word could not be said again (%s)", job_id, type(error).__name__)
