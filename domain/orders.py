"""An order: what a member asked for, and the place it was asked in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

INTERACTION_LIFE = timedelta(minutes=15)
"""How long Discord lets an interaction be answered or its answer be edited with the interaction's token."""
TOKEN_MARGIN = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an order was made and how its answer gets back there."""

    channel_id: int
    guild_id: int | None
    postable: bool
    """True where the bot itself may write: a channel of a server it is in, or its own DM with the member."""
    upload_limit: int
    """Bytes of one file that this place takes."""
    application_id: int
    interaction_id: int
    interaction_token: str = field(repr=False)
    interaction_at: datetime
    private: bool = False
    """True where only the member sees the card."""
    locale: str = "en-US"

    def is_answerable(self, now: datetime) -> bool:
        """Whether the interaction's token still works at `now`, with a margin for the way there."""
        return now < self.interaction_at + INTERACTION_LIFE - TOKEN_MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    member_id: int
    prompt: str = field(repr=False)
    model: str
    """The key of a model in the catalogue."""
    frame: str | None
    """File name below the frames folder: an upright JPEG, or None for text alone."""
    place: Place
    parent_id: str | None = None
    """The job whose last picture is this one's first frame."""
    discreet: bool = False
    """Whether the member asked that nobody else sees card and video."""
