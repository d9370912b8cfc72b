"""SIGTERM at any moment: what was not sent is not sent any more, and what was sent is noted."""

import asyncio

from db.queue import Queue, Slots
from db.shelf import Shelf
from domain.jobs import State
from domain.shelf import Part

from .house import House, World, open_house


async def state_of(house: House) -> State:
    (job,) = (await Shelf(house.database).page(1, Part.ALL, 0, 2)).jobs
    return job.state


async def test_an_order_whose_turn_has_just_begun_goes_back_in_line(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        await house.order()
        models = [model.key for model in house.shop.catalogue.models]
        slots, owner = Slots(per_minute=9, at_once=9), house.shop.lease.owner
        turn = await Queue(house.database, 2).take("novita", models, slots, owner, world.clock.now())
        assert turn.job is not None
        house.carrier.begin(turn.job)
        await house.leave()

        assert await state_of(house) is State.QUEUED
        assert not world.providers.novita.submits


async def test_an_order_whose_turn_is_being_taken_goes_back_in_line(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        await house.order()
        house.database.line.clear()
        running = asyncio.create_task(house.dispatcher.run())
        await asyncio.sleep(0)
        leaving = asyncio.create_task(house.leave())
        await house.database.told.acquire()
        house.database.line.set()
        await leaving
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

        assert await state_of(house) is State.QUEUED
        assert not world.providers.novita.submits


async def test_a_submit_that_is_answered_in_time_is_noted(world: World) -> None:
    async with open_house(world, "novita") as house:
        hold = world.faults.add("novita.submit", "hold-after")
        await house.order()
        await world.until(hold.arrived.is_set)
        leaving = asyncio.create_task(house.leave())
        await world.until(lambda: house.shop.unbroken.is_leaving)
        hold.release()
        await leaving

        assert await state_of(house) is State.RUNNING


async def test_after_leaving_no_lease_is_held(world: World) -> None:
    async with open_house(world, "novita") as house:
        assert house.shop.lease.is_held
        await house.leave()
        assert not house.shop.lease.is_held
