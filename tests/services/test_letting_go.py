"""A job that another process took over: whatever notices it first, no line that was planned for its card is shown."""

import asyncio
from datetime import timedelta

import pytest

from db.queue import Queue, Slots
from domain.jobs import Failure, Job, State

from .house import House, World, is_carried, open_house

WIDE = Slots(per_minute=100, at_once=100)


async def take_turn(house: House) -> Job:
    models = [model.key for model in house.shop.catalogue.models]
    owner, now = house.shop.lease.owner, house.world.clock.now()
    turn = await Queue(house.database, 2).take("novita", models, WIDE, owner, now)
    assert turn.job is not None
    return turn.job


async def take_over(house: House) -> list[Job]:
    """As if the lease of the other had lapsed."""
    later = house.world.clock.now() + timedelta(days=365)
    return await house.shop.jobs.take_over(house.shop.lease.owner, later)


async def test_the_line_lets_go_of_what_another_has_begun(world: World) -> None:
    async with open_house(world, "novita", works=False) as first, open_house(world, "novita", works=False) as second:
        job = await first.order()
        await take_over(second)
        await take_turn(second)
        line = asyncio.create_task(first.dispatcher.run())
        await world.until(lambda: not first.shop.line.waiting)
        line.cancel()

        assert world.stage.left == [job.id]


async def test_a_task_lets_go_of_what_it_finds_taken_over(world: World) -> None:
    async with open_house(world, "novita", works=False) as first, open_house(world, "novita", works=False) as second:
        hold = world.faults.add("media", "hold-after")
        await first.order()
        job = await take_turn(first)
        first.carrier.begin(job)
        await world.until(hold.arrived.is_set)
        await take_over(second)
        hold.release()
        await world.until(lambda: not is_carried(job))

        assert world.stage.left == [job.id]


async def be_replaced(
    world: World, first: House, second: House, *, is_late: bool = True, is_cut_off: bool = False
) -> Job:
    """The first process lets go of a job that the second has ended and told."""
    hold = world.faults.add("media", "hold-after")
    await first.order()
    first.carrier.begin(await take_turn(first))
    await world.until(hold.arrived.is_set)
    (job,) = await take_over(second)
    await second.shop.jobs.settled(await second.shop.fail(job, Failure.RENDER))
    world.stage.late.update([job.id] if is_late else [])
    world.stage.cut_off.update([job.id] if is_cut_off else [])
    hold.release()
    await world.until(lambda: world.stage.left == [job.id])
    return job


@pytest.mark.parametrize("is_late", [True, False])
async def test_the_last_word_is_said_again_where_an_edit_may_have_come_after_it(world: World, is_late: bool) -> None:
    async with open_house(world, "novita", works=False) as first, open_house(world, "novita", works=False) as second:
        job = await be_replaced(world, first, second, is_late=is_late)
        await world.until(lambda: len(world.stage.told) == is_late)
        await first.leave()

        assert world.stage.told == ({job.id: State.FAILED} if is_late else {})


async def test_the_last_word_is_said_once_more_where_an_edit_was_given_up(world: World) -> None:
    async with open_house(world, "novita") as house:
        job = await house.order()
        world.stage.cut_off.add(job.id)
        await world.until(lambda: world.stage.endings == 2)

        assert world.stage.told == {job.id: State.POSTED}


async def test_the_last_word_is_said_later_by_one_that_gave_up_an_edit_as_it_let_go(world: World) -> None:
    async with open_house(world, "novita", works=False) as first, open_house(world, "novita", works=False) as second:
        job = await be_replaced(world, first, second, is_late=False, is_cut_off=True)
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.FAILED}


async def test_the_last_word_is_said_until_discord_takes_it(world: World) -> None:
    async with open_house(world, "novita", works=False) as first, open_house(world, "novita", works=False) as second:
        world.stage.untold = 2
        job = await be_replaced(world, first, second)
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.FAILED}


async def test_an_answer_that_comes_after_the_end_leaves_the_last_word_to_it(world: World) -> None:
    async with open_house(world, "novita", works=False) as first, open_house(world, "novita", works=False) as second:
        accepted = await first.accept()
        (job,) = await take_over(second)
        await second.shop.jobs.settled(await second.shop.fail(job, Failure.RENDER))
        await first.orders.answered(accepted, 99, private=False)

        assert world.stage.told == {job.id: State.FAILED}
