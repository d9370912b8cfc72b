"""What members attach becomes a first frame that the services take."""

import io

import pillow_heif
import pytest
from PIL import Image

from sandbox.discord import Upload
from tests.media.pictures import are_alike, corners, encoded, quarters, turned

from .town import Order, Town, picture

pillow_heif.register_heif_opener()


async def frame_of(order: Order) -> Image.Image:
    """The picture as the card shows it."""
    (file,) = await order.until(lambda: order.card.files)
    frame = Image.open(io.BytesIO(order.town.world.file(file)))
    frame.load()
    return frame


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF"])
async def test_stills_of_every_common_form_are_taken(town: Town, form: str) -> None:
    order = await town.order(image=Upload(f"fox.{form.lower()}", encoded(quarters(), form)))
    frame = await frame_of(order)
    await order.posted()

    assert frame.format == "JPEG"
    assert are_alike(corners(frame), corners(quarters()), tolerance=40)
    assert order.task.first_frame == (480, 360)


async def test_a_picture_that_lies_on_its_side_is_put_upright(town: Town) -> None:
    order = await town.order(image=Upload("fox.jpg", encoded(quarters(600, 400), exif=turned(6))))
    frame = await frame_of(order)
    await order.posted()

    assert frame.size == (400, 600)
    assert order.task.first_frame == (400, 600)


async def test_a_see_through_picture_gets_a_ground(town: Town) -> None:
    order = await town.order(image=Upload("fox.png", encoded(Image.new("RGBA", (500, 500), (0, 0, 0, 0)), "PNG")))
    frame = await frame_of(order)
    await order.posted()

    assert frame.mode == "RGB"
    assert order.task.first_frame == (500, 500)


async def test_a_huge_photo_is_scaled_down(town: Town) -> None:
    order = await town.order(image=picture(6000, 4000, "JPEG"))
    await order.posted()

    assert order.task.first_frame is not None
    assert max(order.task.first_frame) <= 2048
