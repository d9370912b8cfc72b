"""The machine's clock is wrong, or is set right: no video that was paid for is lost by it."""

from datetime import timedelta

import pytest

from db.processes import Processes
from domain.jobs import Failure, State
from services.watch import LEAST_WATCH, RESULT_LIFE

from .house import World, open_house


async def test_a_clock_that_is_set_right_by_days_fails_no_paid_job(world: World) -> None:
    async with open_house(world, "wavespeed") as house:
        job = await house.order()
        await world.until(lambda: world.providers.wavespeed.tasks)
        world.wall.ahead = timedelta(days=10)
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_a_task_that_brings_nothing_is_given_up_after_its_result_would_be_gone_and_hours_of_looks(
    world: World,
) -> None:
    world.providers.wavespeed.next_outcome("never")
    async with open_house(world, "wavespeed") as house:
        job = await house.order()
        await world.until(lambda: world.providers.wavespeed.tasks)
        (task,) = world.providers.wavespeed.tasks.values()
        world.wall.ahead = RESULT_LIFE + timedelta(hours=1)
        await world.until(lambda: task.looks >= 2)
        assert world.stage.told == {}

        world.clock.advance(LEAST_WATCH.total_seconds())
        await world.until(lambda: world.stage.told)
        assert (await house.row(job)).failure is Failure.FORGOTTEN


async def test_a_service_that_cannot_be_asked_for_a_lost_task_is_asked_again_though_the_clock_is_set_right(
    world: World,
) -> None:
    async with open_house(world, "wavespeed") as house:
        world.faults.add("wavespeed.submit", "lost")
        outage = world.faults.add("wavespeed.list", "status", status=503, times=2)
        job = await house.order()
        await world.until(lambda: outage.met)
        world.wall.ahead = timedelta(days=1)
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_what_a_process_held_that_is_gone_goes_on_though_its_clock_was_a_day_ahead(world: World) -> None:
    async with open_house(world, "wavespeed") as house:
        look = world.faults.add("wavespeed.look", "hold-before")
        job = await house.order()
        await world.until(look.arrived.is_set)
        await Processes(house.database).renew("gone", world.now() + timedelta(days=1))
        (held,) = await house.shop.jobs.take_over("gone", world.now() + timedelta(days=365))
        assert held.owner == "gone"
        look.release()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


@pytest.mark.parametrize("minutes", [1, 9, -6, -9])
async def test_a_lost_task_is_found_though_the_clock_is_wrong_by_minutes(world: World, minutes: int) -> None:
    world.wall.ahead = timedelta(minutes=minutes)
    async with open_house(world, "wavespeed") as house:
        world.faults.add("wavespeed.submit", "lost")
        job = await house.order()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_a_task_that_may_be_one_of_an_order_given_up_minutes_ago_is_adopted_by_no_other(world: World) -> None:
    async with open_house(world, "wavespeed") as house:
        world.providers.wavespeed.settings.list_inputs = False
        world.faults.add("wavespeed.submit", "lost")
        world.faults.add("wavespeed.list", "status", status=200, payload={"items": []}, times=None)
        given_up = await house.order(member=1)
        await world.until(lambda: given_up.id in world.stage.told)
        world.faults.clear("wavespeed.list")
        world.faults.add("wavespeed.submit", "reset")
        job = await house.order(member=2)
        await world.until(lambda: job.id in world.stage.told)

        assert world.stage.told == dict.fromkeys([given_up.id, job.id], State.FAILED)
