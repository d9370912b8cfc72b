"""A task that its service says it does not know, or that is finished without a video: it is believed after a while."""

import pytest

from domain.jobs import Failure, State
from sandbox.providers.tasks import Outcome, Task
from services.watch import EMPTY_SECONDS

from .house import World, open_house

NO_ROUTE = {"message": "no Route matched with those values"}
"""A gateway's own words, in JSON, while its routes are loaded anew."""
UNKNOWN = {"code": 404, "reason": "TASK_NOT_FOUND", "message": "task not found"}


@pytest.mark.parametrize(("service", "payload"), [("wavespeed", NO_ROUTE), ("novita", UNKNOWN)])
async def test_a_task_that_is_not_known_for_some_looks_is_looked_at_again(
    world: World, service: str, payload: dict[str, object]
) -> None:
    world.faults.add(f"{service}.look", "status", times=4, status=404, payload=payload)
    async with open_house(world, service) as house:
        job = await house.order()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


@pytest.mark.parametrize("service", ["wavespeed", "novita"])
async def test_a_task_that_is_never_known_is_given_up_after_that_was_said_for_long(world: World, service: str) -> None:
    emulator = world.providers.novita if service == "novita" else world.providers.wavespeed
    emulator.next_outcome("forgotten", at="start")
    async with open_house(world, service) as house:
        job = await house.order()
        await world.until(lambda: emulator.looks)
        began = world.clock.time()
        await world.until(lambda: world.stage.told)

        assert world.clock.time() - began >= house.shop.pace.missing
        assert (await house.row(job)).failure is Failure.FORGOTTEN


async def test_what_a_service_said_before_an_outage_does_not_count_after_it(world: World) -> None:
    async with open_house(world, "wavespeed") as house:
        for status, times in ((404, 2), (503, 3), (404, 1)):
            world.faults.add("wavespeed.look", "status", times=times, status=status)
        job = await house.order()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_a_video_that_is_not_there_for_some_looks_is_waited_for(world: World) -> None:
    async with open_house(world, "wavespeed") as house:
        job = await house.order()
        task = await finished(world)
        whole, task.outcome = task.outcome, Outcome("no-video")
        seen = task.looks
        await world.until(lambda: task.looks > seen + 5)
        task.outcome = whole
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_a_video_that_stays_away_for_minutes_is_given_up(world: World) -> None:
    world.providers.wavespeed.next_outcome("no-video")
    async with open_house(world, "wavespeed") as house:
        job = await house.order()
        task = await finished(world)
        seen, began = task.looks, world.clock.time()
        await world.until(lambda: world.stage.told)

        assert world.clock.time() - began >= EMPTY_SECONDS
        assert task.looks > seen + 3
        assert (await house.row(job)).failure is Failure.NO_VIDEO


async def test_a_video_that_was_not_there_before_another_answer_is_waited_for_anew(world: World) -> None:
    async with open_house(world, "wavespeed") as house:
        job = await house.order()
        task = await finished(world)
        whole, task.outcome = task.outcome, Outcome("no-video")
        seen = task.looks
        await world.until(lambda: task.looks > seen + 3)
        outage = world.faults.add("wavespeed.look", "status", status=503)
        await world.until(lambda: outage.met)
        world.clock.advance(EMPTY_SECONDS)
        seen = task.looks
        await world.until(lambda: task.looks > seen + 1)
        task.outcome = whole
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def finished(world: World) -> Task:
    tasks = world.providers.wavespeed.tasks
    await world.until(lambda: [task for task in tasks.values() if task.clip or task.ended])
    (task,) = tasks.values()
    return task
