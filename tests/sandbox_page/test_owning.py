"""What a member does to the message of their own video, by clicks alone in a real browser: both hide, show and delete
theirs before and after a restart of the bot, and neither the other's; a moderator deletes any."""

from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from .scene import scene
from .window import Window

REFUSED = "Only whoever ordered that video can do this. Nothing was changed."
QUESTION = "Delete this message for everybody?"


def cover(video: Locator) -> Locator:
    return video.locator(".cover-button")


async def hide(window: Window, prompt: str) -> None:
    await window.press("Spoiler on/off", window.videos(prompt))
    await expect(cover(window.videos(prompt))).to_be_visible()


async def show(window: Window, prompt: str) -> None:
    await window.press("Spoiler on/off", window.videos(prompt))
    await expect(cover(window.videos(prompt))).to_have_count(0)


async def ask_to_delete(window: Window, prompt: str) -> None:
    """And nothing is deleted yet."""
    await window.press("Delete", window.videos(prompt))
    await window.reads(QUESTION)
    await expect(window.videos(prompt)).to_have_count(1)


async def agree(window: Window, prompt: str) -> None:
    await window.press("Yes, delete the message", window.messages(QUESTION))
    await expect(window.videos(prompt)).to_have_count(0)
    told = window.messages("Deleted. The video is still in the /videos of whoever ordered it.")
    await told.get_by_test_id("dismiss").click()


async def is_refused(window: Window, button: str, prompt: str) -> None:
    await window.press(button, window.videos(prompt))
    await window.reads(REFUSED)
    await window.messages(REFUSED).get_by_test_id("dismiss").click()
    await expect(cover(window.videos(prompt))).to_have_count(0)


async def test_a_video_is_hidden_shown_and_deleted_by_its_member_and_moderators_before_and_after_a_restart(
    browser: Browser, tmp_path: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        act.sandbox.world.grant("cleo", "MANAGE_MESSAGES")
        for member, _ in act.members:
            for prompt in ("a boat", "a cat", "a city", "a dog"):
                await member.order(f"{member.name} sees {prompt}")
        await act.has_videos(8)
        cleo = await act.window("Cleo")
        for member, other in act.members:
            await hide(member, f"{member.name} sees a boat")
            await show(member, f"{member.name} sees a boat")
            await hide(member, f"{member.name} sees a boat")
            await is_refused(member, "Spoiler on/off", f"{other.name} sees a cat")
            await is_refused(member, "Delete", f"{other.name} sees a cat")
            await ask_to_delete(member, f"{member.name} sees a dog")
            await agree(member, f"{member.name} sees a dog")
            await ask_to_delete(member, f"{member.name} sees a city")
        await ask_to_delete(cleo, "Ada sees a cat")
        await agree(cleo, "Ada sees a cat")
        await act.restart()
        for member, _ in act.members:
            await agree(member, f"{member.name} sees a city")
            await show(member, f"{member.name} sees a boat")
            await hide(member, f"{member.name} sees a boat")
            await show(member, f"{member.name} sees a boat")
        for member, other in act.members:
            await is_refused(member, "Spoiler on/off", f"{other.name} sees a boat")
            await is_refused(member, "Delete", f"{other.name} sees a boat")
        for window in (act.ada, act.ben):
            await ask_to_delete(window, f"{window.name} sees a boat")
        await act.ada.press("No, leave it")
        await act.ada.reads("Left as it is.")
        await agree(act.ben, "Ben sees a boat")
        await ask_to_delete(cleo, "Ben sees a cat")
        await agree(cleo, "Ben sees a cat")
        assert [post.content.count("Ada sees a boat") for post in act.posts()] == [1]
