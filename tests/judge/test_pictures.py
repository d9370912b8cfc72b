"""A picture with the order: from the member's file to the card and to the provider."""

import io

import pytest
from PIL import Image
from simcord import InteractionResult

import cogs.desk
from domain.models import FrameRules

from .judge import Judge, turn_until
from .pictures import picture


@pytest.fixture
def slow(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is held back; simcord is told that this is meant, or it would wait for it."""
    take = judge.house.shop.frames.take

    async def take_patiently(url: str, declared_size: int, rules: FrameRules) -> str:
        name: str = await judge.env.external_wait(take(url, declared_size, rules), reason="a file that is held back")
        return name

    monkeypatch.setattr(judge.house.shop.frames, "take", take_patiently)
    monkeypatch.setattr(cogs.desk, "FIRST_ANSWER_SECONDS", 0.01)
    judge.world.cdn.open.clear()


async def order_slowly(judge: Judge, data: bytes) -> InteractionResult:
    """The file arrives only when the card is there."""
    order = await judge.order(image=("fox.png", data))
    await turn_until(lambda: judge.films.history())
    assert "looking at your picture" in judge.card.content
    assert judge.card.attachments == []
    judge.world.cdn.open.set()
    await turn_until(lambda: order.followups or judge.card.attachments)
    await judge.env.settle()
    return order


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
async def test_a_picture_that_is_there_at_once_is_on_the_card_from_the_start(judge: Judge, form: str) -> None:
    order = await judge.order(image=(f"fox.{form.lower()}", picture(form=form)))

    assert order.response is not None
    (frame,) = order.response.attachments
    assert frame.filename == "frame.jpg"
    assert frame.description == "The first frame for: A fox runs"
    assert order.response.embeds[0].thumbnail.url == "attachment://frame.jpg"
    assert judge.requests("PATCH", "@original") == []
    made = Image.open(io.BytesIO(judge.env.backend.cdn.get(frame.url) or b""))
    assert (made.format, made.size) == ("JPEG", (640, 480))


@pytest.mark.usefixtures("slow")
async def test_a_picture_that_takes_its_time_comes_onto_the_card_afterwards(judge: Judge) -> None:
    order = await order_slowly(judge, picture())

    assert order.response is not None
    assert "1st in line" in order.response.content
    assert [each.filename for each in order.response.attachments] == ["frame.jpg"]
    await judge.until(lambda: judge.posts)
    assert judge.card.attachments == []


@pytest.mark.usefixtures("slow")
async def test_a_picture_that_is_refused_late_takes_its_card_away(judge: Judge) -> None:
    order = await order_slowly(judge, picture(640, 200))

    assert order.response is None
    (said,) = order.followups
    assert said.ephemeral
    assert "640×200" in said.content
    assert "Nothing was charged" in said.content
    assert judge.world.providers.wavespeed.submits == []


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("fox.png", b"not a picture", "not a picture"),
        ("fox.png", picture()[:600], "cut off or damaged"),
        ("fox.png", picture(70, 70), "more than 300"),
        ("fox.png", picture(3500, 301), "too wide"),
        ("fox.png", b"", "not a picture"),
        ("fox.mp4", b"\0\0\0\x18ftypmp42", "not a picture"),
    ],
)
async def test_a_picture_that_cannot_be_used_is_refused(judge: Judge, name: str, data: bytes, words: str) -> None:
    order = await judge.order(image=(name, data))

    assert order.response is not None
    assert order.response.ephemeral
    assert words in order.response.content
    assert not list((judge.world.settings.data_dir / "frames").iterdir())


@pytest.mark.usefixtures("slow")
async def test_a_refusal_is_told_even_where_its_card_cannot_be_taken_away(judge: Judge) -> None:
    judge.env.inject_error("DELETE", "/webhooks/*", status=500)
    order = await order_slowly(judge, picture(640, 200))

    assert [message.ephemeral for message in order.followups] == [True]


@pytest.mark.usefixtures("quick")
async def test_a_file_that_discord_does_not_hand_over_is_refused(judge: Judge) -> None:
    judge.world.cdn.read = lambda _: None
    order = await judge.order(image=("fox.png", picture()))

    assert order.response is not None
    assert order.response.ephemeral
    assert "did not hand over" in order.response.content


async def test_a_file_that_is_said_to_be_too_large_is_not_fetched(judge: Judge) -> None:
    order = await judge.order(image=("fox.png", bytes(20_000_001)))

    assert order.response is not None
    assert order.response.ephemeral
    assert "this model takes 20.0 MB" in order.response.content
    assert judge.world.cdn.asked == 0


@pytest.mark.usefixtures("quick")
async def test_both_providers_get_the_picture_in_their_own_way(judge: Judge) -> None:
    providers = judge.world.providers
    providers.wavespeed.settings.money = False
    await judge.order(image=("fox.png", picture()))
    await judge.until(lambda: judge.posts)

    assert providers.wavespeed.submits[0].body["image"].startswith("data:image/jpeg;base64,")
    (taken,) = [submit for submit in providers.novita.submits if submit.accepted]
    assert taken.body["image_url"].startswith(judge.world.cdn.url)
    assert [task.first_frame for task in providers.novita.tasks.values()] == [(640, 480)]
