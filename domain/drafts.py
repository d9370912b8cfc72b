"""A draft: what a member has begun to order and not ordered yet. Nothing of it is charged or counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DRAFT_LIFE = timedelta(days=1)
"""Discord forgets a private question sooner; its pictures' addresses live about as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An attachment as Discord describes it; sides are pixels, None where Discord does not say."""

    url: str = field(repr=False)
    size: int
    content_type: str | None = None
    width: int | None = None
    height: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    id: str
    member_id: int
    created_at: datetime
    prompt: str = field(default="", repr=False)
    model: str | None = None
    """A key of the catalogue; None for its default."""
    parent_id: str | None = None
    discreet: bool = False
    pictures: tuple[Picture, ...] = ()
    """Pictures of a message, one of which becomes the first frame."""
    frames: Mapping[str, str] = field(default_factory=dict)
    """Finished frames by what was done to the picture, one of which the member chooses: file names."""
    application_id: int | None = None
    interaction_token: str | None = field(default=None, repr=False)
    message_id: int | None = None
    """Where the bot asked, so that the question can be taken away again: None where it stands in a modal."""
