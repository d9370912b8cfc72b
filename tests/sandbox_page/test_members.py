"""What members do with a video, by clicks alone in a real browser: two of them, before and after a restart of the bot.
The screenshots in docs/ are these tests'; `SCREENSHOTS=docs make test` keeps them anew."""

import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import Sandbox, open_sandbox
from sandbox.discord import Message
from sandbox.runner import BotProcess, run_bot

from .test_browser import PLAYS, browser, opened
from .test_films import order, picture, shots

__all__ = ["browser", "picture", "shots"]

PATIENCE = 90_000
"""Milliseconds."""
WAIT = 90.0
CLIP_FRAMES = 150
"""Six seconds, 25 a second."""
SMALL = (160, 90)


@dataclass
class Scene:
    """A page, the sandbox behind it, and a bot that can be stopped and started."""

    page: Page
    sandbox: Sandbox
    folder: Path
    changes: dict[str, Any] = field(default_factory=dict)
    """To the bot's settings."""
    bot: BotProcess = field(init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        settings: dict[str, Any] = {"POLL_SECONDS": 0.3, "LEASE_SECONDS": 1, "VIDEOS_PER_DAY": 50, **self.changes}
        self.bot = await self._stack.enter_async_context(run_bot(self.sandbox, self.folder, **settings))

    async def restart(self) -> None:
        self.bot.kill()
        await self.bot.wait()
        await self.start()

    async def close(self) -> None:
        await self._stack.aclose()

    async def be(self, name: str) -> None:
        await self.page.get_by_test_id(f"member-{name.lower()}").click()
        await expect(self.page.locator("#me")).to_have_text(name)

    async def press(self, name: str) -> None:
        """The newest button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).last.click()

    async def fill_in(self, prompt: str, file: Path | None = None) -> None:
        if file is not None:
            await self.page.get_by_test_id("field-file").set_input_files(file)
        await self.page.get_by_test_id("field-prompt").fill(prompt)
        await self.page.get_by_test_id("modal-submit").click()
        await expect(self.page.get_by_test_id("modal")).to_have_count(0)

    async def has_films(self, count: int) -> Locator:
        films = self.page.get_by_test_id("video")
        await expect(films).to_have_count(count, timeout=PATIENCE)
        await self.sandbox.world.until(lambda: len(self._settled()) >= count, WAIT)
        return films.last

    def _settled(self) -> list[Message]:
        return [each for each in self.messages() if each.content.startswith("Done in")]

    def posts(self) -> list[Message]:
        return [each for each in self.messages() if any(file.filename.endswith(".mp4") for file in each.files)]

    def messages(self) -> list[Message]:
        """Everything in the channel."""
        return list(self.sandbox.world.channel("films").messages.values())


@asynccontextmanager
async def scene(
    browser: Browser, folder: Path, width: int = 1280, height: int = 900, **changes: Any
) -> AsyncIterator[Scene]:
    async with (
        open_sandbox(render_seconds=1.0, fast=False) as sandbox,
        opened(browser, sandbox, width, height) as page,
    ):
        made = Scene(page, sandbox, folder / "data", changes)
        await made.start()
        try:
            yield made
        finally:
            await made.close()


def frames(film: bytes, folder: Path) -> list[Image.Image]:
    """Every picture of a film, small."""
    path = folder / "film.mp4"
    path.write_bytes(film)
    width, height = SMALL
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-vf", f"scale={width}:{height}"]
    raw = subprocess.run([*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True).stdout
    size = width * height * 3
    return [Image.frombytes("RGB", SMALL, raw[start : start + size]) for start in range(0, len(raw), size)]


def difference(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


async def test_a_chain_of_three_clips_by_two_members_comes_out_as_one_film_without_a_jump(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        await order(act.page, "A paper boat sails", picture)
        await act.has_films(1)
        await act.be("Ben")
        await act.press("Go on")
        await expect(act.page.get_by_test_id("modal")).to_contain_text("What happens next?")
        await act.page.screenshot(path=shots / "go-on.png")
        await act.fill_in("The boat meets a whale")
        await act.has_films(2)
        await act.restart()
        await act.be("Ada")
        await act.press("Go on")
        await act.fill_in("The whale carries it home")
        await act.has_films(3)
        await act.press("Whole film")
        film = act.page.get_by_test_id("video").last
        await expect(act.page.get_by_test_id("messages").get_by_text("3 clips in one")).to_be_visible(timeout=PATIENCE)
        assert await film.evaluate(PLAYS) == [1280, 720, None]
        assert 17.5 < float(await film.evaluate("film => film.duration")) < 18.1
        await act.page.screenshot(path=shots / "whole-film.png")

        (file,) = act.posts()[-1].files
        shown = frames(act.sandbox.world.file(file), tmp_path)
        steps = [difference(one, other) for one, other in pairwise(shown)]
        seams = [steps[CLIP_FRAMES - 1], steps[2 * CLIP_FRAMES - 2]]
        usual = sorted(steps)[int(len(steps) * 0.95)]
        assert max(seams) < max(4 * usual, 6.0), (seams, usual)


async def test_a_result_is_ordered_again_changed_and_with_another_picture_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        await order(act.page, "A paper boat sails", picture)
        await act.has_films(1)
        await act.page.screenshot(path=shots / "result.png")
        films = 1
        for name in ("Ben", "Ada"):
            await act.be(name)
            await act.press("Again")
            await act.has_films(films + 1)
            await act.press("Edit")
            await expect(act.page.get_by_test_id("field-prompt")).to_have_value("A paper boat sails")
            await act.fill_in("A paper boat sails")
            await act.has_films(films + 2)
            await act.press("My picture")
            await act.fill_in("A paper boat sails", picture)
            await act.has_films(films + 3)
            films += 3
            await act.restart()


async def test_a_result_is_hidden_shown_and_deleted_by_its_member_alone(
    browser: Browser, tmp_path: Path, picture: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        await order(act.page, "A paper boat sails")
        await act.has_films(1)
        for restarts in (False, True):
            if restarts:
                await act.restart()
            await act.press("Spoiler on/off")
            await act.sandbox.world.until(lambda hidden=not restarts: _is_hidden(act) is hidden, WAIT)  # type: ignore[misc]
        await act.be("Ben")
        await act.press("Delete")
        await expect(act.page.get_by_test_id("messages").get_by_text("Only whoever ordered")).to_be_visible()
        await act.be("Ada")
        await act.press("Delete")
        await act.press("Yes, delete the message")
        await expect(act.page.get_by_test_id("video")).to_have_count(0)
        await expect(act.page.get_by_test_id("messages").get_by_text("Deleted. The video is still in")).to_be_visible()


def _is_hidden(act: Scene) -> bool:
    return act.posts()[0].files[0].filename.startswith("SPOILER_")


@pytest.mark.parametrize("restarts", [False, True])
async def test_any_picture_in_the_channel_is_animated_and_mended_where_it_must_be(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path, restarts: bool
) -> None:
    wide = tmp_path / "wide.jpg"
    with Image.open(picture) as image:
        image.crop((0, 220, 1280, 600)).save(wide)
    async with scene(browser, tmp_path) as act:
        await act.page.get_by_test_id("composer").fill("look at these")
        await act.page.locator("#browse").set_input_files([picture, wide])
        await act.page.get_by_test_id("composer").press("Enter")
        await expect(act.page.get_by_test_id("attachment")).to_have_count(2)
        await act.be("Ben")
        await act.page.get_by_test_id("message").last.click(button="right")
        await act.page.get_by_test_id("menu-Animate this image").click()
        await act.page.get_by_test_id("select-picture").select_option(label="2. wide.jpg")
        await act.page.screenshot(path=shots / "animate.png")
        await act.fill_in("The boat sails into the night")
        await expect(act.page.get_by_test_id("messages").get_by_text("Choose what I shall make of it")).to_be_visible(
            timeout=PATIENCE
        )
        await act.page.screenshot(path=shots / "mending.png")
        if restarts:
            await act.restart()
        await act.press("Blurred edge")
        film = await act.has_films(1)
        assert await film.evaluate(PLAYS) == [1280, 720, None]
