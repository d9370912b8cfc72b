"""Several processes at one line: none of them keeps the others from their turn for long."""

from datetime import UTC, datetime

from domain.jobs import Job
from services.courtesy import COURTESY_SECONDS, Courtesy

from .house import House, World, open_house


def shut_gate(house: House) -> None:
    """Its own trouble with the service, of which the other processes know nothing."""
    for _ in range(8):
        house.shop.gates["novita"].fail(least=600.0)


async def order(house: House, member: int) -> Job:
    house.world.clock.advance(1.0)
    return await house.order(member)


async def in_order_of_turns(house: House, *jobs: Job) -> list[Job]:
    turns = {job.id: (await house.row(job)).submitting_at or datetime.max.replace(tzinfo=UTC) for job in jobs}
    return sorted(jobs, key=lambda job: turns[job.id])


async def test_a_process_that_cannot_take_its_turn_is_passed_over_after_a_moment(world: World) -> None:
    async with open_house(world, "novita") as shut, open_house(world, "novita") as other:
        shut_gate(shut)
        first = await order(shut, member=1)
        began, second = world.clock.time(), await order(other, member=2)
        await world.until(lambda: second.id in world.stage.told)

        waited = world.clock.time() - began
        assert waited >= COURTESY_SECONDS
        assert len(world.providers.novita.submits) == 1
        assert (await shut.row(first)).provider is None


async def test_its_turn_is_its_own_again_once_it_takes_one(world: World) -> None:
    async with open_house(world, "novita") as shut, open_house(world, "novita") as other:
        shut_gate(shut)
        mine = [await order(shut, member=number) for number in range(3)]
        theirs = [await order(other, member=3 + number) for number in range(2)]
        await world.until(lambda: {job.id for job in theirs} <= set(world.stage.told))
        shut.shop.gates["novita"].succeed()
        await world.until(lambda: mine[0].id in world.stage.told)
        last = await order(other, member=9)
        await world.until(lambda: len(world.stage.told) == 6)

        assert await in_order_of_turns(shut, *mine, *theirs, last) == [*theirs, *mine, last]


def test_a_turn_is_left_for_a_moment_and_then_no_more() -> None:
    courtesy = Courtesy()
    assert not courtesy.is_over("job", 100.0)
    assert not courtesy.is_over("job", 100.0 + COURTESY_SECONDS - 0.1)
    assert courtesy.is_over("job", 100.0 + COURTESY_SECONDS)
    assert not courtesy.is_over("the next", 100.0 + COURTESY_SECONDS)


def test_a_job_that_lost_the_turn_meanwhile_is_left_its_next_one_anew() -> None:
    courtesy = Courtesy()
    assert not courtesy.is_over("job", 100.0)
    courtesy.keep({"another"})
    assert not courtesy.is_over("job", 100.0 + COURTESY_SECONDS)
