"""The posts of a video: all of them are known, and the newest is where /videos leads."""

import asyncio
from typing import Any

import pytest

from db.engine import Database
from db.jobs import Jobs
from db.posts import Posts
from db.shelf import Shelf
from domain.errors import LeaseLost
from domain.jobs import Job, State
from domain.posts import Posted

from .rows import MANY, START, at, new_job, rows, write

FIRST, SECOND, THIRD = Posted(60, 50), Posted(61, 51), Posted(60, 52)


@pytest.fixture
def posts(database: Database) -> Posts:
    return Posts(database)


def kept(**changes: Any) -> Job:
    plain: dict[str, Any] = {"id": "job", "state": State.KEPT, "ended_at": at(1)}
    return new_job(1, **plain | changes)


async def leads_to(database: Database) -> tuple[State, int | None, int | None]:
    (row,) = await rows(database)
    return row.state, row.post_channel_id, row.post_id


async def test_the_first_post_is_noted_with_the_jobs_last_step_or_not_at_all(
    database: Database, jobs: Jobs, posts: Posts
) -> None:
    job = new_job(1, id="job")
    await jobs.admit(job, MANY)
    ready = await jobs.move(job, state=State.READY)
    posted = await jobs.posted(ready, FIRST, at(5))
    assert posted == (await rows(database))[0]
    assert (posted.state, posted.ended_at) == (State.POSTED, at(5))
    with pytest.raises(LeaseLost):
        await jobs.posted(ready, SECOND, at(6))
    assert await posts.of("job") == [FIRST]


async def test_every_post_is_known_and_the_newest_is_led_to(database: Database, posts: Posts) -> None:
    await write(database, kept())
    for post in (FIRST, SECOND, THIRD):
        assert await posts.note(kept(), post)
    assert await posts.of("job") == [FIRST, SECOND, THIRD]
    assert await posts.of("another") == []
    assert await leads_to(database) == (State.POSTED, 60, 52)


async def test_what_the_bot_cannot_find_again_is_known_and_not_led_to(database: Database, posts: Posts) -> None:
    await write(database, kept())
    assert await posts.note_copy(kept(), FIRST)
    assert await posts.of("job") == [FIRST]
    assert await leads_to(database) == (State.KEPT, None, None)


async def test_a_removed_post_is_forgotten_and_the_newest_other_is_led_to(database: Database, posts: Posts) -> None:
    await write(database, kept())
    for post in (FIRST, SECOND, THIRD):
        await posts.note(kept(), post)
    assert not await posts.remove("job", SECOND.message_id)
    assert await leads_to(database) == (State.POSTED, 60, 52)
    assert not await posts.remove("job", THIRD.message_id)
    assert await leads_to(database) == (State.POSTED, 60, 50)
    assert not await posts.remove("job", 999)
    assert await posts.remove("job", FIRST.message_id)
    assert await leads_to(database) == (State.POSTED, None, None)
    assert await posts.of("job") == []


async def test_a_post_that_only_the_job_names_is_known_too(database: Database, posts: Posts) -> None:
    await write(database, kept(state=State.POSTED, post_channel_id=60, post_id=50))
    assert await posts.of("job") == [FIRST]


async def test_nothing_is_noted_for_a_video_that_was_deleted_or_is_not_made(database: Database, posts: Posts) -> None:
    gone, open_job = kept(deleted_at=at(2)), kept(id="open", state=State.RUNNING, ended_at=None)
    await write(database, gone, open_job)
    for job in (gone, open_job):
        assert not await posts.note(job, FIRST)
        assert not await posts.note_copy(job, FIRST)
        assert await posts.of(job.id) == []


async def test_a_post_beside_a_deletion_is_noted_before_it_or_refused(
    database: Database, second: Database, posts: Posts
) -> None:
    for number in range(10):
        job = kept(id=f"job{number}")
        await write(database, job)
        noted, left = await asyncio.gather(posts.note(job, FIRST), Shelf(second).delete(job.id, 1, START))
        assert left == ([FIRST] if noted else [])
        assert await posts.of(job.id) == ([FIRST] if noted else [])


async def test_removals_at_once_never_lead_to_what_is_gone(
    database: Database, second: Database, jobs: Jobs, posts: Posts
) -> None:
    for number in range(30):
        job = kept(id=f"job{number}")
        await write(database, job)
        for post in (FIRST, SECOND, THIRD):
            await posts.note(job, post)
        await asyncio.gather(posts.remove(job.id, 52), Posts(second).remove(job.id, 51))
        row = await jobs.find(job.id)
        assert row is not None
        assert (row.post_id, await posts.of(job.id)) == (50, [FIRST])
