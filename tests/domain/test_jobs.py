"""Jobs, their orders and the places these were made in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.jobs import AT_PROVIDER, OPEN, UNCOUNTED, Job, State
from domain.orders import INTERACTION_LIFE, TOKEN_MARGIN, Order, Place

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
PLACE = Place(
    channel_id=1,
    guild_id=None,
    postable=False,
    upload_limit=10,
    application_id=2,
    interaction_id=3,
    interaction_token="the-token",
    interaction_at=NOW,
)
ORDER = Order(member_id=4, prompt="A private fox", model="m", frame=None, place=PLACE)
JOB = Job(id="0123abcd", order=ORDER, state=State.QUEUED, queued_at=NOW)


@pytest.mark.parametrize("state", State)
def test_a_job_is_open_until_it_has_one_of_four_ends(state: State) -> None:
    ends = {State.POSTED, State.KEPT, State.FAILED, State.CANCELLED}
    assert replace(JOB, state=state).is_open == (state not in ends)


def test_states_are_grouped_one_within_the_other() -> None:
    assert {*OPEN - AT_PROVIDER} == {State.QUEUED, State.READY}
    assert AT_PROVIDER < OPEN
    assert not UNCOUNTED & OPEN


def test_a_file_is_named_after_its_job() -> None:
    assert JOB.name == "firstframe-0123abcd.mp4"


@pytest.mark.parametrize(
    ("after", "is_answerable"),
    [
        (timedelta(0), True),
        (INTERACTION_LIFE - TOKEN_MARGIN - timedelta(microseconds=1), True),
        (INTERACTION_LIFE - TOKEN_MARGIN, False),
        (INTERACTION_LIFE, False),
        (timedelta(days=30), False),
    ],
)
def test_a_place_is_answerable_for_as_long_as_its_token_surely_works(after: timedelta, is_answerable: bool) -> None:
    assert PLACE.is_answerable(NOW + after) is is_answerable
    assert PLACE.is_answerable((NOW + after).astimezone(timezone(timedelta(hours=9)))) is is_answerable


def test_discord_lets_an_interaction_be_answered_for_15_minutes() -> None:
    assert timedelta(minutes=15) == INTERACTION_LIFE
    assert timedelta(0) < TOKEN_MARGIN < timedelta(minutes=1)


def test_neither_prompt_nor_token_shows_where_a_job_is_written_out() -> None:
    for written in (repr(JOB), str(JOB), f"{ORDER}", repr(PLACE)):
        assert "fox" not in written
        assert "the-token" not in written
