"""What a newcomer does first, in a real browser with the real bot: films from words and from a picture, on both
services. The screenshots of the README are these tests'; `SCREENSHOTS=docs make test` keeps them anew."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, expect

from sandbox import open_sandbox
from sandbox.runner import run_bot

from .test_browser import PLAYS, browser, opened

__all__ = ["browser"]

PROMPT = "The paper boat drifts towards the setting sun"
SEA, SKY, SUN, PAPER, SHADE = (38, 70, 110), (244, 162, 97), (255, 214, 120), (250, 247, 240), (214, 208, 196)


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path / "shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A paper boat on the sea at sunset."""
    image = Image.new("RGB", (1280, 720), SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((760, 230, 1040, 510), fill=SUN)
    draw.rectangle((0, 430, 1280, 720), fill=SEA)
    draw.polygon(((300, 470), (640, 470), (570, 580), (370, 580)), fill=SHADE)
    draw.polygon(((470, 300), (600, 470), (340, 470)), fill=PAPER)
    path = tmp_path / "boat.jpg"
    image.save(path)
    return path


@asynccontextmanager
async def page_with_bot(
    browser: Browser, folder: Path, providers: str, width: int = 1280, height: int = 900
) -> AsyncIterator[Page]:
    async with (
        open_sandbox(render_seconds=4.0, fast=False) as sandbox,
        run_bot(sandbox, folder / "data", PROVIDERS=providers),
        opened(browser, sandbox, width, height) as page,
    ):
        yield page


async def order(page: Page, prompt: str, picture: Path | None = None) -> None:
    await page.get_by_test_id("composer").fill("/video")
    await page.get_by_test_id("command-video").click()
    if picture is not None:
        await page.get_by_test_id("attach-image").set_input_files(picture)
    await page.get_by_test_id("option-prompt").fill(prompt)
    await page.get_by_test_id("option-prompt").press("Enter")


@pytest.mark.parametrize("provider", ["novita", "wavespeed"])
async def test_a_film_from_words_and_one_from_a_picture_play_in_the_channel(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path, provider: str
) -> None:
    async with page_with_bot(browser, tmp_path, provider) as page:
        films = page.get_by_test_id("video")
        await order(page, "A lighthouse wakes up and looks around")
        await expect(films).to_have_count(1, timeout=60_000)
        await order(page, PROMPT, picture)
        await expect(page.get_by_role("button", name="Cancel")).to_be_visible()
        await page.screenshot(path=shots / "card.png")
        await expect(films).to_have_count(2, timeout=60_000)
        for number in range(2):
            assert await films.nth(number).evaluate(PLAYS) == [1280, 720, None]
        await expect(page.get_by_text("Done in").last).to_be_visible()
        await page.screenshot(path=shots / "sandbox.png")


async def test_on_a_phone_the_film_is_as_wide_as_the_page(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path
) -> None:
    async with page_with_bot(browser, tmp_path, "wavespeed,novita", 390, 844) as page:
        await order(page, PROMPT, picture)
        film = page.get_by_test_id("video")
        await expect(film).to_be_visible(timeout=60_000)
        assert await film.evaluate(PLAYS) == [1280, 720, None]
        box = await film.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390
        await page.screenshot(path=shots / "phone.png")
