"""The library, the help and private orders in a real browser, by clicks alone; on a page as narrow as a phone, too."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from .test_browser import PLAYS, SCROLLS_SIDEWAYS, browser
from .test_films import order, picture, shots
from .test_members import PATIENCE, WAIT, Scene, scene

__all__ = ["browser", "picture", "shots"]


async def ask(act: Scene, command: str) -> None:
    await act.page.get_by_test_id("composer").fill(f"/{command}")
    await act.page.get_by_test_id(f"command-{command}").click()
    await act.page.get_by_test_id("send").click()


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_member_finds_posts_and_deletes_a_video_in_the_library(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path, restarts: bool
) -> None:
    async with scene(browser, tmp_path, 1280, 1200) as act:
        await order(act.page, "A paper boat sails", picture)
        await order(act.page, "A lighthouse wakes up and looks around")
        await act.has_films(2)
        await ask(act, "videos")
        page = act.page.get_by_test_id("message").last
        await expect(page).to_contain_text("Your videos, newest first (all)", timeout=PATIENCE)
        await expect(page.get_by_test_id("embed")).to_have_count(2)
        await page.scroll_into_view_if_needed()
        await act.page.screenshot(path=shots / "library.png")
        if restarts:
            await act.restart()
        await page.locator("select").first.select_option(index=1)
        await act.press("Post here")
        await act.sandbox.world.until(lambda: len(act.posts()) == 3, WAIT)
        await act.page.locator("[data-testid^='button-ff:erase:']").click()  # not one under a video
        await act.press("Yes, delete it for good")
        await act.sandbox.world.until(lambda: len(act.posts()) == 2, WAIT)
        await ask(act, "quota")
        told = act.page.get_by_test_id("messages")
        await expect(told.get_by_text("used 2 of 50")).to_be_visible(timeout=PATIENCE)
        await expect(told.get_by_text("deleted, still counts")).to_be_visible()


@pytest.mark.parametrize("restarts", [False, True])
async def test_the_help_fits_on_a_phone_and_its_examples_can_be_tried(
    browser: Browser, tmp_path: Path, shots: Path, restarts: bool
) -> None:
    async with scene(browser, tmp_path, 390, 844) as act:
        await ask(act, "help")
        await expect(act.page.get_by_role("button", name="Try: a paper boat")).to_be_visible(timeout=PATIENCE)
        await act.page.screenshot(path=shots / "help.png")
        assert not await act.page.evaluate(SCROLLS_SIDEWAYS)
        if restarts:
            await act.restart()
        await act.press("Try: a paper boat")
        await act.page.get_by_test_id("modal-submit").click()
        film = await act.has_films(1)
        assert await film.evaluate(PLAYS) == [1280, 720, None]


async def test_a_private_video_is_for_its_member_alone(browser: Browser, tmp_path: Path) -> None:
    async with scene(browser, tmp_path) as act:
        await act.page.get_by_test_id("composer").fill("/video")
        await act.page.get_by_test_id("command-video").click()
        await act.page.get_by_test_id("option-private").fill("True")
        await act.page.get_by_role("option", name="True").click()
        await act.page.get_by_test_id("option-prompt").fill("A secret garden")
        await act.page.get_by_test_id("option-prompt").press("Enter")
        await expect(act.page.get_by_test_id("messages").get_by_text("Done in")).to_be_visible(timeout=PATIENCE)
        await act.page.get_by_test_id("channel-dm").click()
        film = act.page.get_by_test_id("video")
        await expect(film).to_have_count(1)
        assert await film.evaluate(PLAYS) == [1280, 720, None]
        await act.page.get_by_test_id("channel-films").click()
        await act.be("Ben")
        await expect(act.page.get_by_test_id("message")).to_have_count(0)


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_waiting_order_is_cancelled_by_its_member(browser: Browser, tmp_path: Path, restarts: bool) -> None:
    async with scene(browser, tmp_path, PROVIDERS="novita", NOVITA_AT_ONCE=1) as act:
        act.sandbox.novita.next_outcome("never")
        await order(act.page, "A paper boat sails for ever")
        await act.sandbox.world.until(lambda: act.sandbox.novita.submits, WAIT)
        await order(act.page, "A paper boat waits")
        await expect(act.page.get_by_test_id("messages").get_by_text("in line").last).to_be_visible(timeout=PATIENCE)
        await expect(act.page.get_by_role("button", name="Cancel")).to_have_count(2)
        if restarts:
            await act.restart()
        await act.press("Cancel")
        await expect(act.page.get_by_test_id("messages").get_by_text("Cancelled.")).to_be_visible(timeout=PATIENCE)
        await expect(act.page.get_by_role("button", name="Again")).to_be_visible()
