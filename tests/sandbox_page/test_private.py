"""Private orders by clicks alone in a real browser: card and video are for the member who ordered, and the other sees
neither, before and after a restart of the bot."""

from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from .scene import Scene, scene
from .window import PLAYS, Window

ONLY_YOU = "Only you can see this"


def videos_here(window: Window) -> Locator:
    return window.videos().filter(has_text=ONLY_YOU)


async def order_both(act: Scene, prompt: str) -> None:
    for window in (act.ada, act.ben):
        await window.order(f"{window.name} {prompt}", private=True)


def set_messages(act: Scene, *, closed: bool) -> None:
    """While they are closed, a private card becomes the video."""
    for window in (act.ada, act.ben):
        act.sandbox.world.close_dms(window.name.lower(), closed=closed)


async def cards_are_done(act: Scene, count: int) -> None:
    for window in (act.ada, act.ben):
        cards = window.messages("Done in").filter(has_text=ONLY_YOU)
        await expect(cards).to_have_count(count)


async def videos_are_here(act: Scene, count: int) -> None:
    for window in (act.ada, act.ben):
        await expect(videos_here(window)).to_have_count(count)


async def press_again_in_messages(window: Window, prompt: str, count: int) -> None:
    """So many videos are in them then, all the member's own."""
    await window.page.get_by_test_id("channel-dm").click()
    await window.press("Again", window.videos(prompt))
    await expect(window.videos(window.name)).to_have_count(count)
    await expect(window.videos()).to_have_count(count)
    assert await window.videos().first.get_by_test_id("video").evaluate(PLAYS) == [1280, 720, None]
    await window.page.get_by_test_id("channel-films").click()


async def test_a_private_video_is_for_its_member_alone_before_and_after_a_restart(
    browser: Browser, tmp_path: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        await order_both(act, "dreams")
        await cards_are_done(act, 1)
        set_messages(act, closed=True)
        await order_both(act, "whispers")
        await videos_are_here(act, 1)
        await act.restart()
        for window in (act.ada, act.ben):
            await window.press("Again", videos_here(window))
        await order_both(act, "thinks")
        await videos_are_here(act, 3)
        set_messages(act, closed=False)
        await order_both(act, "sleeps")
        await cards_are_done(act, 2)
        for member, other in act.members:
            await press_again_in_messages(member, f"{member.name} dreams", 3)
            await videos_are_here(act, 3)
            await expect(member.messages(other.name)).to_have_count(0)
        assert len(act.submits) == 12
        assert [each for each in act.messages() if each.ephemeral_for is None] == []
