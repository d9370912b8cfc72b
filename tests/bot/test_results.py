"""The buttons under a video: whoever presses orders, at their own quota, after a restart as before."""

import io
from pathlib import Path

from PIL import Image

from sandbox.discord import Message, Upload

from .town import Order, Town, entries, open_town, picture, press_id, press_ids, video_of

UNDER_VIDEO = ["again", "edit", "on", "mine", "spoiler", "delete"]


def acts(message: Message) -> list[str]:
    return [each.split(":")[1] for each in press_ids(message)]


async def frame_of(order: Order) -> Image.Image:
    """The picture on its card."""
    (file,) = await order.until(lambda: order.card.files)
    return Image.open(io.BytesIO(order.town.world.file(file)))


async def again(town: Town, post: Message, prompt: str) -> Order:
    member = town.newcomer()
    return await town.order_of(await town.press(member, post, "again"), prompt)


async def test_again_makes_the_same_order_for_whoever_presses(town: Town) -> None:
    first = await town.order(image=picture())
    post = await first.posted()
    assert acts(post) == UNDER_VIDEO
    member = town.newcomer()
    second = await town.order_of(await town.press(member, post, "again"), first.prompt)
    await second.until(lambda: len(second.posts) == 2)

    assert len(first.submits) == 2
    assert {task.first_frame for task in town.tasks if task.submit in first.submits} == {(640, 480)}
    assert [each.id for each in second.posts[1].mentions] == [member.id]
    assert "used 1 of" in (await town.tell(member, "quota")).content


async def test_a_quota_that_is_used_up_refuses_a_press_like_a_command(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=1) as town:
        member = town.newcomer()
        order = await town.order(member=member)
        post = await order.posted()
        use = await town.press(member, post, "again")
        answer = await use.answer()

        assert answer.ephemeral_for is member.user
        assert "used the one video of your day" in answer.content
        assert len(order.submits) == 1


async def test_edit_opens_the_order_and_orders_it_changed(town: Town) -> None:
    first = await town.order(image=picture())
    post = await first.posted()
    member = town.newcomer()
    use = await town.press(member, post, "edit")
    modal = await use.opened()
    assert modal["components"][0]["component"]["value"] == first.prompt
    second = await town.fill_in(member, use)
    await second.posted()

    assert second.prompt != first.prompt
    assert second.task.first_frame == (640, 480)


async def test_my_picture_takes_the_prompt_and_the_pressers_picture(town: Town) -> None:
    post = await (await town.order(image=picture())).posted()
    member = town.newcomer()
    use = await town.press(member, post, "mine")
    second = await town.fill_in(member, use, file=picture(500, 400))
    await second.posted()

    assert second.task.first_frame == (500, 400)


async def test_a_file_that_is_no_picture_is_refused_in_a_form_too(town: Town) -> None:
    post = await (await town.order()).posted()
    member = town.newcomer()
    use = await town.press(member, post, "mine")
    answer = (await town.fill_in(member, use, file=Upload("fox.png", b"no picture at all"))).card

    assert answer.ephemeral_for is member.user
    assert "not a picture" in answer.content
    assert "Nothing was charged" in answer.content


async def test_going_on_begins_with_the_last_picture_and_makes_a_film(town: Town) -> None:
    first = await town.order(image=picture())
    second_member = town.newcomer()
    second = await town.fill_in(second_member, await town.press(second_member, await first.posted(), "on"))
    frame = await frame_of(second)
    post = await second.posted()
    assert second.task.first_frame == (1280, 720)
    assert frame.size == (1280, 720)
    assert acts(post) == ["again", "edit", "on", "mine", "film", "spoiler", "delete"]

    film = await (await town.press(town.newcomer(), post, "film")).answer(60)
    video = video_of(film)
    assert video is not None
    assert "2 clips" in film.content
    assert town.world.file(video)[4:8] == b"ftyp"
    assert len([*first.submits, *second.submits]) == 2


async def test_the_buttons_of_an_old_video_work_after_a_restart_and_forms_do_too(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        first = await town.order(image=picture())
        post = await first.posted()
        member = town.newcomer()
        use = await town.press(member, post, "edit")
        await use.opened()
        await town.crash()
        await town.start()

        edited = await town.fill_in(member, use)
        await edited.posted()
        on = await town.fill_in(member, await town.press(member, post, "on"))
        await on.posted()
        await town.press(member, post, "again")
        await first.until(lambda: len(first.posts) == 2)


async def test_the_spoiler_is_turned_on_and_off_by_the_member_and_the_post_stays_one(town: Town) -> None:
    member = town.newcomer()
    order = await town.order(member=member)
    post = await order.posted()
    for name in ("SPOILER_", ""):
        await town.press(member, post, "spoiler")
        await order.until(lambda name=name: post.files[0].filename.startswith(f"{name}firstframe"))  # type: ignore[misc]
    assert len(order.posts) == 1
    assert acts(post) == UNDER_VIDEO

    stranger = await (await town.press(town.newcomer(), post, "spoiler")).answer()
    assert "Only whoever ordered" in stranger.content


async def test_delete_asks_first_and_keeps_the_video_for_its_member(town: Town) -> None:
    member = town.newcomer()
    order = await town.order(member=member)
    post = await order.posted()
    question = await (await town.press(member, post, "delete")).answer()
    assert question.ephemeral_for is member.user
    assert not post.deleted
    await member.press(question, press_id(question, "delete-no"))
    question = await (await town.press(member, post, "delete")).answer()
    await member.press(question, press_id(question, "delete-sure"))
    await order.until(lambda: post.deleted)
    await order.until(lambda: order.card.deleted)

    (entry,) = entries(await town.tell(member, "videos"))
    assert order.prompt in entry
    assert "https://" not in entry


async def test_a_server_that_has_the_app_without_its_bot_is_none_that_the_bot_is_in(town: Town) -> None:
    guild = town.world.add_guild("Commands only", has_bot=False)
    guild.has_commands = True
    order = await town.order(channel=next(iter(guild.channels.values())))
    await order.until(lambda: order.posts)
    assert order.posts == [order.card]


async def test_delete_works_where_only_the_member_has_the_app(town: Town) -> None:
    member = town.newcomer()
    order = await town.order(member=member, channel=town.world.foreign)
    (post,) = await order.until(lambda: order.posts)
    question = await (await town.press(member, post, "delete")).answer()
    await member.press(question, press_id(question, "delete-sure"))
    await order.until(lambda: post.deleted)


async def test_a_delete_that_takes_long_is_answered_in_time(town: Town) -> None:
    member = town.newcomer()
    order = await town.order(member=member)
    post = await order.posted()
    question = await (await town.press(member, post, "delete")).answer()
    hold = town.sandbox.faults.add("discord.delete", "hold-before")
    use = await member.press(question, press_id(question, "delete-sure"))
    await hold.arrived.wait()
    assert use.state == "deferred"
    hold.release()
    await order.until(lambda: post.deleted)
    await order.until(lambda: press_ids(question) == [])


async def test_a_moderator_deletes_and_a_stranger_does_not(town: Town) -> None:
    order = await town.order()
    post = await order.posted()
    stranger = await (await town.press(town.newcomer(), post, "delete")).answer()
    assert "Only whoever ordered" in stranger.content
    moderator = town.newcomer()
    town.world.grant(moderator, "MANAGE_MESSAGES")
    question = await (await town.press(moderator, post, "delete")).answer()
    await moderator.press(question, press_id(question, "delete-sure"))
    await order.until(lambda: post.deleted)


async def test_the_last_picture_of_a_clip_that_left_the_disk_comes_from_the_post(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        order = await town.order()
        post = await order.posted()
        for clip in (tmp_path / "clips").iterdir():
            clip.unlink()
        member = town.newcomer()
        on = await town.fill_in(member, await town.press(member, post, "on"))
        await on.posted()
        assert on.task.first_frame == (1280, 720)
