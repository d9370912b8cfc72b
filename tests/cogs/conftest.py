"""A job to talk about."""

from datetime import UTC, datetime

import pytest

from domain.jobs import Job, State
from domain.orders import Order, Place

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
def job() -> Job:
    place = Place(
        channel_id=11,
        guild_id=12,
        postable=True,
        upload_limit=10_000_000,
        application_id=13,
        interaction_id=14,
        interaction_token="a-token",
        interaction_at=NOON,
    )
    order = Order(member_id=15, prompt="A fox\n@everyone runs", model="minimax-video-01", frame=None, place=place)
    return Job(id="a1b2", order=order, state=State.QUEUED, queued_at=NOON, owner="us")
