"""The buttons under cards and videos."""

import discord
import pytest
from simcord import MemberActor

from .completion import USER_INSTALLED
from .judge import A_MOMENT, Judge, labels, private
from .pictures import picture

pytestmark = pytest.mark.usefixtures("flawless", "quick")

UNDER_VIDEO = ["Again", "Edit", "Go on", "My picture", "Spoiler on/off", "Delete"]


async def quota(judge: Judge, member: MemberActor) -> str:
    return private(await member.slash(judge.films, "quota")).content


async def test_again_makes_a_second_order_and_post_for_whoever_presses(judge: Judge) -> None:
    post = await judge.posted(image=("fox.png", picture()))
    assert labels(post) == UNDER_VIDEO
    card = (await judge.ben.click(post, label="Again")).response
    assert card is not None
    assert not card.ephemeral
    assert labels(card) == ["Cancel"]
    await judge.until(lambda: len(judge.posts) == 2)

    assert [each.id for each in judge.posts[1].mentions] == [judge.ben.id]
    assert judge.prompts == ["A fox runs", "A fox runs"]
    assert judge.first_frames == [(640, 480), (640, 480)]
    assert (await judge.job(judge.ben)).id != (await judge.job()).id
    assert "used 1 of 5" in await quota(judge, judge.ben)
    assert "used 1 of 5" in await quota(judge, judge.ada)


@pytest.mark.parametrize("changes", [{"videos_per_day": 1}])
async def test_again_is_refused_privately_where_the_quota_is_used_up(judge: Judge) -> None:
    post = await judge.posted()
    refusal = private(await judge.ada.click(post, label="Again"))

    assert "the one video of your day" in refusal.content
    assert len(judge.prompts) == 1


@pytest.mark.parametrize("changes", [{"videos_at_once": 1}])
async def test_what_waits_is_cancelled_on_its_card_at_once_and_free(judge: Judge) -> None:
    await judge.order("A fox")
    await judge.pass_time(A_MOMENT)
    waiting = (await judge.order("An owl")).response
    assert waiting is not None
    pressed = await judge.ada.click(waiting, label="Cancel")
    assert pressed.response is not None
    assert pressed.response.id == waiting.id
    assert "Cancelled" in waiting.content
    assert "does not count" in waiting.content
    assert labels(waiting) == ["Again", "Edit"]
    assert "used 1 of 5" in await quota(judge, judge.ada)

    await judge.until(lambda: judge.posts)
    await judge.pass_time(120)
    assert judge.prompts == ["A fox"]
    await judge.ada.click(waiting, label="Again")
    await judge.until(lambda: len(judge.posts) == 2)
    assert judge.prompts == ["A fox", "An owl"]


async def test_what_is_being_made_is_said_to_be_paid_and_is_kept_if_its_member_wishes(judge: Judge) -> None:
    await judge.order()
    await judge.pass_time(A_MOMENT)
    answer = private(await judge.ada.click(judge.card, label="Cancel"))
    assert "it is paid for" in answer.content
    assert labels(answer) == ["Do not post it"]
    await judge.ada.click(answer, label="Do not post it")
    assert "I will not post it" in answer.content
    assert labels(answer) == []
    await judge.until(lambda: "is not posted" in judge.card.content)

    assert judge.posts == []
    assert labels(judge.card) == []
    (listed,) = private(await judge.ada.slash(judge.films, "videos")).embeds
    assert "kept for you" in (listed.description or "")
    assert "used 1 of 5" in await quota(judge, judge.ada)


async def test_what_is_over_is_not_stopped(judge: Judge) -> None:
    await judge.order()
    await judge.pass_time(A_MOMENT)
    answer = private(await judge.ada.click(judge.card, label="Cancel"))
    await judge.until(lambda: judge.posts)
    await judge.ada.click(answer, label="Do not post it")

    assert "over already" in answer.content
    assert len(judge.posts) == 1


async def test_the_spoiler_is_turned_on_and_off_on_the_same_message(judge: Judge) -> None:
    post = await judge.posted()
    for is_hidden in (True, False):
        await judge.ada.click(post, label="Spoiler on/off")
        (now,) = judge.posts
        assert now.id == post.id
        assert [each.is_spoiler() for each in now.attachments] == [is_hidden]
        assert now.attachments[0].description == "A fox runs"
        assert now.content == post.content
        assert labels(now) == UNDER_VIDEO


async def test_delete_asks_first_and_leaves_the_video_to_its_member(judge: Judge) -> None:
    post = await judge.posted()
    question = private(await judge.ada.click(post, label="Delete"))
    assert "Delete this message for everybody?" in question.content
    await judge.ada.click(question, label="No, leave it")
    assert question.content == "Left as it is."
    assert judge.posts == [post]

    question = private(await judge.ada.click(post, label="Delete"))
    await judge.ada.click(question, label="Yes, delete the message")
    assert judge.posts == []
    assert question.content.startswith("Deleted.")
    assert labels(question) == []
    (listed,) = private(await judge.ada.slash(judge.films, "videos")).embeds
    assert "A fox runs" in (listed.description or "")


async def test_a_moderator_deletes_anothers_video(judge: Judge) -> None:
    role = judge.guild.create_role("moderators", permissions=discord.Permissions(manage_messages=True))
    moderator = judge.guild.add_member(judge.env.create_user("cleo"), roles=[role])
    question = private(await moderator.click(await judge.posted(), label="Delete"))
    await moderator.click(question, label="Yes, delete the message")

    assert judge.posts == []


@pytest.mark.parametrize("label", ["Spoiler on/off", "Delete"])
async def test_somebody_else_is_refused_privately_under_a_video(judge: Judge, label: str) -> None:
    post = await judge.posted()
    answer = private(await judge.ben.click(post, label=label))

    assert "Only whoever ordered that video can do this" in answer.content
    assert labels(answer) == []
    assert [each.attachments[0].filename for each in judge.posts] == [post.attachments[0].filename]


async def test_somebody_else_is_refused_privately_under_a_card(judge: Judge) -> None:
    await judge.order()
    answer = private(await judge.ben.click(judge.card, label="Cancel"))
    await judge.until(lambda: judge.posts)

    assert "Only whoever ordered that video can do this" in answer.content


async def test_a_failed_order_is_made_again_from_its_card(judge: Judge) -> None:
    judge.world.providers.wavespeed.next_outcome("failed")
    await judge.order()
    await judge.until(lambda: "does not count" in judge.card.content)
    assert labels(judge.card) == ["Again", "Edit"]
    await judge.ada.click(judge.card, label="Again")
    await judge.until(lambda: judge.posts)

    assert judge.prompts == ["A fox runs", "A fox runs"]


async def test_where_only_the_member_brought_the_bot_a_press_makes_the_next_card_the_video(judge: Judge) -> None:
    USER_INSTALLED.add(judge.guild.id)
    post = await judge.posted()
    card = (await judge.ada.click(post, label="Again")).response
    assert card is not None
    await judge.until(lambda: len(judge.posts) == 2)

    assert [message.id for message in judge.films.history()] == [post.id, card.id]
    assert labels(card) == UNDER_VIDEO
    await judge.ada.click(card, label="Spoiler on/off")
    assert card.attachments[0].is_spoiler()
