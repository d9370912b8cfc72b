"""What only the member sees: a question about their picture, and an order that they made in private."""

import io

import discord
import pytest
from PIL import Image
from simcord import ResponseMessage

from .judge import A_MOMENT, AFTER_TOKEN, Judge, is_post, labels, private
from .pictures import picture

pytestmark = pytest.mark.usefixtures("flawless", "quick")

WIDE = ("fox.png", picture(1500, 400))
CHOICES = ["Cropped", "Blurred edge", "None of these"]


def sizes(judge: Judge, message: ResponseMessage) -> list[tuple[int, int]]:
    """Of the pictures that it shows."""
    files = [judge.env.backend.cdn.get(each.url) or b"" for each in message.attachments]
    return [Image.open(io.BytesIO(data)).size for data in files]


def by_bot(judge: Judge) -> list[discord.Message]:
    """What everybody in #films reads of the bot's."""
    return [message for message in judge.films.history() if message.author.bot]


async def test_a_picture_that_is_too_wide_is_asked_about_and_a_choice_orders_it(judge: Judge) -> None:
    order = await judge.order(image=WIDE)
    question = private(order)
    assert "too wide: 1500×400" in question.content
    assert "Nothing was charged" in question.content
    assert labels(question) == CHOICES
    assert sizes(judge, question) == [(999, 400), (1500, 601)]
    assert [each.description for each in question.attachments] == [
        "The picture, cropped to its middle",
        "The whole picture, with a blurred edge",
    ]
    assert by_bot(judge) == []
    card = (await judge.ada.click(question, label="Blurred edge")).response
    assert card is not None
    assert not card.ephemeral
    assert order.response is None

    await judge.until(lambda: judge.posts)
    assert judge.first_frames == [(1500, 601)]


async def test_none_of_these_orders_nothing(judge: Judge) -> None:
    question = private(await judge.order(image=WIDE))
    await judge.ada.click(question, label="None of these")

    assert "Nothing was ordered" in question.content
    assert question.attachments == []
    assert labels(question) == []
    assert by_bot(judge) == []
    assert not list((judge.world.settings.data_dir / "frames").iterdir())


async def test_a_picture_in_a_form_is_asked_about_too(judge: Judge) -> None:
    message = await judge.ben.send(judge.films, attachments=[("fox.png", picture(200, 150))])
    form = await judge.ada.context_menu(judge.films, "Animate this image", message)
    submitted = await judge.ada.submit_modal(form, {"prompt": "It runs"})
    question = private(submitted)
    assert labels(question) == ["Enlarged", "None of these"]
    await judge.ada.click(question, label="Enlarged")
    await judge.until(lambda: judge.posts)

    assert judge.prompts == ["It runs"]
    assert submitted.response is None


async def test_card_and_video_of_a_private_order_are_its_members_alone(judge: Judge) -> None:
    card = private(await judge.order(private=True, image=("fox.png", picture())))
    direct = judge.ada.user.dm_channel
    await judge.until(lambda: any(map(is_post, direct.history())))
    await judge.until_settled()

    (post,) = direct.history()
    assert "Done" in card.content
    assert card.content.endswith(f"/@me/{direct.id}/{post.id}")
    assert [each.id for each in post.mentions] == [judge.ada.id]
    assert by_bot(judge) == []
    assert judge.first_frames == [(640, 480)]


async def test_the_buttons_of_a_private_video_work_where_it_is(judge: Judge) -> None:
    await judge.order(private=True)
    direct, user = judge.ada.user.dm_channel, judge.ada.user
    await judge.until(lambda: any(map(is_post, direct.history())))
    (post,) = direct.history()
    await user.click(post, label="Spoiler on/off")
    assert direct.history()[0].attachments[0].is_spoiler()
    form = await user.click(post, label="Edit")
    await user.submit_modal(form, {"prompt": "An owl"})
    await judge.until(lambda: sum(map(is_post, direct.history())) == 2)
    question = private(await user.click(post, label="Delete"))
    await user.click(question, label="Yes, delete the message")

    assert sum(map(is_post, direct.history())) == 1
    assert judge.prompts == ["A fox runs", "An owl"]
    assert by_bot(judge) == []


async def test_a_private_order_with_a_picture_that_is_too_wide_stays_private(judge: Judge) -> None:
    question = private(await judge.order(private=True, image=WIDE))
    private(await judge.ada.click(question, label="Cropped"))
    direct = judge.ada.user.dm_channel
    await judge.until(lambda: any(map(is_post, direct.history())))

    assert judge.first_frames == [(999, 400)]
    assert by_bot(judge) == []


async def test_a_private_order_where_direct_messages_are_closed_ends_on_its_card(
    judge: Judge, flawless: list[str]
) -> None:
    closed = "/users/@me/channels"
    judge.env.inject_error("POST", closed, status=403, code=50007, times=None)
    card = private(await judge.order(private=True))
    await judge.until(lambda: is_post(card.message))
    await judge.until_settled()

    assert labels(card)[0] == "Again"
    assert by_bot(judge) == []
    assert {refused.split(":")[0] for refused in flawless} == {f"POST {closed}"}
    flawless.clear()


async def test_a_video_on_a_private_card_can_be_deleted(judge: Judge, flawless: list[str]) -> None:
    judge.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    card = private(await judge.order(private=True))
    await judge.until(lambda: is_post(card.message))
    flawless.clear()
    question = private(await judge.ada.click(card, label="Delete"))
    await judge.ada.click(question, label="Yes, delete the message")

    assert question.content.startswith("Deleted.")


async def test_a_video_on_a_private_card_that_is_old_is_left_for_its_member_to_dismiss(
    judge: Judge, flawless: list[str]
) -> None:
    judge.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    card = private(await judge.order(private=True))
    await judge.until(lambda: is_post(card.message))
    flawless.clear()
    await judge.pass_time(AFTER_TOKEN)
    question = private(await judge.ada.click(card, label="Delete"))
    await judge.ada.click(question, label="Yes, delete the message")

    assert "Delete it yourself" in question.content
    assert is_post(card.message)


@pytest.mark.parametrize("changes", [{"videos_at_once": 1}])
async def test_a_private_order_is_cancelled_on_its_private_card(judge: Judge) -> None:
    await judge.order()
    await judge.pass_time(A_MOMENT)
    waiting = private(await judge.order("An owl", private=True))
    await judge.ada.click(waiting, label="Cancel")
    assert "Cancelled" in waiting.content
    private(await judge.ada.click(waiting, label="Again"))
    direct = judge.ada.user.dm_channel
    await judge.until(lambda: any(map(is_post, direct.history())))

    assert judge.prompts == ["A fox runs", "An owl"]
    assert len(by_bot(judge)) == 2
