from datetime import timedelta

import pytest

from db.queue import Queue, Slots
from domain.jobs import State
from domain.pace import LONGEST_GAP
from sandbox.providers.tasks import Outcome

from .house import World, open_house


async def test_a_clock_that_was_set_back_does_not_stop_the_line(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        models = [model.key for model in house.shop.catalogue.models]
        queue, slots, owner = Queue(house.database, 2), Slots(per_minute=1, at_once=9), house.shop.lease.owner
        await house.order(member=1)
        await house.order(member=2)
        now = world.clock.now()
        assert (await queue.take("novita", models, slots, owner, now)).job is not None
        assert (await queue.take("novita", models, slots, owner, now)).job is None

        assert (await queue.take("novita", models, slots, owner, now - timedelta(hours=1))).job is not None


async def test_a_finished_task_whose_video_comes_a_little_later_is_posted(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with open_house(world, "wavespeed") as house:
        job = await house.order()
        tasks = world.providers.wavespeed.tasks
        await world.until(lambda: [task for task in tasks.values() if task.clip])
        (task,) = tasks.values()
        whole, task.outcome = task.outcome, Outcome("no-video")
        await world.until(lambda: "not there yet" in caplog.text)
        task.outcome = whole
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


@pytest.mark.parametrize(("asked", "waits"), [(300, 300), (100_000, LONGEST_GAP)])
async def test_a_service_that_asks_for_a_pause_is_not_looked_at_meanwhile(
    world: World, asked: int, waits: float
) -> None:
    async with open_house(world, "novita") as house:
        job = await house.order()
        busy = world.faults.add("novita.look", "status", status=429, retry_after=asked)
        await world.until(lambda: busy.met)
        began, (task,) = world.clock.time(), world.providers.novita.tasks.values()
        await world.until(lambda: task.looks)

        assert waits - 2 <= world.clock.time() - began < 2 * waits
        await world.until(lambda: world.stage.told)
        assert world.stage.told == {job.id: State.POSTED}
