"""A post: a message that carries a video."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a post stands."""

    channel_id: int
    message_id: int
