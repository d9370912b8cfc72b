"""Forms: opened by a press or from the menu of a message, filled in, and ordered."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult

import services.film

from .judge import Judge, World, build_house, labels, private, turn_until
from .pictures import picture

pytestmark = pytest.mark.usefixtures("flawless", "quick")

MENU = "Animate this image"
SEVERAL = frozenset({"minimax-video-01", "minimax-hailuo-02", "minimax-h3"})
"""The last of them takes no picture."""
CLIP = (1280, 720)
CHILD_SECONDS = 30.0
"""For the child that takes the last picture, on a machine that has other work, too."""


@pytest.fixture
def slow_film(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """simcord does not wait for the encoder, which has much to do."""
    join = services.film.Films.join

    async def join_patiently(films: services.film.Films, *given: Any) -> Path:
        path: Path = await judge.env.external_wait(join(films, *given), reason="an encoder")
        return path

    monkeypatch.setattr(services.film.Films, "join", join_patiently)


def fields(form: InteractionResult) -> dict[str, dict[str, Any]]:
    assert form.modal is not None
    return {label["component"]["custom_id"]: label["component"] for label in form.modal["components"]}


def options(field: dict[str, Any]) -> list[tuple[str, bool]]:
    """What can be chosen, and whether it is chosen already."""
    return [(option["label"], option["default"]) for option in field["options"]]


def title(form: InteractionResult) -> str:
    assert form.modal is not None
    return str(form.modal["title"])


async def test_edit_opens_the_order_and_orders_it_with_other_words(judge: Judge) -> None:
    post = await judge.posted("A *fox*", image=("fox.png", picture()))
    form = await judge.ben.click(post, label="Edit")
    assert title(form) == "Order it a little differently"
    assert list(fields(form)) == ["prompt"]
    assert fields(form)["prompt"]["value"] == "A *fox*"
    card = (await judge.ben.submit_modal(form, {"prompt": "An owl"})).response
    assert card is not None
    assert card.embeds[0].description == "> An owl"
    await judge.until(lambda: len(judge.posts) == 2)

    assert judge.prompts == ["A *fox*", "An owl"]
    assert judge.first_frames == [(640, 480)] * 2
    assert "> An owl" in judge.posts[1].content


async def test_the_longest_prompt_fits_into_its_form(judge: Judge) -> None:
    post = await judge.posted("*" * 2000)
    form = await judge.ada.click(post, label="Edit")
    await judge.ada.submit_modal(form, {"prompt": fields(form)["prompt"]["value"]})
    await judge.until(lambda: len(judge.posts) == 2)

    assert judge.prompts == ["*" * 2000] * 2


@pytest.mark.parametrize("changes", [{"models": SEVERAL}])
async def test_another_model_is_chosen_among_those_that_can_make_the_order(judge: Judge) -> None:
    post = await judge.posted(image=("fox.png", picture()))
    form = await judge.ada.click(post, label="Edit")
    assert options(fields(form)["model"]) == [("MiniMax Video-01", True), ("MiniMax Hailuo 02", False)]
    card = (await judge.ada.submit_modal(form, {"prompt": "A fox", "model": ["minimax-hailuo-02"]})).response

    assert card is not None
    assert "MiniMax Hailuo 02" in card.content
    assert (await judge.job()).order.model == "minimax-hailuo-02"


async def test_a_form_with_an_empty_prompt_is_refused_privately(judge: Judge) -> None:
    form = await judge.ada.click(await judge.posted(), label="Edit")
    answer = private(await judge.ada.submit_modal(form, {"prompt": " "}))

    assert "The prompt is empty" in answer.content
    assert len(judge.prompts) == 1


@pytest.mark.usefixtures("slow_film")
async def test_going_on_begins_with_the_last_picture_and_makes_a_film(judge: Judge) -> None:
    judge.env.settle_timeout = CHILD_SECONDS
    post = await judge.posted()
    form = await judge.ada.click(post, label="Go on")
    assert title(form) == "What happens next?"
    first = await judge.job()
    card = (await judge.ada.submit_modal(form, {"prompt": "It sleeps"})).response
    assert card is not None
    assert [each.filename for each in card.attachments] == ["frame.jpg"]
    order = (await judge.job()).order
    assert order.parent_id == first.id
    assert order.frame is not None
    await judge.until(lambda: len(judge.posts) == 2)
    assert judge.first_frames == [None, CLIP]

    assert labels(judge.posts[1])[4] == "Whole film"
    film = (await judge.ben.click(judge.posts[1], label="Whole film")).response
    assert film is not None
    await turn_until(lambda: film.attachments)
    assert "2 clips" in film.content
    assert [each.filename for each in film.attachments] == [(await judge.job()).film_name]
    assert not film.message.mentions


async def test_my_picture_takes_the_same_words_and_the_pressers_file(judge: Judge) -> None:
    post = await judge.posted()
    form = await judge.ben.click(post, label="My picture")
    assert title(form) == "The same with your picture"
    values = {"prompt": fields(form)["prompt"]["value"], "file": ("fox.png", picture(500, 400))}
    await judge.ben.submit_modal(form, values)
    await judge.until(lambda: len(judge.posts) == 2)

    assert judge.prompts == ["A fox runs", "A fox runs"]
    assert judge.first_frames == [None, (500, 400)]


async def test_a_file_that_is_no_picture_is_refused_in_a_form_too(judge: Judge) -> None:
    form = await judge.ben.click(await judge.posted(), label="My picture")
    values = {"prompt": "A fox", "file": ("fox.png", b"not a picture")}
    answer = private(await judge.ben.submit_modal(form, values))

    assert "not a picture" in answer.content


async def test_anybodys_picture_is_animated_from_the_menu_of_its_message(judge: Judge) -> None:
    message = await judge.ben.send(judge.films, "look", attachments=[("fox.png", picture(500, 400))])
    form = await judge.ada.context_menu(judge.films, MENU, message)
    assert title(form) == MENU
    assert list(fields(form)) == ["prompt"]
    card = (await judge.ada.submit_modal(form, {"prompt": "It runs"})).response
    assert card is not None
    assert not card.ephemeral
    await judge.until(lambda: judge.posts)

    assert judge.prompts == ["It runs"]
    assert judge.first_frames == [(500, 400)]
    assert [each.id for each in judge.posts[0].mentions] == [judge.ada.id]


@pytest.mark.parametrize("changes", [{"models": SEVERAL}])
async def test_of_several_pictures_and_models_one_is_chosen(judge: Judge) -> None:
    files = [("1.png", picture(500, 400)), (f"{'2' * 120}.png", picture(600, 400))]
    message = await judge.ada.send(judge.films, attachments=files)
    form = await judge.ada.context_menu(judge.films, MENU, message)
    assert options(fields(form)["picture"]) == [("1. 1.png", True), (f"2. {'2' * 97}", False)]
    assert [label for label, _ in options(fields(form)["model"])] == ["MiniMax Video-01", "MiniMax Hailuo 02"]
    await judge.ada.submit_modal(form, {"prompt": "It runs", "picture": ["1"], "model": ["minimax-video-01"]})
    await judge.until(lambda: judge.posts)

    assert judge.first_frames == [(600, 400)]


async def test_a_message_without_a_picture_is_told_so_privately(judge: Judge) -> None:
    message = await judge.ben.send(judge.films, "only words", attachments=[("notes.txt", b"words")])
    answer = private(await judge.ada.context_menu(judge.films, MENU, message))

    assert "no picture" in answer.content
    assert labels(answer) == []


async def test_a_form_that_was_open_while_the_bot_was_built_anew_still_orders(judge: Judge, world: World) -> None:
    post = await judge.posted(image=("fox.png", picture()))
    message = await judge.ben.send(judge.films, attachments=[("fox.png", picture(500, 400))])
    edit = await judge.ada.click(post, label="Edit")
    animate = await judge.ada.context_menu(judge.films, MENU, message)
    async with build_house(world) as house:
        await judge.env.restart_bot(house.bot)
        after = replace(judge, house=house)
        await after.ada.submit_modal(edit, {"prompt": "An owl"})
        await after.ada.submit_modal(animate, {"prompt": "A cat"})
        await after.until(lambda: len(after.posts) == 3)
        await after.ben.click(post, label="Again")
        await after.until(lambda: len(after.posts) == 4)

        made = [("A cat", (500, 400)), ("A fox runs", (640, 480)), ("A fox runs", (640, 480)), ("An owl", (640, 480))]
        assert sorted(zip(after.prompts, after.first_frames, strict=True)) == made
        await judge.env.shutdown()
