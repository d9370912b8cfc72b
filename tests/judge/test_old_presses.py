"""Presses that come late: when the token of the first interaction is dead, and its message stands there still."""

import pytest

from .judge import A_MOMENT, AFTER_TOKEN, Judge, is_post, labels
from .pictures import picture

pytestmark = pytest.mark.usefixtures("flawless", "quick")

LONG_RENDERING = 2700.0
LONG_STEP = 20.0


def take_dead(refused: list[str]) -> list[str]:
    """The requests with a dead token, which are taken from the list."""
    dead = [each for each in refused if "/webhooks/" in each]
    for each in dead:
        refused.remove(each)
    return dead


async def test_an_old_question_still_orders_once_and_stays(judge: Judge, flawless: list[str]) -> None:
    question = (await judge.order(image=("fox.png", picture(1500, 400)))).response
    assert question is not None
    await judge.pass_time(AFTER_TOKEN)
    card = (await judge.ada.click(question, label="Cropped")).response
    assert card is not None
    assert not card.ephemeral
    assert len(take_dead(flawless)) == 1
    await judge.ada.click(question, label="Blurred edge")
    await judge.pass_time(1)
    assert "ordered already" in str(judge.requests("POST", "/callback")[-1])

    await judge.until(lambda: judge.posts)
    assert judge.first_frames == [(999, 400)]


async def test_a_form_left_open_and_an_old_video_still_order(judge: Judge) -> None:
    post = await judge.posted()
    form = await judge.ada.click(post, label="Edit")
    await judge.pass_time(AFTER_TOKEN)
    await judge.ada.submit_modal(form, {"prompt": "An owl"})
    await judge.ada.click(post, label="Again")
    await judge.ada.click(post, label="Spoiler on/off")
    await judge.until(lambda: len(judge.posts) == 3)

    assert sorted(judge.prompts) == ["A fox runs", "A fox runs", "An owl"]
    assert judge.posts[0].attachments[0].is_spoiler()


async def test_a_late_video_is_kept_from_the_channel_by_a_press_on_its_old_card(judge: Judge) -> None:
    judge.world.providers.wavespeed.settings.render_seconds = LONG_RENDERING
    await judge.order()
    await judge.until(lambda: "slower than usual" in judge.card.content, step=LONG_STEP)
    answer = (await judge.ada.click(judge.card, label="Cancel")).response
    assert answer is not None
    await judge.ada.click(answer, label="Do not post it")
    await judge.until(lambda: "is not posted" in judge.card.content, step=LONG_STEP)

    assert judge.posts == []
    assert labels(judge.card) == []


@pytest.mark.parametrize("changes", [{"videos_at_once": 1}])
async def test_what_waited_long_is_cancelled_by_a_press_on_its_old_card(judge: Judge) -> None:
    judge.world.providers.wavespeed.settings.render_seconds = LONG_RENDERING
    await judge.order("A fox")
    await judge.pass_time(A_MOMENT)
    waiting = (await judge.order("An owl")).response
    assert waiting is not None
    await judge.pass_time(AFTER_TOKEN)
    await judge.ada.click(waiting, label="Cancel")

    assert "Cancelled" in waiting.content
    assert labels(waiting) == ["Again", "Edit"]
    assert judge.prompts == ["A fox"]


async def test_a_late_private_video_comes_by_direct_message(judge: Judge) -> None:
    judge.world.providers.wavespeed.settings.render_seconds = LONG_RENDERING
    await judge.order(private=True)
    direct = judge.ada.user.dm_channel
    await judge.until(lambda: any(map(is_post, direct.history())), step=LONG_STEP)
    await judge.until_settled()

    assert judge.films.history() == []


async def test_a_late_private_failure_is_told_by_direct_message(judge: Judge) -> None:
    wavespeed = judge.world.providers.wavespeed
    wavespeed.settings.render_seconds = LONG_RENDERING
    wavespeed.next_outcome("failed")
    await judge.order(private=True)
    direct = judge.ada.user.dm_channel
    await judge.until(direct.history, step=LONG_STEP)

    (message,) = direct.history()
    assert "could not make the video" in message.content
    assert [each.id for each in message.mentions] == [judge.ada.id]
    assert judge.films.history() == []
