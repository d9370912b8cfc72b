"""*Cancel*: free and instant while an order waits; afterwards the truth, and what can still be done."""

from pathlib import Path

from sandbox.discord import Message

from .town import Order, Town, open_town, press_id, press_ids, video_of


async def cancel(order: Order) -> Message:
    """What the member is told, or the card itself."""
    member = order.town.world.member(order.use.user.name)
    return await (await order.town.press(member, order.card, "cancel")).answer()


async def waiting(town: Town) -> Order:
    """An order that waits behind another, which renders for ever."""
    for service in town.services:
        service.next_outcome("never")
    await (await town.order()).running()
    return await town.order()


async def test_what_waits_is_cancelled_at_once_and_free(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        order = await waiting(town)
        member = town.world.member(order.use.user.name)
        assert await (await town.press(member, order.card, "cancel")).answer() is order.card

        assert "Cancelled" in order.card.content
        assert "does not count" in order.card.content
        assert [each.split(":")[1] for each in press_ids(order.card)] == ["again", "edit"]
        assert "used 0 of" in (await town.tell(member, "quota")).content
        assert order.submits == []
        ordered = await town.order_of(await town.press(member, order.card, "again"), order.prompt)
        assert "in line" in ordered.card.content


async def test_a_cancel_that_is_answered_too_late_shows_on_the_card_all_the_same(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        order = await waiting(town)
        hold = town.sandbox.faults.add("discord.callback", "hold-before")
        use = await town.press(town.world.member(order.use.user.name), order.card, "cancel")
        await hold.arrived.wait()
        town.sandbox.clock.advance(4)
        hold.release()
        await order.says("Cancelled")

        assert use.state == "failed"
        assert [each.split(":")[1] for each in press_ids(order.card)] == ["again", "edit"]


async def test_nobody_else_cancels_an_order(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        order = await waiting(town)
        answer = await (await town.press(town.newcomer(), order.card, "cancel")).answer()
        assert "Only whoever ordered" in answer.content
        assert "in line" in order.card.content


async def test_what_is_being_made_says_what_it_costs_and_goes_to_the_list_alone_if_wished(town: Town) -> None:
    hold = town.sandbox.faults.add("media", "hold-before")
    member = town.newcomer()
    order = await town.order(member=member)
    await hold.arrived.wait()
    told = await cancel(order)
    assert told.ephemeral_for is member.user
    assert "paid for" in told.content
    assert "counts" in told.content
    await member.press(told, press_id(told, "withhold"))
    await order.until(lambda: "will not post" in told.content)
    hold.release()
    await order.says("/videos")

    assert order.posts == []
    assert video_of(await town.handed_out(member))
    assert "used 1 of" in (await town.tell(member, "quota")).content


async def test_what_is_over_cannot_be_stopped(town: Town) -> None:
    hold = town.sandbox.faults.add("media", "hold-before")
    member = town.newcomer()
    order = await town.order(member=member)
    await hold.arrived.wait()
    told = await cancel(order)
    hold.release()
    await order.posted()
    await member.press(told, press_id(told, "withhold"))
    await order.until(lambda: "over already" in told.content)
    assert len(order.posts) == 1
