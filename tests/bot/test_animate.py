"""*Animate this image*: from the menu of any message with a picture."""

from pathlib import Path

from sandbox.discord import Message
from sandbox.discord.member import Member
from sandbox.discord.use import Use

from .town import Town, open_town, picture

MENU = "Animate this image"


async def opened(member: Member, message: Message) -> Use:
    use = await member.menu(MENU, message)
    await use.opened()
    return use


async def test_a_members_own_picture_and_anothers_become_videos(town: Town) -> None:
    sender, other = town.newcomer(), town.newcomer()
    message = await sender.say("look", uploads=[picture(500, 400)])
    for member in (sender, other):
        order = await town.fill_in(member, await opened(member, message))
        await order.posted()
        assert order.task.first_frame == (500, 400)


async def test_of_several_pictures_one_is_chosen(town: Town) -> None:
    member = town.newcomer()
    message = await member.say(uploads=[picture(500, 400), picture(600, 400)])
    use = await opened(member, message)
    order = await town.fill_in(member, use, picture=["1"])
    await order.posted()
    assert order.task.first_frame == (600, 400)


async def test_a_message_without_a_picture_is_told_so_privately(town: Town) -> None:
    member = town.newcomer()
    message = await member.say("only words")
    answer = await (await member.menu(MENU, message)).answer()
    assert answer.ephemeral_for is member.user
    assert "no picture" in answer.content
    assert "Nothing was charged" in answer.content


async def test_a_card_of_the_bot_has_a_picture_too(town: Town) -> None:
    hold = town.sandbox.faults.add("media", "hold-before")
    first = await town.order(image=picture(500, 400))
    await hold.arrived.wait()
    member = town.newcomer()
    order = await town.fill_in(member, await opened(member, first.card))
    hold.release()
    await order.posted()
    assert order.task.first_frame == (500, 400)


async def test_a_form_that_was_open_during_a_restart_orders(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        message = await member.say(uploads=[picture(500, 400)])
        use = await opened(member, message)
        await town.crash()
        await town.start()
        order = await town.fill_in(member, use)
        await order.posted()
        assert order.task.first_frame == (500, 400)


async def test_a_form_whose_bot_was_killed_over_the_picture_orders_when_it_is_sent_again(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        message = await member.say(uploads=[picture(500, 400)])
        form = await opened(member, message)
        hold = town.sandbox.faults.add("discord.cdn", "hold-before")
        await member.submit(form, prompt="A heron waits")
        await hold.arrived.wait()
        await town.crash()
        town.sandbox.faults.clear()
        await town.start()

        order = await town.fill_in(member, form, prompt="A heron waits")
        await order.posted()
        again = await (await member.submit(form, prompt="A heron waits")).answer(40)
        assert "ordered already" in again.content
        assert len(order.submits) == 1


async def test_a_picture_of_the_wrong_shape_is_mended_here_too(town: Town) -> None:
    member = town.newcomer()
    message = await member.say(uploads=[picture(1500, 400)])
    question = (await town.fill_in(member, await opened(member, message))).card
    assert "too wide" in question.content
    assert "Choose what" in question.content
