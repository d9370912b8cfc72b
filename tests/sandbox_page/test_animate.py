"""*Animate this image* by clicks alone in a real browser: each member animates a picture of their own message and of
the other's, before and after a restart of the bot."""

from pathlib import Path

from playwright.async_api import Browser, Locator

from .scene import scene
from .window import Window


async def open_form(window: Window, message: Locator) -> None:
    """The second of its two pictures is chosen."""
    await window.animate(message)
    await window.page.get_by_test_id("select-picture").select_option(label="2. square.jpg")


async def animate(window: Window, message: Locator, prompt: str) -> None:
    await open_form(window, message)
    await window.fill_in(prompt)


async def test_a_picture_of_any_message_is_animated_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, picture: Path, square: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        for member, _ in act.members:
            await member.say(f"look, says {member.name}", picture, square)
        for member, other in act.members:
            await animate(member, member.messages(f"look, says {member.name}"), "It sails away")
            await animate(member, member.messages(f"look, says {other.name}"), "It sails away")
        await act.has_videos(4)
        for member, other in act.members:
            await open_form(member, member.messages(f"look, says {other.name}"))
        await act.restart()
        for member, other in act.members:
            await member.fill_in("It sails away")
            await animate(member, member.messages(f"look, says {member.name}"), "It sails away")
            await animate(member, member.messages(f"look, says {other.name}"), "It sails away")
        await act.has_videos(10)
        assert [len(act.posts(member)) for member, _ in act.members] == [5, 5]
        assert {task.first_frame for task in act.tasks} == {(720, 720)}
