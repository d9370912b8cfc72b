"""From `/video` to the MP4 in the channel, at each service."""

from typing import Any

import pytest

from sandbox.providers.emulator import Emulator

from .films import film_of, labels_of
from .town import Town, picture, video_of

SIZE = (641, 479)


@pytest.fixture(scope="module", params=["novita", "wavespeed"])
def settings(request: pytest.FixtureRequest) -> dict[str, object]:
    return {"PROVIDERS": request.param}


@pytest.fixture(params=["text", "picture"])
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"image": picture(*SIZE)} if request.param == "picture" else {}


async def test_the_card_is_public_and_shows_prompt_model_and_place_in_line(
    town: Town, service: Emulator[Any], options: dict[str, Any]
) -> None:
    hold = town.sandbox.faults.add(f"{service.name}.submit", "hold-before")
    order = await town.order(**options)

    assert order.card.ephemeral_for is None
    assert "MiniMax Video-01" in order.card.content
    assert "1st in line" in order.card.content
    assert order.card.embeds[0]["description"] == f"> {order.prompt}"
    await hold.arrived.wait()
    hold.release()
    await order.posted()


async def test_the_card_shows_the_picture(town: Town) -> None:
    order = await town.order(image=picture(*SIZE))

    (frame,) = await order.until(lambda: order.card.files)
    assert (frame.width, frame.height) == SIZE
    assert frame.address in order.card.embeds[0]["thumbnail"]["url"]
    await order.posted()


async def test_the_service_makes_the_video_from_the_prompt_and_that_very_picture(
    town: Town, service: Emulator[Any]
) -> None:
    order = await town.order(image=picture(*SIZE))
    await order.posted()

    assert [submit.body["prompt"] for submit in service.submits].count(order.prompt) == 1
    assert order.task.first_frame == SIZE


async def test_without_a_picture_the_service_gets_none(town: Town) -> None:
    order = await town.order()
    await order.posted()

    assert order.task.first_frame is None
    assert not any("image" in name for name in order.task.inputs)


async def test_the_video_is_a_new_message_that_answers_the_card_and_mentions_only_its_member(
    town: Town, options: dict[str, Any]
) -> None:
    order = await town.order(**options)
    post = await order.posted()

    assert post.channel_id == order.use.channel.id
    assert post.id > order.card.id
    assert post.reference is not None
    assert post.reference["message_id"] == str(order.card.id)
    assert post.mentions == [order.use.user]
    assert post.mention_roles == []
    assert not post.mention_everyone
    assert post.content.startswith(f"<@{order.use.user.id}>\n> {order.prompt}\n")


async def test_the_video_is_labelled_as_ai_generated_and_described_by_its_prompt(town: Town) -> None:
    order = await town.order()
    post = await order.posted()
    video = video_of(post)

    assert "AI-generated" in post.content
    assert "MiniMax Video-01" in post.content
    assert video is not None
    assert video.description == order.prompt
    assert "AI-generated" in await labels_of(post)
    assert order.prompt not in await labels_of(post)


async def test_the_video_is_whole_and_begins_to_play_before_it_has_come(town: Town, options: dict[str, Any]) -> None:
    film = await film_of(await (await town.order(**options)).posted())

    assert (film.codec, film.width, film.height, film.rate, film.frames) == ("h264", 1280, 720, 25, 150)
    assert film.starts_fast


async def test_the_card_shrinks_to_a_line_that_links_to_the_video(town: Town, options: dict[str, Any]) -> None:
    order = await town.order(**options)
    post = await order.posted()

    assert order.card.content.startswith("Done in 0:0")
    assert order.card.content.endswith(f"/channels/{town.world.home.id}/{post.channel_id}/{post.id}")
    assert "\n" not in order.card.content
    assert order.card.embeds == []
    assert order.card.files == []


async def test_the_key_goes_to_the_service_alone(town: Town, service: Emulator[Any]) -> None:
    await (await town.order(image=picture(*SIZE))).posted()

    assert service.media.requests
    assert service.leaked_keys == 0
