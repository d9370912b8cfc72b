"""`/help` by clicks alone in a real browser, on a page as narrow as a phone: both members press its examples, before
and after a restart of the bot."""

from pathlib import Path

from playwright.async_api import Browser, expect

from .scene import scene
from .window import PLAYS, SCROLLS_SIDEWAYS, Window

EXAMPLES = {
    "Try: a paper boat": "A paper boat drifts down a rainy street",
    "Try: a cat in the snow": "A cat sees snow for the first time",
    "Try: a city at night": "Slow flight over a big city at night",
}


async def open_help(window: Window) -> None:
    await window.ask("help")
    await expect(window.page.get_by_role("button", name="Try: a paper boat").last).to_be_visible()


async def open_example(window: Window, name: str) -> None:
    await window.press(name)
    await expect(window.form).to_contain_text("Try it, or change it first")


async def try_examples(window: Window) -> None:
    for name in EXAMPLES:
        await open_example(window, name)
        await window.submit()


async def test_the_help_fits_on_a_phone_and_its_examples_are_tried_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, shots: Path
) -> None:
    async with scene(browser, tmp_path, 390, 844) as act:
        await open_help(act.ada)
        await act.ada.page.screenshot(path=shots / "help.png")
        assert not await act.ada.page.evaluate(SCROLLS_SIDEWAYS)
        await open_help(act.ben)
        for member, _ in act.members:
            await try_examples(member)
        await act.has_videos(6)
        assert await act.ben.page.get_by_test_id("video").last.evaluate(PLAYS) == [1280, 720, None]
        for member, _ in act.members:
            await open_example(member, "Try: a cat in the snow")
        await act.restart()
        for member, _ in act.members:
            await member.fill_in(f"A dog sees snow, says {member.name}")
            await open_example(member, "Try: a paper boat")
            await member.submit()
            await open_help(member)
            await open_example(member, "Try: a city at night")
            await member.submit()
        await act.has_videos(12)
        for member, _ in act.members:
            told = "\n".join(post.content for post in act.posts(member))
            assert [told.count(prompt) for prompt in EXAMPLES.values()] == [2, 1, 2]
            assert told.count(f"A dog sees snow, says {member.name}") == 1
