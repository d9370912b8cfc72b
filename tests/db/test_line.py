"""The line is fair: compared with a model of a few lines, on any crowd."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import Database
from db.jobs import Jobs
from db.line import position
from db.queue import Queue, Slots
from domain.jobs import OPEN, Job, State
from domain.limits import STUCK_AFTER

from .rows import MANY, MODEL, OURS, START, at, new_job, wipe, write

WIDE = Slots(per_minute=1000, at_once=1000)
UNDER_WAY = OPEN - {State.QUEUED}
STUCK = STUCK_AFTER.total_seconds()
STATES = st.sampled_from([State.QUEUED] * 6 + [*sorted(UNDER_WAY), State.POSTED, State.FAILED])
JOBS = st.builds(
    lambda member, state, age, served, card, model, refused: {
        "member": member,
        "state": state,
        "queued_at": at(-age),
        "submitting_at": None if state is State.QUEUED else at(-served),
        "card_id": card,
        "model": model,
        "refused_by": frozenset(refused),
    },
    member=st.integers(1, 4),
    state=STATES,
    age=st.integers(0, 5),
    served=st.integers(0, 5) | st.sampled_from([STUCK - 1, STUCK]),
    card=st.sampled_from([7, 7, 7, 0, None]),
    model=st.sampled_from([MODEL, MODEL, "another"]),
    refused=st.sets(st.sampled_from(["novita", "wavespeed"]), max_size=1),
)
CROWDS = st.lists(JOBS, max_size=12).map(
    lambda crowd: [new_job(id=f"job-{number:02}", **fields) for number, fields in enumerate(crowd)]
)


@dataclass(frozen=True)
class Model:
    """The line as one would keep it on paper."""

    crowd: list[Job]

    def turn(self, job: Job) -> int:
        """How many videos of the member come before it or are under way, and itself."""
        own = [other for other in self.crowd if other.order.member_id == job.order.member_id]
        before = [other for other in own if other.state is State.QUEUED and _age(other) <= _age(job)]
        return len(before) + sum(other.state in UNDER_WAY and not _is_stuck(other) for other in own)

    def line(self) -> list[Job]:
        waiting = [job for job in self.crowd if job.state is State.QUEUED]
        return sorted(waiting, key=lambda job: (self.turn(job), self.since(job), job.id))

    def since(self, job: Job) -> datetime:
        """When it was queued or its member last had a turn."""
        own = [other for other in self.crowd if other.order.member_id == job.order.member_id]
        return max([job.queued_at, *(other.submitting_at for other in own if other.submitting_at)])

    def next(self, videos_at_once: int) -> Job | None:
        """Whose turn it is at Novita for MODEL."""
        for job in self.line():
            is_wanted = job.order.model == MODEL and "novita" not in job.refused_by
            if is_wanted and job.card_id is not None and self.turn(job) <= videos_at_once:
                return job
        return None

    def take(self, job: Job) -> "Model":
        return Model([other for other in self.crowd if other is not job] + [_under_way(job)])


def _age(job: Job) -> tuple[datetime, str]:
    return job.queued_at, job.id


def _is_stuck(job: Job) -> bool:
    return job.submitting_at is not None and job.submitting_at <= START - STUCK_AFTER


def _under_way(job: Job) -> Job:
    return new_job(job.order.member_id, id=job.id, state=State.SUBMITTING, submitting_at=START)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=CROWDS)
async def test_the_line_stands_as_the_model_says_and_counts_from_one(database: Database, crowd: list[Job]) -> None:
    await wipe(database)
    await write(database, *crowd)
    expected = [job.id for job in Model(crowd).line()]
    assert await Queue(database, 2).positions(START) == expected
    places = await database.run(lambda connection: {job.id: position(connection, job.id, START) for job in crowd})
    assert places == {job.id: expected.index(job.id) + 1 if job.id in expected else 0 for job in crowd}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowd=CROWDS, videos_at_once=st.integers(1, 3))
async def test_turns_come_in_the_order_of_the_model(database: Database, crowd: list[Job], videos_at_once: int) -> None:
    await wipe(database)
    await write(database, *crowd)
    queue, model = Queue(database, videos_at_once), Model(crowd)
    while True:
        expected = model.next(videos_at_once)
        turn = await queue.take("novita", [MODEL], WIDE, OURS, START)
        assert (turn.job and turn.job.id) == (expected and expected.id)
        if expected is None:
            break
        model = model.take(expected)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(1, 4), min_size=1, max_size=5))
async def test_nobodys_second_comes_before_anybodys_first(database: Database, counts: list[int]) -> None:
    await wipe(database)
    await write(
        database,
        *(
            new_job(member, id=f"{member}-{number}", queued_at=at(number - 3600 * member))
            for member, count in enumerate(counts)
            for number in range(count)
        ),
    )
    rounds = [int(job_id.partition("-")[2]) for job_id in await Queue(database, 1).positions(START)]
    assert rounds == sorted(rounds)
    assert len(rounds) == sum(counts)


async def test_a_job_has_no_turn_before_it_was_answered(database: Database, jobs: Jobs) -> None:
    job, queue = new_job(id="job", card_id=None), Queue(database, 2)
    await jobs.admit(job, MANY)
    assert (await queue.take("novita", [MODEL], WIDE, OURS, START)).job is None
    answered = await jobs.answered(job, 0, private=False)
    turn = await queue.take("novita", [MODEL], WIDE, OURS, START)
    assert turn.job is not None
    assert (turn.job.id, turn.job.state, turn.job.submitting_at) == ("job", State.SUBMITTING, START)
    assert await jobs.find("job") == turn.job != answered


@pytest.mark.parametrize("state", sorted(UNDER_WAY))
async def test_a_member_with_enough_under_way_waits(database: Database, state: State) -> None:
    under_way = new_job(id="one", state=state, submitting_at=at(1 - STUCK))
    await write(database, under_way, new_job(id="two"), new_job(id="three"))
    assert (await Queue(database, 1).take("novita", [MODEL], WIDE, OURS, START)).job is None
    turn = await Queue(database, 2).take("novita", [MODEL], WIDE, OURS, START)
    assert turn.job is not None
    assert (await Queue(database, 2).take("novita", [MODEL], WIDE, OURS, START)).job is None


async def test_a_job_that_is_stuck_keeps_no_other_of_its_member_waiting(database: Database) -> None:
    await write(database, new_job(id="stuck", state=State.RUNNING, submitting_at=at(-STUCK)), new_job(id="next"))
    turn = await Queue(database, 1).take("novita", [MODEL], WIDE, OURS, START)
    assert turn.job is not None


async def test_who_had_a_turn_stands_behind_those_who_have_waited_since(database: Database) -> None:
    await write(
        database,
        new_job(1, -9, id="first", state=State.POSTED, submitting_at=at(-5)),
        new_job(1, -8, id="again"),
        new_job(2, -6, id="other"),
        new_job(3, -4, id="later"),
    )
    assert await Queue(database, 2).positions(START) == ["other", "again", "later"]
