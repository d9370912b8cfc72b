"""`/quota` and `/videos`, which only the member sees."""

from .judge import Judge, is_post


async def test_quota_counts_what_was_ordered(judge: Judge) -> None:
    before = await judge.ada.slash(judge.films, "quota")
    await judge.order()
    after = await judge.ada.slash(judge.films, "quota")

    assert before.response is not None
    assert after.response is not None
    assert before.response.ephemeral
    assert after.response.ephemeral
    assert before.response.content == "You have used 0 of 5 videos in the last 24 hours; 5 left."
    assert "1 of 5 videos in the last 24 hours; 4 left" in after.response.content


async def test_videos_lists_where_they_stand_and_where_they_are(judge: Judge) -> None:
    nothing = await judge.ada.slash(judge.films, "videos")
    await judge.order("A *fox*")
    under_way = await judge.ada.slash(judge.films, "videos")
    await judge.until(lambda: judge.posts)
    posted = await judge.ada.slash(judge.films, "videos")

    assert nothing.response is not None
    assert under_way.response is not None
    assert posted.response is not None
    assert nothing.response.ephemeral
    assert "no videos yet" in nothing.response.content
    assert "waiting in line" in (under_way.response.embeds[0].description or "")
    assert "A \\*fox\\*" in (under_way.response.embeds[0].description or "")
    assert "posted" in (posted.response.embeds[0].description or "")
    assert judge.posts[0].jump_url in (posted.response.embeds[0].description or "")


async def test_a_list_of_the_longest_prompts_fits_a_message(judge: Judge) -> None:
    for _ in range(5):
        await judge.order("*" * 2000)
    listed = await judge.ada.slash(judge.films, "videos")

    assert listed.response is not None
    assert len(listed.response.embeds) == 5
    assert sum(len(embed) for embed in listed.response.embeds) <= 6000


async def test_a_video_that_no_place_takes_is_kept_for_its_member(judge: Judge) -> None:
    judge.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    judge.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await judge.order()
    await judge.until(lambda: "kept for you" in judge.card.content)
    videos = await judge.ada.slash(judge.films, "videos")

    assert videos.response is not None
    assert videos.response.ephemeral
    assert "kept for you" in (videos.response.embeds[0].description or "")
    job = await judge.job()
    shown = await judge.ada.select(videos.response.message, [job.id], custom_id="ff:choose:all:0")
    assert shown.response is not None
    got = await judge.ada.click(shown.response.message, custom_id=f"ff:fetch:{job.id}:all:0")
    assert got.response is not None
    assert got.response.ephemeral
    assert [each.filename for each in got.response.attachments] == [job.name]
    assert is_post(got.response.message)
