"""What every provider can do. Novita and WaveSpeed are the two implementations."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.looks import Look
from domain.models import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One paid request in our words."""

    offer: Offer
    prompt: str = field(repr=False)
    frame: str | None = field(default=None, repr=False)
    """A URL or a `data:` URI, as `offer.frame_form` wants it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A task in a provider's list that nothing speaks against."""

    task_id: str
    tells_prompt: bool
    """Whether the list told its prompt, which then is the same."""


class Provider(Protocol):
    """Contract, for both implementations:

    - `submit` sends exactly one POST and never repeats it. It raises Rejected, OperatorNeeded, Busy or NotSent
      where the request was definitely not accepted, and Down where nobody can know.
    - `look` sends one GET, which may be repeated for ever. It raises Busy, Down, NotSent, OperatorNeeded or
      Forgotten; a task that ended without a video is an answer (Refused), not an error.
    - `find` tells the tasks that may be `submission`, submitted between `since` and `until`, newest first;
      None where the provider cannot list its tasks. It raises what `look` raises, but not Forgotten.
    """

    @property
    def name(self) -> str: ...

    @property
    def allows_private_hosts(self) -> bool:
        """Whether its clips may come from this machine or network: only where its own base address does."""
        ...

    async def submit(self, submission: Submission) -> str: ...

    async def look(self, task_id: str) -> Look: ...

    async def find(self, submission: Submission, since: datetime, until: datetime) -> list[Found] | None: ...
