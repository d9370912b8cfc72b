"""What ends in /videos: a video that is deleted for good, an order that is cancelled, and what belongs to another."""

from pathlib import Path

import pytest

from .shelf import press_forged, put_videos
from .test_gallery import acts, alone
from .test_stopping import waiting
from .town import Town, entries, open_town, press_id, select_of


async def test_delete_asks_first_and_is_for_good_and_still_counts(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        order = await town.order()
        post = await order.posted()
        member, shown = await alone(order)
        await (await town.press(member, shown, "erase")).answer()
        assert "still counts" in shown.content
        await (await town.press(member, shown, "video")).answer()
        assert "erase" in acts(shown)
        assert not post.deleted
        await (await town.press(member, shown, "erase")).answer()
        await town.crash()
        await town.start()
        await (await town.press(member, shown, "erase-sure")).answer()

        assert "Deleted for good" in shown.content
        assert "You have no videos" in shown.content
        assert entries(shown) == []
        assert post.deleted
        assert list((tmp_path / "clips").iterdir()) == []
        assert "used 1 of" in (await town.tell(member, "quota")).content
        assert "A fox" not in entries(await town.tell(member, "quota"))[0]


async def test_a_post_that_cannot_be_removed_now_leaves_the_video_as_it_is(town: Town) -> None:
    order = await town.order()
    post = await order.posted()
    member, shown = await alone(order)
    await (await town.press(member, shown, "erase")).answer()
    sure = press_id(shown, "erase-sure")
    town.sandbox.faults.add("discord.delete", "status", status=503, times=None)
    await (await member.press(shown, sure)).answer(60)
    assert "the video itself was not deleted" in shown.content
    assert not post.deleted
    assert order.prompt in entries(await town.tell(member, "videos"))[0]


async def test_a_video_that_is_deleted_while_it_is_posted_again_is_posted_nowhere(town: Town) -> None:
    order = await town.order()
    await order.posted()
    member, shown = await alone(order)
    hold = town.sandbox.faults.add("discord.create", "hold-before")
    again = await town.press(member, shown, "repost")
    await hold.arrived.wait()
    await (await town.press(member, shown, "erase")).answer()
    await (await town.press(member, shown, "erase-sure")).answer()
    hold.release()

    assert "was deleted" in (await again.answer(40)).content
    assert [post for post in order.posts if not post.deleted] == []


async def test_what_failed_can_be_ordered_again_and_deleted(town: Town) -> None:
    member = town.newcomer()
    await put_videos(town, member, "failed")
    shown = await town.chosen(member, await town.tell(member, "videos"))
    assert acts(shown) == ["again", "edit", "copy", "erase", "back"]
    ordered = await town.order_of(await town.press(member, shown, "again"), "Fox 1 runs")
    await ordered.posted()
    await (await town.press(member, shown, "erase")).answer()
    await (await town.press(member, shown, "erase-sure")).answer()
    assert len(entries(shown)) == 1


async def test_a_cancel_in_the_list_shows_on_the_card_too(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        order = await waiting(town)
        member, shown = await alone(order)
        assert acts(shown) == ["cancel", "copy", "back"]
        assert await (await town.press(member, shown, "cancel")).answer() is shown

        assert "**cancelled, not counted**" in entries(shown)[0]
        assert acts(shown) == ["again", "edit", "copy", "erase", "back"]
        assert "Cancelled" in order.card.content
        assert acts(order.card) == ["again", "edit"]
        assert order.submits == []


async def test_what_is_being_made_is_not_cancelled_in_the_list_either(town: Town) -> None:
    hold = town.sandbox.faults.add("media", "hold-before")
    order = await town.order()
    await hold.arrived.wait()
    member, shown = await alone(order)
    told = await (await town.press(member, shown, "cancel")).answer()
    assert "paid for" in told.content
    assert "withhold" in acts(told)
    hold.release()
    await order.posted()


@pytest.mark.parametrize("act", ["repost", "fetch", "copy", "erase"])
async def test_an_id_in_a_press_opens_nobody_elses_video(town: Town, act: str) -> None:
    order = await town.order()
    await order.posted()
    theirs = press_id((await alone(order))[1], act).split(":")[2]
    stranger = town.newcomer()
    await put_videos(town, stranger, "posted")
    shown = await town.chosen(stranger, await town.tell(stranger, "videos"))
    told = await (await press_forged(town, stranger, shown, act, theirs)).answer()

    assert told is not shown
    assert told.ephemeral_for is stranger.user
    assert "Only whoever ordered" in told.content
    assert len(order.posts) == 1
    assert told.files == []


async def test_a_choice_or_a_last_word_about_anothers_video_is_refused(town: Town) -> None:
    order = await town.order()
    post = await order.posted()
    theirs = press_id((await alone(order))[1], "copy").split(":")[2]
    stranger = town.newcomer()
    await put_videos(town, stranger, "posted")
    page = await town.tell(stranger, "videos")
    select_of(page, "choose")["options"][0]["value"] = theirs
    told = await (await town.press(stranger, page, "choose", theirs)).answer()
    assert "Only whoever ordered" in told.content
    shown = await town.chosen(stranger, await town.tell(stranger, "videos"))
    await (await town.press(stranger, shown, "erase")).answer()
    told = await (await press_forged(town, stranger, shown, "erase-sure", theirs)).answer()
    assert "Only whoever ordered" in told.content
    assert not post.deleted
