"""What the services need of Discord. cogs/ fulfils it; tests fulfil it with a folder."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from domain.jobs import Job
from domain.posts import Posted
from domain.progress import Progress


class Way(Enum):
    """Where a video can go, in this order."""

    CHANNEL = "channel"
    """A new message in the channel, by the bot itself."""
    ANSWER = "answer"
    """The card itself becomes the video: all that is left where only the member installed the bot."""
    DIRECT = "direct"
    """A direct message to the member."""


@dataclass(frozen=True, slots=True)
class FrameAddress:
    """Where a provider can fetch the first frame now, and the card that shows it: a lost card was sent anew."""

    url: str = field(repr=False)
    card_id: int


class Stage(Protocol):
    """Raises PlaceClosed or its PlaceGone, PostTooLarge or PostUnclear, where nothing else is said."""

    def show(self, job: Job, progress: Progress) -> None:
        """Keeps the card true. Never raises and never waits; edits are few, and only the latest counts."""
        ...

    def let_go(self, job_id: str) -> None:
        """Another process keeps this job's card from now on: nothing that was planned for it is shown any more."""
        ...

    async def quiet(self, job_id: str) -> bool:
        """Returns when no edit of this job's card is under way any more: whether there was one, or one that ended
        after the lease had lapsed, so that it may have come after what another process wrote."""
        ...

    def take_cut_off(self, job_id: str) -> bool:
        """Whether, since this was last asked, an edit of this job's card was given up because its end had to be said:
        Discord may carry that edit out yet."""
        ...

    async def close(self) -> set[str]:
        """No card is written on any more. Returns when no edit is under way: the jobs on whose cards one ended after
        the lease had lapsed, or was given up."""
        ...

    async def settle(self, job: Job) -> None:
        """Tells how the job ended, on its card or, if that is gone, elsewhere. Doing it twice changes nothing."""
        ...

    async def say_again(self, job: Job) -> None:
        """How the job ended was told; its card says so once more, where an older line may have come after that. If the
        card is gone, nothing is said."""
        ...

    async def find_card(self, job: Job) -> int | None:
        """The card's message id, or None if Discord never had one. PlaceClosed where it cannot be asked any more."""
        ...

    async def frame_address(self, job: Job) -> FrameAddress:
        """Raises FrameLost where no provider could fetch the frame any more, PostUnclear where Discord does not say
        so just now."""
        ...

    def ways(self, job: Job) -> list[Way]:
        """The ways that are open now, best first."""
        ...

    def shut_ways(self, job: Job) -> list[Way]:
        """Those that were open when the video was ready, and by which nothing can be sent or looked for any more."""
        ...

    def upload_limit(self, job: Job, way: Way) -> int:
        """Bytes of one file."""
        ...

    async def post(self, job: Job, way: Way, clip: Path, check_held: Callable[[], None]) -> Posted:
        """`check_held` is asked right before each try. What was sent before it raised is to be looked for."""
        ...

    async def find_post(self, job: Job, way: Way) -> Posted | None:
        """The message that already carries this job's video, None where there is none. PlaceClosed where nobody can
        look, PlaceGone where nothing is left to look at."""
        ...
