"""What is left when a soak is over, as the members, the services and the database tell it. Moments are Unix seconds."""

from dataclasses import dataclass, field
from enum import StrEnum

NOT_COUNTED = "does not count against your quota"
KEPT_FOR_YOU = "It is kept for you"
FREE = "Nothing was charged"
LOOKING = "nothing is ordered yet"


class Answer(StrEnum):
    """What the member saw at once."""

    NONE = "none"
    REFUSAL = "refusal"
    LOOKING = "looking"
    """A card that said that nothing was ordered yet, and went on saying so."""
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card as it stands at the end. `is_out_of_reach` where nobody may edit it any more: the interaction's token is
    dead, and the bot itself is not in that place."""

    message_id: int
    text: str
    is_deleted: bool = False
    is_out_of_reach: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One use of /video. `places` are the channels in which its video may be."""

    interaction_id: int
    member_id: int
    prompt: str = field(repr=False)
    places: frozenset[int]
    answer: Answer
    card: Card | None = None
    takes_messages: bool = True
    """Whether the bot may write to the member directly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table of jobs."""

    id: str
    interaction_id: int
    state: str
    failure: str | None = None
    provider: str | None = None
    card_id: int | None = None
    post_id: int | None = None
    is_settled: bool = True
    has_clip: bool = False
    """Whether its clip is on disk."""
    ended_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One request that a service carried out. `is_made` where a video came of it that can be fetched."""

    provider: str
    prompt: str = field(repr=False)
    is_accepted: bool
    is_billed: bool
    is_made: bool
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message with a video. `pings` are all who were pinged; 0 stands for everyone or a role."""

    job_id: str
    message_id: int
    channel_id: int
    size: int
    pings: frozenset[int]
    answers: int | None = None
    """The message that it replies to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A message beside the card that tells how a job ended."""

    job_id: str
    pings: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    orders: tuple[Ordered, ...] = ()
    rows: tuple[Row, ...] = ()
    bills: tuple[Bill, ...] = ()
    posts: tuple[Post, ...] = ()
    endings: tuple[Ending, ...] = ()
    quotas: dict[int, int | None] = field(default_factory=dict)
    """By member: how many videos /quota says were used; None where it did not answer."""
    per_day: int = 0
    log: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    accidents: tuple[str, ...] = ()
    """What the processes did that nobody did to them: ends of their own, wrong exit codes."""
