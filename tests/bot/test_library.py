"""`/quota`, and where a video goes when its channel does not take it; /videos has it in any case."""

import re
from pathlib import Path

from .shelf import put_videos
from .town import Town, entries, open_town, video_of

RENDER_FAILED = "The service took the order and could not make the video. You can order it again."


def next_place(said: str) -> int:
    """The moment it names, in Unix seconds."""
    found = re.search(r"The next place comes free <t:(\d+):R>\.", said)
    assert found is not None
    return int(found[1])


async def test_the_quota_tells_used_left_and_when_the_next_place_comes_free(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=3) as town:
        member = town.newcomer()
        fresh = (await town.tell(member, "quota")).content
        assert fresh == "You have used 0 of 3 videos in the last 24 hours; 3 left."

        first = await town.order(member=member)
        await (await town.order(member=member)).posted()
        said = (await town.tell(member, "quota")).content
        assert "used 2 of 3 videos in the last 24 hours; 1 left" in said
        assert next_place(said) in first.gives_back


async def test_a_video_that_fails_gives_its_place_back(town: Town) -> None:
    member = town.newcomer()
    town.sandbox.wavespeed.next_outcome("failed")
    order = await town.order(member=member)
    await order.says("does not count against your quota")

    assert "used 0 of 100" in (await town.tell(member, "quota")).content


async def test_the_quota_tells_what_counts_and_what_was_given_back_and_why(tmp_path: Path) -> None:
    async with open_town(tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as town:
        member = town.newcomer()
        deleted = await town.order("A secret fox", member)
        await deleted.posted()
        alone = await town.chosen(member, await town.tell(member, "videos"))
        question = await (await town.press(member, alone, "erase")).answer()
        await town.press(member, question, "erase-sure")
        await deleted.until(lambda: "Deleted for good" in question.content)
        town.sandbox.novita.next_outcome("failed")
        failed = await town.order(member=member)
        await failed.says("does not count")
        town.sandbox.novita.next_outcome("never")
        running = await town.order(member=member)
        await running.running()
        waiting = await town.order(member=member)
        await (await town.press(member, waiting.card, "cancel")).answer()

        told = await town.tell(member, "quota")
        assert "used 2 of" in told.content
        lines = entries(told)[0].splitlines()
        assert [line.partition(":R> · ")[2] or line for line in lines] == [
            "These count:",
            f"**rendering** · {running.prompt}",
            "**deleted, still counts**",
            "These were given back:",
            f"**cancelled, not counted** · {waiting.prompt}",
            f"**failed, not counted** · {RENDER_FAILED} · {failed.prompt}",
        ]


async def test_a_day_of_many_videos_is_told_in_ten_lines(town: Town) -> None:
    member = town.newcomer()
    await put_videos(town, member, *(["posted"] * 13))
    lines = entries(await town.tell(member, "quota"))[0].splitlines()

    assert [line for line in lines if not line.startswith("- <t:")] == ["These count:", "and 3 more"]
    assert len(lines) == 12
    assert "Fox 13 " in lines[1]


async def test_a_video_in_a_direct_message_comes_there(town: Town) -> None:
    member = town.newcomer()
    order = await town.order(member=member, channel=town.world.dm(member))
    post = await order.posted()

    assert post.channel_id == town.world.dm(member).id
    assert post.reference is not None
    assert post.reference["message_id"] == str(order.card.id)
    assert order.card.content.endswith(f"/channels/@me/{post.channel_id}/{post.id}")


async def test_where_only_the_member_has_the_app_the_card_itself_becomes_the_video(town: Town) -> None:
    member = town.newcomer()
    order = await town.order(member=member, channel=town.world.foreign)
    await order.until(lambda: order.posts)

    assert order.posts == [order.card]
    video = video_of(order.card)
    assert video is not None
    assert video.description == order.prompt
    assert "AI-generated" in order.card.content
    assert town.world.messages(town.world.dm(member)) == []


async def test_closed_direct_messages_keep_the_video_and_the_list_hands_it_out(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        channel, member = town.world.add_channel("closing"), town.newcomer()
        hold = town.sandbox.faults.add("media", "hold-before")
        order = await town.order(member=member, channel=channel)
        await hold.arrived.wait()
        town.world.deny(channel, "ATTACH_FILES")
        town.world.close_dms(member)
        hold.release()
        said = await order.says("kept for you")
        assert "/videos" in said
        assert "counts as one video" in said
        assert town.posts() == []

        assert "**kept for you**" in entries(await town.tell(member, "videos"))[0]
        video = video_of(await town.handed_out(member))
        assert video is not None
        assert town.world.file(video)[4:8] == b"ftyp"
        assert len(order.submits) == 1


async def test_a_channel_that_is_closed_by_then_sends_the_video_to_the_member(town: Town) -> None:
    channel, member = town.world.add_channel("vanishing"), town.newcomer()
    hold = town.sandbox.faults.add("media", "hold-before")
    order = await town.order(member=member, channel=channel)
    await hold.arrived.wait()
    town.world.delete_channel(channel)
    hold.release()
    (post,) = await order.until(lambda: order.posts)

    assert post.channel_id == town.world.dm(member).id
    assert post.mentions == [member.user]
