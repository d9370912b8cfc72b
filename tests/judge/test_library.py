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
    assert "waiting in line" in under_way.response.content
    assert "A \\*fox\\*" in under_way.response.content
    assert "posted" in posted.response.content
    assert judge.posts[0].jump_url in posted.response.content


async def test_a_list_of_the_longest_prompts_fits_a_message(judge: Judge) -> None:
    for _ in range(5):
        await judge.order("*" * 2000)
    listed = await judge.ada.slash(judge.films, "videos")

    assert listed.response is not None
    assert len(listed.response.content) <= 2000


async def test_a_video_that_no_place_takes_is_kept_for_its_member(judge: Judge) -> None:
    judge.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    judge.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await judge.order()
    await judge.until(lambda: "kept for you" in judge.card.content)
    videos = await judge.ada.slash(judge.films, "videos")

    assert videos.response is not None
    assert videos.response.ephemeral
    assert [each.filename for each in videos.response.attachments] == [(await judge.job()).name]
    assert is_post(videos.response.message)
    assert "kept for you" in videos.response.content
