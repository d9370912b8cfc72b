"""Writes that are insisted on: what they note was paid for or posted, and stands nowhere else."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from domain.errors import DatabaseError
from domain.jobs import Job
from services.clock import Clock

LONGEST_PAUSE = 30.0
PATIENCE = 86_400.0
"""Seconds for which a database that does not answer is asked to take what only this process knows."""

T = TypeVar("T")

log = logging.getLogger(__name__)


async def insist(clock: Clock, job: Job, what: str, write: Callable[[], Awaitable[T]]) -> T:
    """Does `write` until the database took it. Any other error of the write is the caller's at once: after a lost
    answer, LeaseLost may mean that an earlier try was taken."""
    began, tries = clock.monotonic(), 0
    while True:
        try:
            return await write()
        except DatabaseError as error:
            log.warning("job %s: %s could not be noted yet: %s", job.id, what, error.explanation)
            if clock.monotonic() - began > PATIENCE:
                raise
        await clock.sleep(clock.spread(min(2.0 ** min(tries, 10), LONGEST_PAUSE)))
        tries += 1
