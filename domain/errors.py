"""Errors, with data and without sentences: what a person reads about them is made in one file of cogs/.

FirstframeError
+-- Refusal                 an order that was not accepted; nothing was charged
|   +-- PromptMissing, PromptTooLong
|   +-- NotAPicture, PictureTruncated, PictureTooLarge, PictureTooSmall, PictureShape, PictureBomb,
|   |   PictureGone, FrameRequired, FrameUnused, FrameGone, VideoGone
|   +-- QuotaUsedUp, TooManyWaiting
|   +-- CannotPostHere, ModelUnknown, NoProvider, DraftGone, Leaving
+-- ProviderError           a request to a provider that did not do what was asked
|   +-- Rejected            definitely not accepted, and the same again will not be either
|   +-- OperatorNeeded      key or money; definitely not accepted
|   +-- Busy                definitely not accepted now; worth another try after a wait
|   +-- NotSent             the request never left this machine
|   +-- Down                the provider does not answer as documented; what it did is unknown
|   +-- Forgotten           the provider does not know the task
+-- ClipError               a clip that could not be fetched or is not whole
|   +-- ClipExpired, ClipBroken, ClipTooLarge, ClipUnreachable, ClipUnsaved
|   +-- FfmpegFailed        ffmpeg is missing or did not do its work
+-- OrderTaken              another process of this bot has taken the same order
+-- LeaseLost               another process carries the job now
+-- FrameLost               the first frame's file or address is gone
+-- SettingsError           settings that are wrong or missing, all together
+-- DatabaseError           the database cannot be used: unreachable, or newer than this program
"""

from dataclasses import dataclass, field
from datetime import datetime

from domain.jobs import Failure


class FirstframeError(Exception):
    """The root of all errors this program raises itself."""


class Refusal(FirstframeError):
    """An order that was not accepted. Nothing was charged and nothing is counted."""


class PromptMissing(Refusal):
    pass


@dataclass(eq=False)
class PromptTooLong(Refusal):
    length: int
    limit: int


@dataclass(eq=False)
class NotAPicture(Refusal):
    """The bytes are no picture we can read, whatever the name says."""

    found: str = ""
    """What the bytes look like, if that is known (`PDF`, `MP4`), else empty."""


class PictureTruncated(Refusal):
    pass


class PictureGone(Refusal):
    """Discord no longer has the attachment, or did not hand it over in time."""


@dataclass(eq=False)
class PictureTooLarge(Refusal):
    size: int
    limit: int


@dataclass(eq=False)
class PictureTooSmall(Refusal):
    width: int
    height: int
    over_side: int


@dataclass(eq=False)
class PictureShape(Refusal):
    """Too wide or too tall. Ratios are width / height."""

    width: int
    height: int
    least_ratio: float
    most_ratio: float

    @property
    def is_too_wide(self) -> bool:
        return self.width / self.height >= self.most_ratio  # divided as the rules do, or rounding may differ


@dataclass(eq=False)
class PictureBomb(Refusal):
    """So many pixels that reading them would endanger the bot."""

    pixels: int
    limit: int


@dataclass(eq=False)
class FrameRequired(Refusal):
    model: str


@dataclass(eq=False)
class FrameUnused(Refusal):
    """A picture was given to a model that takes none."""

    model: str


class FrameGone(Refusal):
    """The first frame of an earlier order is no longer kept."""


class VideoGone(Refusal):
    """The video to go on from is no longer kept, or cannot be read."""


@dataclass(eq=False)
class QuotaUsedUp(Refusal):
    limit: int
    next_at: datetime


@dataclass(eq=False)
class TooManyWaiting(Refusal):
    limit: int


@dataclass(eq=False)
class CannotPostHere(Refusal):
    missing: tuple[str, ...]
    """discord.py names of the rights the bot lacks: `attach_files`, `send_messages`."""


@dataclass(eq=False)
class ModelUnknown(Refusal):
    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class NoProvider(Refusal):
    model: str


class DraftGone(Refusal):
    """The question that this answers has been answered already, or is too old."""


class Leaving(Refusal):
    """The bot is shutting down and takes no more orders."""


@dataclass(eq=False)
class ProviderError(FirstframeError):
    provider: str
    status: int | None = None
    """HTTP status, None where no answer came."""
    reason: str = field(default="", repr=False)
    """The provider's own words, shortened; never logged: they may quote the prompt."""

    def __str__(self) -> str:
        return f"{self.provider}: {type(self).__name__} (HTTP {self.status})"


@dataclass(eq=False)
class Rejected(ProviderError):
    failure: Failure = Failure.ORDER


@dataclass(eq=False)
class OperatorNeeded(ProviderError):
    about: str = "key"
    """`key`: wrong, revoked or without the right. `money`: the account is empty. `model`: one that
    is retired, or not for this account."""


@dataclass(eq=False)
class Busy(ProviderError):
    retry_after: float | None = None
    """Seconds, where the provider said so."""


class NotSent(ProviderError):
    pass


class Down(ProviderError):
    pass


class Forgotten(ProviderError):
    pass


class ClipError(FirstframeError):
    pass


class ClipExpired(ClipError):
    """The address no longer works; the provider may give a new one."""


class ClipBroken(ClipError):
    """What came is not a whole MP4."""


class ClipTooLarge(ClipError):
    pass


class ClipUnreachable(ClipError):
    """The media host did not answer, answered with an error, or was too slow."""


class ClipUnsaved(ClipError):
    """This machine's disk did not take the clip."""


@dataclass(eq=False)
class FfmpegFailed(ClipError):
    code: int | None
    """Its exit code; None where it could not be started or its time was up."""
    complaint: str = field(default="", repr=False)
    """The end of what it wrote to stderr; for the operator."""

    def __str__(self) -> str:
        return f"ffmpeg ended with {self.code}"


class PostError(FirstframeError):
    pass


class PlaceClosed(PostError):
    pass


class PlaceGone(PlaceClosed):
    """The place itself is no more, and nothing that was in it."""


class ReplyClosed(PlaceClosed):
    """Nothing may be answered here; a message that answers nothing may be sent."""


class PostTooLarge(PostError):
    pass


class PostUnclear(PostError):
    pass


class TooLate(PostError):
    """The member's use of the bot was over before it was answered: nobody has seen the answer."""


class OrderTaken(FirstframeError):
    """While one process replaces another, both hear of every order; the member gets one answer and one video."""


class LeaseLost(FirstframeError):
    pass


class FrameLost(FirstframeError):
    pass


@dataclass(eq=False)
class SettingsError(FirstframeError):
    mistakes: tuple[str, ...]
    """One readable line each: which setting, what is wrong, what to write instead."""


@dataclass(eq=False)
class DatabaseError(FirstframeError):
    explanation: str
