"""What is written comes back as it was, and the questions that are asked about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.engine import Database
from db.jobs import LEARN_FROM, Jobs
from db.shelf import Shelf
from domain.jobs import OPEN, Failure, Job, State
from domain.shelf import Part

from .rows import MANY, START, THEIRS, at, new_job, wipe, write

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
"""All of Unicode but NUL, which PostgreSQL does not store and no prompt holds when it comes here."""


def make_full(job_id: str) -> Job:
    """A job with every field filled."""
    job = new_job(
        id=job_id,
        frame="a.jpg",
        state=State.FAILED,
        owner=THEIRS,
        provider="novita",
        task_id="t" * 300,
        submitting_at=at(-30),
        ready_at=at(-20),
        ended_at=at(-10),
        card_id=2**63 - 1,
        settled=True,
        clip="a.mp4",
        post_channel_id=2**63 - 2,
        post_id=2**63 - 3,
        failure=Failure.NO_VIDEO,
        refused_by=frozenset({"novita", "wavespeed"}),
    )
    place = replace(job.order.place, guild_id=2**63 - 4, postable=False, private=True, locale="zh-CN")
    return replace(job, order=replace(job.order, place=place))


@pytest.mark.parametrize(
    "job", [new_job(id="bare", owner=None, card_id=None), make_full("full")], ids=lambda job: job.id
)
async def test_a_job_comes_back_as_it_was_written(jobs: Jobs, job: Job) -> None:
    await jobs.admit(job, MANY)
    assert await jobs.find(job.id) == job


async def test_a_job_nobody_wrote_is_not_found(jobs: Jobs) -> None:
    assert await jobs.find("job") is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prompt=WORDS)
@example(prompt="' OR 1=1; DROP TABLE jobs; -- %s %(id)s :id ? $1 \\ \"")
@example(prompt="\x01\x7f\x85\u2028\u202e\ufeff\uffff")
@example(prompt="👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 שלום नमस्ते 𝔘\U0010ffff e\u0301 \u00e9")
async def test_any_prompt_comes_back_letter_by_letter(database: Database, jobs: Jobs, prompt: str) -> None:
    await wipe(database)
    await write(database, new_job(id="job", prompt=prompt))
    found = await jobs.find("job")
    assert found is not None
    assert found.order.prompt == prompt


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moment=st.datetimes(datetime(1971, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),
    hours=st.integers(-12, 14),
)
async def test_times_come_back_as_aware_utc(database: Database, jobs: Jobs, moment: datetime, hours: int) -> None:
    await wipe(database)
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    await write(database, new_job(id="job", queued_at=there, ended_at=there))
    found = await jobs.find("job")
    assert found is not None
    for time in (found.queued_at, found.ended_at):
        assert time == moment
        assert time is not None
        assert time.utcoffset() == timedelta(0)


async def test_times_are_compared_as_moments_whatever_their_zone(database: Database) -> None:
    east = timezone(timedelta(hours=9))
    await write(
        database,
        new_job(id="late", queued_at=START.astimezone(east)),
        new_job(id="early", queued_at=at(-3600)),
    )
    page = await Shelf(database).page(1, Part.ALL, 0, 9)
    assert [job.id for job in page.jobs] == ["late", "early"]


async def test_durations_are_of_the_models_latest_videos_from_submit_to_ready(database: Database, jobs: Jobs) -> None:
    def finished(job_id: str, seconds: float, ended: datetime, model: str = "a") -> Job:
        submitting_at = ended - timedelta(seconds=seconds)
        return new_job(id=job_id, model=model, state=State.POSTED, submitting_at=submitting_at, ready_at=ended)

    await write(database, finished("2", 31.5, at(-120)), finished("1", 30.25, at(-60)))
    await write(database, finished("other", 99, START, model="b"))
    await write(database, new_job(id="failed", model="a", state=State.FAILED, submitting_at=START))
    assert await jobs.durations("a") == [30.25, 31.5]
    await write(database, *(finished(f"new-{n}", n, START) for n in range(LEARN_FROM)))
    assert sorted(await jobs.durations("a")) == list(range(LEARN_FROM))
    assert await jobs.durations("unknown") == []


async def test_known_tasks_are_the_providers_own(database: Database, jobs: Jobs) -> None:
    await write(
        database, new_job(id="a", provider="novita", task_id="1"), new_job(id="b", provider="wavespeed", task_id="2")
    )
    assert await jobs.known_tasks("novita", ["1", "2", "3"]) == {"1"}
    assert await jobs.known_tasks("wavespeed", []) == set()


@pytest.mark.parametrize("state", list(State))
async def test_a_twin_is_a_job_whose_task_might_be_the_one_that_is_found(
    database: Database, jobs: Jobs, state: State
) -> None:
    job = new_job(id="job", provider="novita", state=State.UNSURE)
    twin = new_job(id="twin", provider="novita", state=state)
    await write(database, job, twin, new_job(id="elsewhere", provider="wavespeed", state=State.UNSURE))
    await write(database, new_job(id="other", provider="novita", state=State.UNSURE, model="another"))
    assert await jobs.twins(job, True, START) == (state in (State.UNSURE, State.SUBMITTING))


async def test_another_prompt_makes_a_twin_only_where_prompts_do_not_count(database: Database, jobs: Jobs) -> None:
    job = new_job(id="job", provider="novita", state=State.UNSURE)
    await write(database, job, replace(new_job(id="b", prompt="A dog"), provider="novita", state=State.UNSURE))
    assert [await jobs.twins(job, same_prompt, START) for same_prompt in (True, False)] == [0, 1]


@pytest.mark.parametrize(
    ("changes", "is_twin"),
    [
        ({"prompt": "A dog"}, [False, True]),
        ({"frame": "another.jpg"}, [True, True]),
        ({"frame": None}, [True, True]),
        ({"member": 2}, [True, True]),
        ({}, [False, True]),  # the same once more: either task is the video that was asked for
        ({"failure": Failure.RENDER, "frame": None}, [False, False]),
        ({"submitting_at": START, "frame": None}, [False, False]),
    ],
)
async def test_the_task_that_is_found_may_be_one_of_a_job_that_was_given_up_as_unsure(
    database: Database, jobs: Jobs, changes: dict[str, Any], is_twin: list[bool]
) -> None:
    job = new_job(frame="frame.jpg", provider="wavespeed", state=State.UNSURE)
    given_up: dict[str, Any] = {
        "frame": "frame.jpg",
        "state": State.FAILED,
        "failure": Failure.UNSURE,
        "submitting_at": at(1),
    }
    await write(database, job, new_job(provider="wavespeed", **(given_up | changes)))
    assert [await jobs.twins(job, same_prompt, START) for same_prompt in (True, False)] == is_twin


async def test_ended_before_gives_the_oldest_that_still_have_files(database: Database, jobs: Jobs) -> None:
    await write(
        database,
        new_job(id="clip", state=State.POSTED, clip="a.mp4", ended_at=START - timedelta(days=3)),
        new_job(id="frame", state=State.FAILED, frame="a.jpg", ended_at=START - timedelta(days=4)),
        new_job(id="bare", state=State.FAILED, ended_at=START - timedelta(days=5)),
        new_job(id="young", state=State.POSTED, clip="b.mp4", ended_at=START - timedelta(days=2)),
        new_job(id="running", state=State.RUNNING, frame="b.jpg"),
    )
    assert [job.id for job in await jobs.ended_before(START - timedelta(days=2), 9)] == ["frame", "clip"]
    assert [job.id for job in await jobs.ended_before(START - timedelta(days=2), 1)] == ["frame"]


async def test_ended_before_leaves_out_the_only_copies_where_it_shall(database: Database, jobs: Jobs) -> None:
    ended: dict[str, Any] = {"clip": "a.mp4", "ended_at": START - timedelta(days=3)}
    await write(
        database,
        new_job(id="failed", state=State.FAILED, frame="a.jpg", ended_at=START - timedelta(days=4)),
        new_job(id="kept", state=State.KEPT, **ended),
        new_job(id="posted", state=State.POSTED, post_id=2, **ended),
        new_job(id="removed", state=State.POSTED, **ended),
    )
    others = await jobs.ended_before(START, 9, spared=False)
    assert [job.id for job in others] == ["failed", "posted"]


async def test_forgotten_files_are_named_no_more_and_only_by_ended_jobs(database: Database, jobs: Jobs) -> None:
    ended = new_job(id="ended", state=State.POSTED, owner=None, clip="a.mp4", frame="a.jpg", ended_at=START)
    running = new_job(id="running", state=State.RUNNING, clip="b.mp4", frame="b.jpg")
    await write(database, ended, running)
    await jobs.forget_files(ended)
    await jobs.forget_files(running)
    assert await jobs.find("ended") == replace(ended, clip=None, order=replace(ended.order, frame=None))
    assert await jobs.find("running") == running


async def test_a_frame_is_used_where_another_job_names_it(database: Database, jobs: Jobs) -> None:
    await write(database, new_job(id="a", frame="one.jpg"), new_job(id="b", frame="two.jpg"))
    assert not await jobs.is_frame_used("one.jpg", except_by="a")
    assert await jobs.is_frame_used("one.jpg", except_by="b")
    assert not await jobs.is_frame_used("three.jpg", except_by="a")


@pytest.mark.parametrize("state", list(State))
async def test_every_state_and_failure_fits_its_column(database: Database, jobs: Jobs, state: State) -> None:
    failures = (None,) if state in OPEN else tuple(Failure)
    await write(database, *(new_job(id=f"job-{n}", state=state, failure=word) for n, word in enumerate(failures)))
    found = [await jobs.find(f"job-{n}") for n in range(len(failures))]
    assert [(job and job.state, job and job.failure) for job in found] == [(state, word) for word in failures]
