"""/videos: pages, the filter, and one video alone with all that can be done with it."""

from pathlib import Path

import pytest

from sandbox.discord import Message
from sandbox.discord.member import Member

from .shelf import put_videos
from .town import Order, Town, entries, mention_of, open_town, press_ids, select_of, video_of

UNDER_MADE = ["repost", "fetch", "again", "edit", "copy", "erase", "back"]


def acts(message: Message) -> list[str]:
    return [each.split(":")[1] for each in press_ids(message)]


def is_off(message: Message, act: str) -> bool:
    return bool(select_of(message, act).get("disabled"))


async def turned(town: Town, member: Member, page: Message, act: str, *picked: str) -> list[str]:
    """The same message, with other videos."""
    assert await (await town.press(member, page, act, *picked)).answer() is page
    return entries(page)


async def alone(order: Order, **options: object) -> tuple[Member, Message]:
    """The newest video of whoever ordered."""
    town, member = order.town, order.town.world.member(order.use.user.name)
    return member, await town.chosen(member, await town.tell(member, "videos", **options))


async def test_a_member_with_no_videos_is_told_how_to_make_one(town: Town) -> None:
    told = await town.tell(town.newcomer(), "videos")

    assert f"Type {mention_of(town, 'video')} to make one" in told.content
    assert press_ids(told) == []


async def test_a_page_says_where_each_video_stands_where_it_is_and_why_it_failed(town: Town) -> None:
    member = town.newcomer()
    first = await town.order(member=member)
    post = await first.posted()
    town.sandbox.wavespeed.next_outcome("failed")
    failed = await town.order(member=member)
    await failed.says("does not count")
    town.sandbox.wavespeed.next_outcome("never")
    running = await town.order(member=member)
    await running.running()
    page = await town.tell(member, "videos")
    newest, second, oldest = entries(page)

    assert newest.startswith("**1** · **rendering** · MiniMax Video-01 · <t:")
    assert f"> {running.prompt}" in newest
    assert "**failed, not counted**" in second
    assert "could not make the video" in second
    assert "**posted**" in oldest
    assert oldest.endswith(f"/channels/{town.world.home.id}/{post.channel_id}/{post.id}")
    assert [embed.get("thumbnail") is not None for embed in page.embeds] == [False, False, True]
    assert [file.description for file in page.files] == [f"A small picture of the video for: {first.prompt}"]


async def test_twelve_videos_are_three_pages_that_are_turned_after_a_restart(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        await put_videos(town, member, *(["posted"] * 12))
        page = await town.tell(member, "videos")
        assert [text.partition("> ")[2] for text in entries(page)] == [f"Fox {n} runs" for n in (12, 11, 10, 9, 8)]
        assert "page 1 of 3" in page.content
        assert (is_off(page, "newer"), is_off(page, "older")) == (True, False)
        await town.crash()
        await town.start()

        assert len(await turned(town, member, page, "older")) == 5
        assert entries(page)[0].startswith("**6** · ")
        assert (is_off(page, "newer"), is_off(page, "older")) == (False, False)
        assert [text.partition("> ")[2] for text in await turned(town, member, page, "older")] == [
            "Fox 2 runs",
            "Fox 1 runs",
        ]
        assert "page 3 of 3" in page.content
        assert (is_off(page, "newer"), is_off(page, "older")) == (False, True)
        await town.chosen(member, page, 2)
        assert len(entries(page)) == 1
        assert "> Fox 1 runs" in entries(page)[0]
        assert len(await turned(town, member, page, "back")) == 2
        assert len(await turned(town, member, page, "newer")) == 5


async def test_the_filter_shows_a_part_and_keeps_to_it(town: Town) -> None:
    member = town.newcomer()
    await put_videos(town, member, *(["posted", "failed", "cancelled"] * 6))
    page = await town.tell(member, "videos")
    options = select_of(page, "part")["options"]
    assert [option["label"] for option in options] == ["all", "made", "under way", "failed or cancelled"]

    assert len(await turned(town, member, page, "part", "failed")) == 5
    assert "failed or cancelled" in page.content
    assert "page 1 of 3" in page.content
    assert all("not counted" in text for text in await turned(town, member, page, "older"))
    assert len(await turned(town, member, page, "part", "made")) == 5
    assert "page 1 of 2" in page.content
    assert await turned(town, member, page, "part", "open") == []
    assert "None of your videos" in page.content
    assert "choose" not in acts(page)


async def test_the_longest_prompts_fit_a_page_and_a_choice(town: Town) -> None:
    member = town.newcomer()
    for _ in range(5):
        await town.order("*" * 2000, member)
    page = await town.tell(member, "videos")
    assert len(entries(page)) == 5
    shown = await town.chosen(member, page, 5)
    assert len(entries(shown)[0]) > 3000


async def test_a_video_is_posted_again_in_another_channel_and_the_list_leads_there(town: Town) -> None:
    order = await town.order()
    await order.posted()
    stage = town.world.add_channel("stage")
    member, shown = await alone(order, channel=stage)
    assert acts(shown) == UNDER_MADE
    told = await (await town.press(member, shown, "repost")).answer(60)
    second = next(post for post in order.posts if post.channel_id == stage.id)

    assert told.ephemeral_for is member.user
    address = f"https://discord.com/channels/{town.world.home.id}/{stage.id}/{second.id}"
    assert told.content == f"Posted: {address}"
    assert second.mentions == [member.user]
    assert "AI-generated" in second.content
    assert acts(second) == ["again", "edit", "on", "mine", "spoiler", "delete"]
    video = video_of(second)
    assert video is not None
    assert video.description == order.prompt
    assert entries(await town.tell(member, "videos"))[0].endswith(address)
    assert "used 1 of" in (await town.tell(member, "quota")).content


async def test_an_answer_that_was_lost_posts_again_only_once(town: Town) -> None:
    order = await town.order()
    await order.posted()
    member, shown = await alone(order)
    town.sandbox.faults.add("discord.create", "lost")
    assert "Posted: " in (await (await town.press(member, shown, "repost")).answer(60)).content
    assert len(order.posts) == 2
    assert "Posted: " in (await (await town.press(member, shown, "repost")).answer(60)).content
    assert len(order.posts) == 3


async def test_a_channel_that_takes_no_videos_refuses_to_post_again_at_no_cost(town: Town) -> None:
    order = await town.order()
    await order.posted()
    channel = town.world.add_channel("silent")
    town.world.deny(channel, "ATTACH_FILES")
    member, shown = await alone(order, channel=channel)
    told = await (await town.press(member, shown, "repost")).answer()

    assert told.ephemeral_for is member.user
    assert "I lack Attach Files" in told.content
    assert len(order.posts) == 1


async def test_where_the_bot_is_not_the_video_comes_as_the_answer(town: Town) -> None:
    order = await town.order()
    await order.posted()
    member, shown = await alone(order, channel=town.world.foreign)
    told = await (await town.press(member, shown, "repost")).answer(60)

    assert told.ephemeral_for is None
    assert video_of(told) is not None
    assert "AI-generated" in told.content


async def test_a_clip_that_left_the_disk_comes_from_the_post_or_is_said_to_be_gone(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        order = await town.order()
        await order.posted()
        member, shown = await alone(order)
        for act in ("fetch", "repost"):
            for clip in (tmp_path / "clips").iterdir():
                clip.unlink()
            answer = await (await town.press(member, shown, act)).answer(60)
            assert video_of(answer) is not None or "Posted: " in answer.content
        for each in order.posts:
            town.world.delete_message(each)
        for clip in (tmp_path / "clips").iterdir():
            clip.unlink()
        gone = await (await town.press(member, shown, "fetch")).answer(60)
        assert "I no longer have that video" in gone.content
        assert gone.ephemeral_for is member.user


@pytest.mark.parametrize("prompt", ["A *fox* runs", "```\nA fox```", "f" * 2000])
async def test_a_prompt_is_copied_as_it_was_written(town: Town, prompt: str) -> None:
    order = await town.order(prompt)
    member, shown = await alone(order)
    told = await (await town.press(member, shown, "copy")).answer()

    assert told.ephemeral_for is member.user
    if told.files:
        assert [file.filename for file in told.files] == ["prompt.txt"]
        assert town.world.file(told.files[0]).decode() == prompt
    else:
        assert told.content == f"```\n{prompt}\n```"
    assert bool(told.files) is (prompt != "A *fox* runs")
