"""What a newcomer does first, in a real browser with the real bot: films from words and from a picture, on both
services. The screenshots of the README are these tests'; `SCREENSHOTS=docs make test` keeps them anew."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox import open_sandbox
from sandbox.runner import run_bot

from .window import PLAYS, opened, order

PROMPT = "The paper boat drifts towards the setting sun"


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
