"""The doors to a card and to a channel: which is taken, and what happens where one is shut."""

import pytest
from simcord import MemberActor

from .completion import USER_INSTALLED, spoil
from .judge import Judge, is_post

LONG_RENDERING = 2700.0
ENCODING_SECONDS = 60.0
ORIGINAL = "/webhooks/*/messages/@original"


@pytest.fixture
def moderator(judge: Judge) -> MemberActor:
    return MemberActor(judge.env, judge.guild, judge.guild.owner)


def is_done(judge: Judge) -> bool:
    return "Done" in judge.card.content


async def test_after_fifteen_minutes_the_card_goes_on_by_the_bots_own_right(judge: Judge) -> None:
    judge.world.providers.wavespeed.settings.render_seconds = LONG_RENDERING
    await judge.order()
    await judge.until(lambda: "slower than usual" in judge.card.content, step=20)
    await judge.until(lambda: is_done(judge), step=20)

    assert len(judge.posts) == 1
    by_bot = judge.requests("PATCH", f"/channels/{judge.films.id}/messages/{judge.card.id}")
    assert "slower than usual" in by_bot[0]["content"]
    assert by_bot[-1]["content"].startswith("Done in ")


async def test_an_old_order_where_only_the_member_brought_the_bot_ends_in_a_direct_message(judge: Judge) -> None:
    USER_INSTALLED.add(judge.guild.id)
    judge.world.providers.wavespeed.settings.render_seconds = LONG_RENDERING
    await judge.order()
    direct = judge.ada.user.dm_channel
    await judge.until(lambda: any(map(is_post, direct.history())), step=20)

    (post,) = direct.history()
    assert [each.id for each in post.mentions] == [judge.ada.id]
    assert judge.posts == []


async def test_a_card_that_a_moderator_deletes_is_missed_by_nobody(judge: Judge, moderator: MemberActor) -> None:
    await judge.order()
    await judge.pass_time(6)
    await moderator.delete(judge.card)
    await judge.until(lambda: judge.posts)
    await judge.until_settled()

    (post,) = judge.films.history()
    assert [each.id for each in post.mentions] == [judge.ada.id]


async def test_a_dead_token_gives_the_card_to_the_bots_own_right(judge: Judge) -> None:
    judge.env.inject_error("PATCH", ORIGINAL, status=401, code=50027, times=None)
    await judge.order()
    await judge.until(lambda: is_done(judge))

    assert len(judge.posts) == 1


@pytest.mark.parametrize("status", [403, 404])
async def test_a_channel_that_is_closed_by_then_sends_the_video_to_the_member(judge: Judge, status: int) -> None:
    judge.env.inject_error("POST", f"/channels/{judge.films.id}/messages", status=status, times=None)
    await judge.order()
    direct = judge.ada.user.dm_channel
    await judge.until(lambda: any(map(is_post, direct.history())))
    await judge.until(lambda: is_done(judge))

    assert judge.posts == []
    assert judge.card.content.endswith(f"/@me/{direct.id}/{direct.history()[0].id}")


async def test_a_video_that_is_refused_as_too_large_is_made_smaller(judge: Judge) -> None:
    judge.env.settle_timeout = ENCODING_SECONDS
    judge.env.inject_error("POST", f"/channels/{judge.films.id}/messages", status=413, code=40005)
    await judge.order()
    await judge.until(lambda: judge.posts)

    clip = judge.house.shop.clips.path((await judge.job()).clip or "")
    assert judge.posts[0].attachments[0].size <= 0.7 * clip.stat().st_size


@pytest.mark.parametrize("status", [500, 429])
async def test_a_discord_in_trouble_gets_one_post_in_the_end(judge: Judge, status: int) -> None:
    judge.env.settle_timeout = ENCODING_SECONDS
    judge.env.inject_error("POST", f"/channels/{judge.films.id}/messages", status=status, times=3)
    await judge.order()
    await judge.until(lambda: is_done(judge))

    assert len(judge.posts) == 1
    sent = judge.requests("POST", f"/channels/{judge.films.id}/messages")
    assert len(sent) == 4
    assert {body["nonce"] for body in sent} == {(await judge.job()).id}


async def test_cards_that_cannot_be_edited_keep_no_video_back(judge: Judge) -> None:
    judge.env.inject_error("PATCH", "/*", status=500, times=None)
    await judge.order()
    await judge.until(lambda: judge.posts)

    assert "1st in line" in judge.card.content


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (500, 0), (401, 50027)])
async def test_an_order_whose_card_discord_did_not_take_is_not_paid(judge: Judge, status: int, code: int) -> None:
    judge.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    await judge.order()
    await judge.pass_time(60)
    quota = await judge.ada.slash(judge.films, "quota")

    assert judge.world.providers.wavespeed.submits == []
    assert quota.response is not None
    assert "used 0 of 5" in quota.response.content


async def test_a_failure_is_told_on_the_card_and_does_not_count(judge: Judge) -> None:
    judge.world.providers.wavespeed.next_outcome("content-refused")
    await judge.order()
    await judge.until(lambda: "rules on content" in judge.card.content)
    quota = await judge.ada.slash(judge.films, "quota")

    assert "does not count" in judge.card.content
    assert quota.response is not None
    assert "used 0 of 5" in quota.response.content


async def test_a_failure_whose_card_is_gone_is_told_in_the_channel(judge: Judge, moderator: MemberActor) -> None:
    judge.world.providers.wavespeed.next_outcome("failed")
    await judge.order()
    await judge.pass_time(6)
    await moderator.delete(judge.card)
    await judge.until(judge.films.history)

    (told,) = judge.films.history()
    assert [each.id for each in told.mentions] == [judge.ada.id]
    assert "could not make the video" in told.content


@pytest.mark.parametrize("answer", [None, "", "<html>busy</html>", {}])
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_an_answer_that_cannot_be_read_costs_no_video_and_makes_no_second(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, method: str, answer: object
) -> None:
    spoilt = spoil(monkeypatch, method, "/messages", answer)
    await judge.order()
    await judge.until(lambda: is_done(judge))

    assert spoilt
    assert len(judge.posts) == 1
