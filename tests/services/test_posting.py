"""Before a video goes elsewhere it is certain that it is not where it was sent."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from domain.jobs import Job, State
from services.deliver import Doubt, deliver
from services.stage import Way
from services.submit import submit
from services.watch import watch

from .house import House, World, open_house
from .test_letting_go import take_turn


async def ready(house: House) -> Job:
    """Made, and carried by nobody."""
    await house.order()
    running = await carried(house, submit(house.shop, await take_turn(house)))
    return await carried(house, watch(house.shop, running))


async def delivered(house: House, job: Job, doubt: Doubt) -> State:
    return (await carried(house, deliver(house.shop, job, doubt))).state


async def carried(house: House, step: Coroutine[Any, Any, Job]) -> Job:
    task = asyncio.create_task(step)
    await house.world.until(task.done)
    return task.result()


async def deliver_with_a_lost_answer(house: House, job: Job) -> "asyncio.Task[State]":
    """It is posted in the channel, and nobody knows."""
    house.world.stage.lost_answers = 1
    task = asyncio.create_task(delivered(house, job, Doubt.NONE))
    await house.world.until(lambda: house.world.stage.posts())
    return task


def places(world: World) -> list[str]:
    return [post.parent.name for post in world.stage.posts()]


async def test_a_post_in_doubt_whose_clip_cannot_be_used_again_is_looked_for_and_not_sent_elsewhere(
    world: World,
) -> None:
    async with open_house(world, "novita") as house:
        world.stage.lost_answers = 1
        job = await house.order()
        await world.until(lambda: world.stage.posts())
        house.shop.clips.remove((await house.row(job)).clip or "")
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}
        assert places(world) == [Way.CHANNEL.value]


async def test_a_clip_that_fits_nowhere_is_kept(world: World) -> None:
    async with open_house(world, "novita") as house:
        world.stage.limit = 100
        job = await house.order()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.KEPT}
        assert house.shop.clips.path((await house.row(job)).clip or "").is_file()


async def test_a_closed_channel_sends_the_video_to_the_member(world: World) -> None:
    async with open_house(world, "novita") as house:
        world.stage.closed = {Way.CHANNEL}
        await house.order()
        await world.until(lambda: world.stage.told)

        assert places(world) == [Way.DIRECT.value]


async def test_a_video_whose_clip_has_left_the_disk_is_fetched_anew(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        job = await house.order()
        made = await house.shop.jobs.move(job, state=State.READY, clip="gone.mp4", ready_at=world.clock.now())
        again = await deliver(house.shop, made, Doubt.SLIGHT)

        assert (again.state, again.clip, again.ready_at) == (State.RUNNING, None, None)
        assert (await house.row(job)).state is State.RUNNING
        assert not world.stage.posts()


async def test_what_went_by_direct_message_is_not_posted_in_the_channel_as_well(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        job = await ready(house)
        await world.stage.post(job, Way.DIRECT, house.shop.clips.path(job.clip or ""), lambda: None)

        assert await delivered(house, job, Doubt.REAL) is State.POSTED
        assert places(world) == [Way.DIRECT.value]


async def test_a_channel_that_closes_after_a_doubt_sends_nothing_on(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        delivering = await deliver_with_a_lost_answer(house, await ready(house))
        world.stage.closed = {Way.CHANNEL}

        assert await delivering is State.KEPT
        assert places(world) == [Way.CHANNEL.value]


async def test_a_channel_that_is_gone_after_a_doubt_sends_the_video_to_the_member(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        delivering = await deliver_with_a_lost_answer(house, await ready(house))
        world.stage.gone = {Way.CHANNEL}

        assert await delivering is State.POSTED
        assert places(world) == [Way.CHANNEL.value, Way.DIRECT.value]


@pytest.mark.parametrize(
    ("doubt", "ending"), [(Doubt.NONE, State.POSTED), (Doubt.SLIGHT, State.POSTED), (Doubt.REAL, State.KEPT)]
)
async def test_a_closed_channel_keeps_only_what_may_have_been_posted_there(
    world: World, doubt: Doubt, ending: State
) -> None:
    async with open_house(world, "novita", works=False) as house:
        job = await ready(house)
        world.stage.closed = {Way.CHANNEL}

        assert await delivered(house, job, doubt) is ending
        assert places(world) == ([] if ending is State.KEPT else [Way.DIRECT.value])


async def test_a_way_that_is_shut_keeps_what_may_have_gone_by_it(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        job = await ready(house)
        world.stage.shut = [Way.ANSWER]

        assert await delivered(house, job, Doubt.REAL) is State.KEPT
        assert places(world) == []


@pytest.mark.parametrize("has_clip", [True, False])
async def test_what_was_ready_before_a_crash_is_kept_where_nobody_can_look(world: World, has_clip: bool) -> None:
    """Also where its clip must be fetched again, and it passes for one that was never posted."""
    async with open_house(world, "novita", works=False) as first:
        job = await ready(first)
        if not has_clip:
            first.shop.clips.remove(job.clip or "")
        world.stage.closed = {Way.CHANNEL}
        async with open_house(world, "novita"):
            await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.KEPT}
        assert places(world) == []
