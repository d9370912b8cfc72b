"""Before a video goes elsewhere it is certain that it is not where it was sent."""

from domain.jobs import State
from services.deliver import deliver
from services.stage import Way

from .house import World, open_house


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
        assert [post.parent.name for post in world.stage.posts()] == [Way.CHANNEL.value]


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

        assert [post.parent.name for post in world.stage.posts()] == [Way.DIRECT.value]


async def test_a_video_whose_clip_has_left_the_disk_is_fetched_anew(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        job = await house.order()
        ready = await house.shop.jobs.move(job, state=State.READY, clip="gone.mp4", ready_at=world.clock.now())
        again = await deliver(house.shop, ready, resumed=True)

        assert (again.state, again.clip, again.ready_at) == (State.RUNNING, None, None)
        assert (await house.row(job)).state is State.RUNNING
        assert not world.stage.posts()
