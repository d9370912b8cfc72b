"""A job: one accepted order on its way to a video, and the states it passes.

QUEUED <-> SUBMITTING -> RUNNING <-> READY -> POSTED | KEPT
 |  |       |     |       ^   |
 |  |       |     +-> UNSURE  |
 |  |       |            |    |
 |  +-------+------------+----+--> FAILED
 +--> CANCELLED

Back to QUEUED goes what definitely was not accepted, and back to RUNNING what was READY and whose clip has left the
disk. Once an order has had its turn, it is not cancelled any more, and a video that is READY does not fail.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.orders import Order


class State(StrEnum):
    QUEUED = "queued"
    SUBMITTING = "submitting"
    """Committed before the paid request leaves."""
    UNSURE = "unsure"
    """The answer to a submit was lost: nobody knows yet whether it was accepted."""
    RUNNING = "running"
    READY = "ready"
    """The clip is on disk, checked and whole."""
    POSTED = "posted"
    KEPT = "kept"
    """Made, but no place would take it: it waits for the member in /videos."""
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = frozenset({State.QUEUED, State.SUBMITTING, State.UNSURE, State.RUNNING, State.READY})
AT_PROVIDER = frozenset({State.SUBMITTING, State.UNSURE, State.RUNNING})
MADE = frozenset({State.POSTED, State.KEPT})
UNCOUNTED = frozenset({State.FAILED, State.CANCELLED})
"""States that give the member's place back: a quota counts every other row of its window."""


class Failure(StrEnum):
    """Why a job failed. The word is stored; what a person reads about it is made in cogs/."""

    CONTENT = "content"
    """The service refused the prompt or the picture."""
    ORDER = "order"
    """The service found a parameter or the picture unusable."""
    RENDER = "render"
    """The service accepted the job and could not make the video."""
    NO_VIDEO = "no_video"
    """The service reported success and gave no video, or one that cannot be read."""
    FORGOTTEN = "forgotten"
    """The service no longer knows the task."""
    UNSURE = "unsure"
    """The answer to the submit stayed lost."""
    MODEL = "model"
    """No provider that is switched on offers the model any more."""
    FRAME = "frame"
    """The first frame cannot be handed over any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One row. Times are aware UTC; a time is None until its moment has come."""

    id: str
    order: Order
    state: State
    queued_at: datetime
    owner: str | None = None
    provider: str | None = None
    task_id: str | None = None
    submitting_at: datetime | None = None
    ready_at: datetime | None = None
    ended_at: datetime | None = None
    card_id: int | None = None
    """The card's message: None until Discord has it, 0 where it is known that there is none."""
    settled: bool = False
    """Whether the member has been told how the job ended."""
    clip: str | None = None
    post_channel_id: int | None = None
    post_id: int | None = None
    failure: Failure | None = None
    withheld: bool = False
    """Whether the member asked, when it was too late to cancel, that the video is not posted."""
    deleted_at: datetime | None = None
    """When the member deleted the video from /videos: the row only counts from then on, and says nothing."""
    refused_by: frozenset[str] = frozenset()
    """Providers that definitely refused this order; it is not offered to them again."""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def name(self) -> str:
        """The file name a member sees; a posted message is found again by it."""
        return f"firstframe-{self.id}.mp4"

    @property
    def film_name(self) -> str:
        """The file name of the whole chain that ends with this job; never taken for a post."""
        return f"firstframe-film-{self.id}.mp4"
