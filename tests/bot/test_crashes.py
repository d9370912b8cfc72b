"""kill -9 at every stage: the bot that is started again goes on, and nothing is lost, doubled or paid twice."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.faults import Rule

from .town import PATIENCE, Order, Town, open_town, picture

RENDERING = 600.0
WITHOUT_ANSWER = "never said whether it took this order"


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return {"PROVIDERS": "wavespeed", "WAVESPEED_AT_ONCE": 1, "UNSURE_SECONDS": 2}


async def crash_at(town: Town, rule: Rule) -> None:
    """The bot is killed while it waits there, and started again once nothing holds it up any more."""
    await rule.arrived.wait()
    await town.crash()
    town.sandbox.faults.clear()
    await town.start()


async def check_whole(order: Order) -> None:
    post = await order.posted()

    assert post.reference is not None
    assert post.reference["message_id"] == str(order.card.id)
    assert len(order.submits) == 1


async def test_one_that_waits_and_one_that_renders(tmp_path: Path, settings: dict[str, Any]) -> None:
    async with open_town(tmp_path, **settings) as town:
        town.sandbox.wavespeed.next_outcome("succeeded", seconds=RENDERING)
        rendering = await town.order(image=picture())
        await rendering.running()
        waiting = await town.order(image=picture())
        await town.crash()
        await town.start()
        assert waiting.submits == []

        town.sandbox.clock.advance(RENDERING)
        await check_whole(rendering)
        await check_whole(waiting)


@pytest.mark.parametrize("place", ["wavespeed.look", "media", "discord.create"])
@pytest.mark.parametrize("kind", ["hold-before", "hold-after"])
async def test_one_that_is_looked_at_or_fetched_or_posted(town: Town, place: str, kind: str) -> None:
    rule = town.sandbox.faults.add(place, kind)
    order = await town.order()
    await crash_at(town, rule)

    await check_whole(order)


async def test_one_whose_card_is_about_to_be_settled(town: Town) -> None:
    rule = town.sandbox.faults.add("discord.original", "hold-before")
    order = await town.order()
    await crash_at(town, rule)

    await check_whole(order)


async def test_one_that_was_submitted_and_not_answered_is_found_again(town: Town) -> None:
    rule = town.sandbox.faults.add("wavespeed.submit", "hold-after")
    order = await town.order()
    await crash_at(town, rule)

    await check_whole(order)


async def test_one_whose_submit_may_have_left_is_not_submitted_again(town: Town) -> None:
    rule = town.sandbox.faults.add("wavespeed.submit", "hold-before")
    member = town.newcomer()
    order = await town.order(member=member)
    await crash_at(town, rule)
    said = await order.says(WITHOUT_ANSWER)

    assert "does not count against your quota" in said
    assert order.submits == []
    assert "used 0 of 100" in (await town.tell(member, "quota")).content
    await check_whole(await town.order(member=member))


async def test_one_whose_card_was_sent_and_not_noted_goes_on_with_that_card(town: Town) -> None:
    rule = town.sandbox.faults.add("discord.callback", "hold-after")
    order = await town.order()
    await crash_at(town, rule)

    await check_whole(order)


async def test_one_that_was_never_answered_is_as_if_it_had_not_been(town: Town) -> None:
    rule = town.sandbox.faults.add("discord.callback", "hold-before")
    member = town.newcomer()
    use = await member.command("video", prompt="A fox that nobody saw")
    await crash_at(town, rule)
    await town.until_logged("was never answered and is withdrawn")

    assert use.message is None
    assert "used 0 of 100" in (await town.tell(member, "quota")).content
    assert not [submit for submit in town.submits if submit.body["prompt"] == "A fox that nobody saw"]


async def test_one_whose_card_is_still_without_its_picture_gets_it_there(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita") as town:
        picture_comes = town.sandbox.faults.add("discord.cdn", "hold-before")
        picture_is_shown = town.sandbox.faults.add("discord.original", "hold-before")
        order = await town.ask(image=picture())
        picture_comes.release()
        await crash_at(town, picture_is_shown)

        await check_whole(order)
        assert order.task.first_frame == (640, 480)
        assert [*order.use.channel.messages.values()] == [order.card, *order.posts]


async def test_many_crashes_in_a_row_cost_nothing(town: Town) -> None:
    order = await town.order()
    for place in ("wavespeed.look", "media", "discord.create", "discord.original"):
        rule = town.sandbox.faults.add(place, "hold-after")
        await town.world.until(rule.arrived.is_set, PATIENCE)
        await crash_at(town, rule)

    await check_whole(order)
