"""What a video is the beginning of, by clicks alone in a real browser: each member orders it again, changed, and with
a picture of their own, before and after a restart of the bot. The screenshots in docs/ are the tests' of this folder;
`SCREENSHOTS=docs make test` keeps them anew."""

from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from .scene import scene
from .window import Window

BOAT = "A paper boat sails"


async def press_all(window: Window, video: Locator, own: Path) -> None:
    """Three orders."""
    await window.press("Again", video)
    await open_form(window, video, "Edit")
    await window.fill_in(f"{BOAT}, says {window.name}")
    await open_form(window, video, "My picture")
    await window.fill_in(file=own)


async def open_form(window: Window, video: Locator, name: str) -> None:
    await window.press(name, video)
    await expect(window.page.get_by_test_id("field-prompt")).to_have_value(BOAT)


async def test_a_result_is_ordered_again_changed_and_with_another_picture_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path, square: Path
) -> None:
    async with scene(browser, tmp_path, fast=False) as act:
        await act.ada.order(BOAT, picture)
        await act.has_videos(1)
        await act.ada.page.screenshot(path=shots / "result.png")
        first = {member.name: member.videos().first for member, _ in act.members}
        for member, _ in act.members:
            await press_all(member, first[member.name], square)
        await act.has_videos(7)
        await open_form(act.ada, first["Ada"], "Edit")
        await open_form(act.ben, first["Ben"], "My picture")
        await act.restart()
        await act.ada.fill_in(f"{BOAT}, says Ada, later")
        await act.ben.fill_in(file=square)
        for member, _ in act.members:
            await press_all(member, first[member.name], square)
        await act.has_videos(15)
        assert [len(act.posts(member)) for member, _ in act.members] == [8, 7]
        assert sorted(task.first_frame or (0, 0) for task in act.tasks) == [(720, 720)] * 5 + [(1280, 720)] * 10
        for member, edits in ((act.ada, 3), (act.ben, 2)):
            assert sum(f"{BOAT}, says {member.name}" in each.content for each in act.posts(member)) == edits
