"""Drafts: each is its member's own, and becomes at most one order."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from db.drafts import Drafts
from db.engine import Database
from db.jobs import Admitted, Jobs
from domain.drafts import Draft, Picture
from domain.errors import DraftGone, OrderTaken, TooManyWaiting
from domain.limits import Limits

from .rows import MANY, START, at, new_job, rows

PICTURE = Picture(
    url="https://cdn.example/fox.png?hm=secret", size=1234, content_type="image/png", width=640, height=480
)
DRAFT = Draft(
    id="draft",
    member_id=7,
    created_at=START,
    prompt="A fox 🦊 runs",
    model="video-01",
    parent_id="parent",
    discreet=True,
    pictures=(PICTURE, Picture(url="https://cdn.example/two", size=0, name="zwei.jpg")),
    frames={"crop": "a.jpg", "pad": "b.jpg"},
    application_id=3,
    interaction_token="a token",
    message_id=2**63 - 1,
)


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database)


async def test_a_draft_is_read_as_it_was_kept(drafts: Drafts) -> None:
    await drafts.keep(DRAFT)
    assert await drafts.find("draft", 7) == DRAFT
    bare = Draft(id="bare", member_id=7, created_at=START)
    await drafts.keep(bare)
    assert await drafts.find("bare", 7) == bare


async def test_nobody_goes_on_with_anothers_draft(drafts: Drafts) -> None:
    await drafts.keep(DRAFT)
    assert await drafts.find("draft", 8) is None
    assert await drafts.take("draft", 8) is None
    assert await drafts.find("draft", 7) == DRAFT


async def test_of_many_presses_at_once_one_gets_the_draft(drafts: Drafts) -> None:
    await drafts.keep(DRAFT)
    taken = await asyncio.gather(*(drafts.take("draft", 7) for _ in range(10)))
    assert [draft for draft in taken if draft is not None] == [DRAFT]


async def test_a_draft_is_ordered_once_by_many_presses_at_once(
    drafts: Drafts, jobs: Jobs, database: Database, second: Database
) -> None:
    await drafts.keep(DRAFT)
    doors = jobs, Jobs(second)
    pressed = (doors[number % 2].admit(new_job(7), MANY, "draft") for number in range(10))
    answers = await asyncio.gather(*pressed, return_exceptions=True)
    assert Counter(type(answer) for answer in answers) == {Admitted: 1, DraftGone: 9}
    assert len(await rows(database)) == 1
    assert await drafts.find("draft", 7) is None


async def test_a_draft_whose_order_is_refused_is_still_there(drafts: Drafts, jobs: Jobs, database: Database) -> None:
    await drafts.keep(DRAFT)
    with pytest.raises(TooManyWaiting):
        await jobs.admit(new_job(7), Limits(per_day=1, at_once=0, waiting=0), "draft")
    with pytest.raises(DraftGone):
        await jobs.admit(new_job(8), MANY, "draft")
    assert await drafts.find("draft", 7) == DRAFT
    assert await rows(database) == []


async def test_another_bot_that_hears_the_same_press_is_not_told_that_the_draft_is_gone(
    drafts: Drafts, jobs: Jobs
) -> None:
    await drafts.keep(DRAFT)
    job = new_job(7)
    await jobs.admit(job, MANY, "draft")
    with pytest.raises(OrderTaken):
        await jobs.admit(replace(job, id="another"), MANY, "draft")


async def test_where_the_bot_asked_is_noted_afterwards(drafts: Drafts) -> None:
    await drafts.keep(replace(DRAFT, message_id=None))
    await drafts.note_question("draft", 2**63 - 1)
    assert await drafts.find("draft", 7) == DRAFT
    await drafts.note_question("gone", 1)


async def test_old_drafts_are_taken_together(drafts: Drafts) -> None:
    for number in range(3):
        await drafts.keep(Draft(id=str(number), member_id=7, created_at=at(60 * number)))
    old = await drafts.take_old(START + timedelta(minutes=1, seconds=30))
    assert sorted(draft.id for draft in old) == ["0", "1"]
    assert await drafts.find("2", 7) is not None


def test_what_is_secret_does_not_show() -> None:
    shown = repr(DRAFT)
    assert not any(secret in shown for secret in ("hm=secret", "a token", "fox 🦊"))
