"""Who is admitted: never more than the limits say, however many ask at once."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from db.engine import Database, open_database
from db.jobs import Admitted, Jobs
from domain.errors import OrderTaken, QuotaUsedUp, Refusal, TooManyWaiting
from domain.jobs import OPEN, UNCOUNTED, Job, State
from domain.limits import Limits

from .rows import MANY, START, at, new_job, rows, write

THREE_A_DAY = Limits(per_day=3, at_once=1000, waiting=1000)
DAY = 24 * 3600


async def tell(jobs: Jobs, job: Job, limits: Limits) -> type[Refusal] | None:
    try:
        await jobs.admit(job, limits)
    except Refusal as refusal:
        return type(refusal)
    return None


async def test_of_500_orders_at_once_from_20_members_60_are_admitted(url: str, database: Database) -> None:
    made = [new_job(member=number // 25) for number in range(500)]
    async with open_database(url) as other:
        doors = Jobs(database), Jobs(other)
        answers = await asyncio.gather(
            *(tell(doors[number % 3 % 2], job, THREE_A_DAY) for number, job in enumerate(made))
        )
    assert Counter(answers) == {None: 60, QuotaUsedUp: 440}
    assert Counter(job.order.member_id for job in await rows(database)) == dict.fromkeys(range(20), 3)


async def test_no_burst_gets_past_the_number_that_may_wait(jobs: Jobs, database: Database) -> None:
    limits = Limits(per_day=1000, at_once=2, waiting=3)
    answers = await asyncio.gather(*(tell(jobs, new_job(), limits) for _ in range(50)))
    assert Counter(answers) == {None: 5, TooManyWaiting: 45}
    assert len(await rows(database)) == 5


async def test_an_order_that_two_processes_hear_of_is_admitted_once(
    jobs: Jobs, second: Database, database: Database
) -> None:
    heard = [replace(new_job(id="order"), id=name) for name in ("a", "b")]
    doors = jobs, Jobs(second)
    answers = await asyncio.gather(
        *(door.admit(job, MANY) for door, job in zip(doors, heard, strict=True)), return_exceptions=True
    )
    assert Counter(type(answer) for answer in answers) == {Admitted: 1, OrderTaken: 1}
    assert len(await rows(database)) == 1


async def test_what_another_process_has_taken_is_not_called_too_much(jobs: Jobs, second: Database) -> None:
    job, one = new_job(), Limits(per_day=1, at_once=1, waiting=0)
    await jobs.admit(job, one)
    with pytest.raises(OrderTaken):
        await Jobs(second).check(1, job.order.place.interaction_id, one, START)
    with pytest.raises(QuotaUsedUp):
        await Jobs(second).check(1, job.order.place.interaction_id + 1, one, START)


async def test_an_admitted_job_is_told_its_position(jobs: Jobs) -> None:
    assert [(await jobs.admit(new_job(member, member), MANY)).position for member in (1, 2, 3)] == [1, 2, 3]
    assert (await jobs.admit(new_job(1, 4), MANY)).position == 4
    assert (await jobs.admit(new_job(4, 5), MANY)).position == 4  # a first one stands before a second


async def test_a_refused_order_leaves_no_row(jobs: Jobs, database: Database) -> None:
    await jobs.admit(new_job(), Limits(per_day=1, at_once=1, waiting=0))
    with pytest.raises(QuotaUsedUp):
        await jobs.admit(new_job(), Limits(per_day=1, at_once=1, waiting=0))
    assert len(await rows(database)) == 1


async def test_the_place_comes_free_24_hours_after_the_order(jobs: Jobs) -> None:
    for seconds in (0, 100, 200):
        await jobs.admit(new_job(seconds=seconds), THREE_A_DAY)
    with pytest.raises(QuotaUsedUp) as raised:
        await jobs.admit(new_job(seconds=DAY - 0.001), THREE_A_DAY)
    assert (raised.value.limit, raised.value.next_at) == (3, at(DAY))
    await jobs.admit(new_job(seconds=DAY), THREE_A_DAY)
    with pytest.raises(QuotaUsedUp) as raised:
        await jobs.admit(new_job(seconds=DAY + 1), THREE_A_DAY)
    assert raised.value.next_at == at(DAY + 100)


async def test_after_a_limit_was_lowered_the_next_place_is_the_first_that_can_be_used(jobs: Jobs) -> None:
    for seconds in range(5):
        await jobs.admit(new_job(seconds=seconds), MANY)
    quota = await jobs.quota(1, replace(MANY, per_day=2), at(10))
    assert (quota.used, quota.left, quota.next_at) == (5, 0, at(DAY + 3))
    with pytest.raises(QuotaUsedUp):
        await jobs.check(1, 0, replace(MANY, per_day=2), at(DAY + 2.999))
    await jobs.check(1, 0, replace(MANY, per_day=2), at(DAY + 3))


@pytest.mark.parametrize("state", State)
async def test_only_failed_and_cancelled_jobs_give_the_place_back(jobs: Jobs, database: Database, state: State) -> None:
    await write(database, new_job(state=state))
    quota = await jobs.quota(1, THREE_A_DAY, START)
    assert quota.used == (0 if state in UNCOUNTED else 1)
    assert quota.next_at == (None if state in UNCOUNTED else START + timedelta(hours=24))


@pytest.mark.parametrize("state", State)
async def test_an_open_job_counts_as_waiting_however_old_it_is(jobs: Jobs, database: Database, state: State) -> None:
    await write(database, new_job(state=state))
    late = at(30 * DAY)
    one = Limits(per_day=10, at_once=1, waiting=0)
    if state in OPEN:
        with pytest.raises(TooManyWaiting):
            await jobs.check(1, 0, one, late)
    else:
        await jobs.check(1, 0, one, late)
    assert (await jobs.quota(1, one, late)).used == 0


async def test_nobody_pays_for_another_members_videos(jobs: Jobs) -> None:
    for _ in range(3):
        await jobs.admit(new_job(member=1), THREE_A_DAY)
    assert (await jobs.quota(2, THREE_A_DAY, START)).left == 3
    await jobs.admit(new_job(member=2), THREE_A_DAY)


async def test_a_first_order_is_told_from_all_later_ones(jobs: Jobs) -> None:
    admitted = [await jobs.admit(new_job(member, n), MANY) for n, member in enumerate((1, 2, 1, 2))]
    assert [each.is_first for each in admitted] == [True, True, False, False]
