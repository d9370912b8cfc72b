"""The bot is asked to end, is two bots for a while, or loses its connection: members notice little of it."""

from pathlib import Path

from soak.crew import LEAVE_SECONDS
from soak.pausing import pause_between_writes

from .early import early
from .town import PATIENCE, Town, open_town, picture

LONG = 1000.0
TOO_LATE = 1000.0
"""Seconds; its token cannot be asked with any more, either."""
ENDLESS_LEASE = 3600
"""Only a bot that gives its jobs back lets the next one go on."""


async def test_asked_to_end_it_ends_cleanly_and_the_next_one_goes_on_at_once(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1, LEASE_SECONDS=ENDLESS_LEASE) as town:
        town.sandbox.novita.settings.render_seconds = LONG
        rendering, waiting = await town.order(image=picture()), await town.order()
        await rendering.running()
        town.bot.terminate()
        assert await town.bot.wait(LEAVE_SECONDS) == 0

        await town.start()
        town.sandbox.clock.advance(LONG)
        await rendering.posted()
        await waiting.running()
        town.sandbox.clock.advance(LONG)
        await waiting.posted()
        assert [len(order.submits) for order in (rendering, waiting)] == [1, 1]


async def test_a_paid_request_under_way_is_noted_before_it_ends_and_new_orders_are_refused(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", LEASE_SECONDS=ENDLESS_LEASE) as town:
        hold = town.sandbox.faults.add("novita.submit", "hold-after")
        order = await town.order()
        await hold.arrived.wait()
        town.bot.terminate()
        said = await town.until_refused("I am being restarted")
        assert "try again in a minute" in said
        hold.release()
        assert await town.bot.wait(LEAVE_SECONDS) == 0

        await town.start()
        await order.posted()
        assert len(order.submits) == 1
        assert "goes on from running" in town.log


@early
async def test_a_service_that_does_not_answer_does_not_keep_it_from_ending(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="wavespeed") as town:
        hold = town.sandbox.faults.add("wavespeed.submit", "hold-after")
        order = await town.order()
        await hold.arrived.wait()
        town.bot.terminate()
        assert await town.bot.wait(LEAVE_SECONDS) == 0

        town.sandbox.faults.clear()
        await town.start()
        await order.posted()
        assert len(order.submits) == 1


async def test_two_processes_with_one_database_carry_each_order_once(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        first = town.bot
        await town.start()
        member = town.newcomer()
        orders = [await town.order(member=member, image=picture()) for _ in range(4)]
        for order in orders:
            await order.posted()
        assert [len(order.submits) for order in orders] == [1, 1, 1, 1]
        assert "used 4 of 100" in (await town.tell(member, "quota")).content

        town.sandbox.wavespeed.next_outcome("succeeded", seconds=LONG)
        order = await town.order()
        await order.running()
        first.kill()
        await first.wait()
        town.sandbox.clock.advance(LONG)
        await order.posted()
        assert len(order.submits) == 1


async def test_while_one_process_replaces_another_an_order_is_either_taken_or_refused(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita") as town:
        hold = town.sandbox.faults.add("novita.submit", "hold-after")
        first = await town.order()
        await hold.arrived.wait()
        town.bot.terminate()
        await town.until_refused("I am being restarted")
        leaving = town.bot
        await town.start()
        orders = [await town.order() for _ in range(6)]
        hold.release()
        assert await leaving.wait(LEAVE_SECONDS) == 0

        taken = [order for order in orders if order.card.ephemeral_for is None]
        for order in [first, *taken, await town.order()]:
            await order.posted()
            assert len(order.submits) == 1
        assert not any(order.submits or order.posts for order in orders if order not in taken)


async def test_an_order_that_is_heard_of_too_late_is_withdrawn(town: Town) -> None:
    member = town.newcomer()
    await pause_between_writes(town.bot, town.folder / "firstframe.db")
    use = await member.command("video", prompt="A fox sleeps")
    town.sandbox.clock.advance(TOO_LATE)
    town.bot.resume()
    await town.until_logged("was never answered and is withdrawn")

    assert use.state == "failed"
    assert "used 0 of 100" in (await town.tell(member, "quota")).content
    assert not town.submits


async def test_a_dropped_connection_is_resumed_and_misses_no_order(town: Town) -> None:
    (session,) = town.world.sessions
    town.world.drop_gateway()
    order = await town.order()
    await order.posted()

    assert list(town.world.sessions) == [session]


@early
async def test_a_connection_that_cannot_be_resumed_is_made_anew_and_loses_no_video(folder: Path) -> None:
    async with open_town(folder, may_stumble=True) as town:
        town.sandbox.wavespeed.next_outcome("succeeded", seconds=LONG)
        rendering = await town.order()
        await rendering.running()
        town.world.drop_gateway(resume=False, abrupt=True)
        assert not town.world.connected
        town.sandbox.clock.advance(LONG)
        await rendering.posted()
        await town.world.until(lambda: town.world.connected, PATIENCE)

        await (await town.order()).posted()
