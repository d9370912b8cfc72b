"""The library by clicks alone in a real browser: both members turn its pages, take videos out of it and delete them,
and read what counts, before and after a restart of the bot."""

from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from .scene import Scene, scene
from .window import Window, are_drawn

BOAT = "A paper boat sails"
VIDEOS, FAILURES = 3, 5
"""Of each member. Three are deleted, and the last of them still from a list of two pages."""
FIRST, LAST = "(all) · page 1 of 2", "(all) · page 2 of 2"


async def open_list(window: Window) -> Locator:
    """The answer to /videos; it stays this message whatever it shows."""
    lists = window.messages("Your videos, newest first (all)")
    count = await lists.count()
    await window.ask("videos")
    await expect(lists).to_have_count(count + 1)
    number = await lists.last.get_attribute("data-message-id")
    return window.page.locator(f"[data-message-id='{number}']")


async def shows(listed: Locator, text: str, videos: int) -> None:
    await expect(listed).to_contain_text(text)
    await expect(listed.get_by_test_id("embed")).to_have_count(videos)


async def filter_by(listed: Locator, part: str) -> None:
    await listed.locator("[data-testid='select-ff:part']").select_option(label=part)


async def choose_made(listed: Locator) -> None:
    """The newest that was made."""
    await filter_by(listed, "made")
    await expect(listed).to_contain_text("(made)")
    await listed.locator("[data-testid^='select-ff:choose:']").select_option(index=1)
    await expect(listed.get_by_role("button", name="Copy prompt")).to_be_visible()


async def ask_to_erase(window: Window, chosen: Locator) -> None:
    await window.press("Delete", chosen)
    await expect(chosen).to_contain_text("Delete this video for good? All messages in which I posted it go too")


async def turn_pages(window: Window, listed: Locator, total: int) -> None:
    await shows(listed, FIRST, 5)
    await window.press("Older", listed)
    await shows(listed, LAST, total - 5)
    await are_drawn(listed.locator(".embed-thumbnail img"))
    await window.press("Newer", listed)
    await shows(listed, FIRST, 5)
    await filter_by(listed, "failed or cancelled")
    await shows(listed, "(failed or cancelled) · page 1 of 1", FAILURES)
    await expect(listed.get_by_test_id("embed").filter(has_text="failed, not counted")).to_have_count(FAILURES)


async def take_out(window: Window, other: Window, chosen: Locator) -> None:
    """Its prompt, and the video itself: for the member alone, and for all."""
    copied = window.page.locator("pre")
    copies = await copied.count()
    await window.press("Copy prompt", chosen)
    await expect(copied).to_have_count(copies + 1)
    await expect(copied.last).to_have_text(await chosen.locator("blockquote").inner_text())
    videos, theirs = window.page.get_by_test_id("video"), other.page.get_by_test_id("video")
    count, count_theirs = await videos.count(), await theirs.count()
    await window.press("Send it to me", chosen)
    await expect(videos).to_have_count(count + 1)
    await window.press("Post here", chosen)
    await expect(videos).to_have_count(count + 2)
    await expect(theirs).to_have_count(count_theirs + 1)


async def erase(window: Window, asked: Locator) -> None:
    """The video in the channel, and the one that was posted once more."""
    videos = window.page.get_by_test_id("video")
    count = await videos.count()
    await window.press("Yes, delete it for good", asked)
    await expect(asked).to_contain_text("Deleted for good.")
    await expect(videos).to_have_count(count - 2)


async def tour(window: Window, other: Window, total: int) -> None:
    listed = await open_list(window)
    await turn_pages(window, listed, total)
    await choose_made(listed)
    await take_out(window, other, listed)
    await ask_to_erase(window, listed)
    await erase(window, listed)


async def read_quota(window: Window, deleted: int) -> None:
    await window.ask("quota")
    told = window.messages("in the last 24 hours").last
    await expect(told).to_contain_text(f"used {VIDEOS} of 50")
    await expect(told).to_contain_text("These count:")
    await expect(told.get_by_text("deleted, still counts")).to_have_count(deleted)
    await expect(told).to_contain_text("These were given back:")
    await expect(told.get_by_text("The service took the order and could not make the video")).to_have_count(FAILURES)
    await told.get_by_test_id("dismiss").click()


async def fill(act: Scene, picture: Path, shot: Path) -> None:
    await act.ada.order(BOAT, picture)
    await act.ada.order("A lighthouse wakes up and looks around")
    await act.has_videos(2)
    listed = await open_list(act.ada)
    await are_drawn(listed.locator(".embed-thumbnail img"))
    await act.ada.page.screenshot(path=shot)
    await listed.get_by_test_id("dismiss").click()
    await press_again(act.ada, VIDEOS - 2)
    await press_again(act.ben, VIDEOS)
    await act.has_videos(2 * VIDEOS)
    for window in (act.ada, act.ben):
        for _ in range(FAILURES):
            act.sandbox.novita.next_outcome("failed")
        await press_again(window, FAILURES)
    await act.ben.reads("The service took the order and could not make the video", 2 * FAILURES)


async def press_again(window: Window, times: int) -> None:
    for _ in range(times):
        await window.press("Again", window.videos(BOAT).first)


async def test_videos_are_found_taken_out_and_deleted_in_the_library_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path
) -> None:
    async with scene(browser, tmp_path, 1280, 1200, fast=False) as act:
        await fill(act, picture, shots / "library.png")
        opened: dict[str, list[Locator]] = {}
        for member, other in act.members:
            await tour(member, other, VIDEOS + FAILURES)
            await read_quota(member, 1)
            listed, chosen, asked = opened[member.name] = [await open_list(member) for _ in range(3)]
            await choose_made(chosen)
            await choose_made(asked)
            await ask_to_erase(member, asked)
        await act.restart()
        for member, other in act.members:
            listed, chosen, asked = opened[member.name]
            await turn_pages(member, listed, VIDEOS + FAILURES - 1)
            await choose_made(listed)
            await member.press("Back to the list", listed)
            await expect(listed).to_contain_text("(made) · page 1 of 1")
            await take_out(member, other, chosen)
            await ask_to_erase(member, chosen)
            await erase(member, asked)
            await tour(member, other, VIDEOS + FAILURES - 2)
            await read_quota(member, VIDEOS)
