"""A picture of the wrong shape or size: the member sees privately what can be made of it, and nothing is charged."""

import io
from pathlib import Path

from PIL import Image

from sandbox.discord import Message
from soak.crew import LEAVE_SECONDS

from .town import Town, open_town, picture, press_ids, video_of


def remedies(question: Message) -> list[str]:
    return [each.rsplit(":", 1)[1] for each in press_ids(question) if each.startswith("ff:mend:")]


def press_of(question: Message, remedy: str) -> str:
    return next(each for each in press_ids(question) if each.endswith(f":{remedy}"))


async def test_a_picture_that_is_too_wide_is_shown_cropped_and_padded_and_one_is_chosen(town: Town) -> None:
    member, submits = town.newcomer(), len(town.submits)
    asked = await town.ask(member=member, image=picture(1500, 400))
    question = await asked.use.answer(40)
    assert question.ephemeral_for is member.user
    assert "too wide: 1500×400" in question.content
    assert "Nothing was charged" in question.content
    assert remedies(question) == ["crop", "pad"]
    shown = [Image.open(io.BytesIO(town.world.file(file))).size for file in question.files]
    assert shown == [(999, 400), (1500, 601)]
    assert "used 0 of" in (await town.tell(member, "quota")).content
    assert len(town.submits) == submits

    order = await town.order_of(await member.press(question, press_of(question, "pad")), asked.prompt)
    await order.posted()
    assert order.card.ephemeral_for is None
    assert order.task.first_frame == (1500, 601)
    await order.until(lambda: question.deleted)


async def test_a_small_picture_is_enlarged_if_the_member_wants_it(town: Town) -> None:
    member = town.newcomer()
    asked = await town.ask(member=member, image=picture(200, 150))
    question = await asked.use.answer(40)
    assert "150 px on its short side" in question.content
    assert remedies(question) == ["enlarge"]
    order = await town.order_of(await member.press(question, press_of(question, "enlarge")), asked.prompt)
    await order.posted()
    assert order.task.first_frame is not None
    assert min(order.task.first_frame) > 300


async def test_none_of_these_orders_nothing_and_leaves_nothing_on_disk(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        asked = await town.ask(member=member, image=picture(1500, 400))
        question = await asked.use.answer(40)
        await member.press(question, "ff:mend-no:" + press_of(question, "pad").split(":")[2])
        await asked.until(lambda: "Nothing was ordered" in question.content)
        assert question.files == []
        assert press_ids(question) == []
        assert town.submits == []
        await asked.until(lambda: not list((tmp_path / "frames").glob("*.jpg")))


async def test_a_choice_works_after_a_restart_and_only_once(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        asked = await town.ask(member=member, image=picture(400, 1500))
        question = await asked.use.answer(40)
        await town.crash()
        await town.start()

        crop, pad = (press_of(question, each) for each in ("crop", "pad"))
        town.sandbox.faults.add("discord.followup", "hold-before")  # the question is not taken away meanwhile
        order = await town.order_of(await member.press(question, crop), asked.prompt)
        again = await (await member.press(question, pad)).answer()
        assert "ordered already" in again.content
        town.sandbox.faults.clear()
        await order.posted()
        assert order.task.first_frame == (400, 999)
        assert len(order.submits) == 1


async def test_a_choice_is_not_ordered_again_when_the_bot_ends_before_its_card_is_there(tmp_path: Path) -> None:
    async with open_town(tmp_path, may_stumble=True, LEASE_SECONDS=3600) as town:
        member = town.newcomer()
        asked = await town.ask(member=member, image=picture(1500, 400))
        question = await asked.use.answer(40)
        hold = town.sandbox.faults.add("discord.callback", "hold-after")
        use = await member.press(question, press_of(question, "crop"))
        await hold.arrived.wait()
        town.bot.terminate()
        assert await town.bot.wait(LEAVE_SECONDS) == 0
        town.sandbox.faults.clear()
        await town.start()

        order = await town.order_of(use, asked.prompt)
        await order.posted()
        again = await (await member.press(question, press_of(question, "crop"))).answer(40)
        assert "ordered already" in again.content
        assert len(order.submits) == 1


async def test_a_refused_choice_can_be_pressed_again_later(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=1) as town:
        member = town.newcomer()
        asked = await town.ask(member=member, image=picture(1500, 400))
        question = await asked.use.answer(40)
        town.sandbox.wavespeed.next_outcome("failed")
        hold = town.sandbox.faults.add("wavespeed.submit", "hold-after")
        other = await town.order(member=member)
        await hold.arrived.wait()
        refused = await (await member.press(question, press_of(question, "crop"))).answer()
        assert "used the one video of your day" in refused.content
        hold.release()
        await other.says("does not count")
        order = await town.order_of(await member.press(question, press_of(question, "crop")), asked.prompt)
        assert "in line" in order.card.content or "**" in order.card.content
        await order.submitted()


async def test_what_nothing_sane_can_be_made_of_is_refused(town: Town) -> None:
    for upload in (picture(40, 40), picture(1400, 100), picture(3000, 60)):
        said = await town.refused(image=upload)
        assert "Nothing was charged" in said


async def test_a_picture_in_a_form_is_mended_too(town: Town) -> None:
    post = await (await town.order()).posted()
    member = town.newcomer()
    use = await town.press(member, post, "mine")
    question = (await town.fill_in(member, use, file=picture(1500, 400))).card
    assert remedies(question) == ["crop", "pad"]
    assert video_of(question) is None
