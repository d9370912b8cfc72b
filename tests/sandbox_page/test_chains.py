"""Chains by clicks alone in a real browser: both members go on from a video and see the whole film, before and after a
restart of the bot."""

import subprocess
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Browser, Locator, expect

from .scene import Scene, scene
from .window import PLAYS, Window

CLIP_FRAMES = 150
"""Six seconds, 25 a second."""
SMALL = (160, 90)


async def open_form(window: Window, video: Locator) -> None:
    await window.press("Go on", video)
    await expect(window.form).to_contain_text("What happens next?")


async def go_on(window: Window, video: Locator, prompt: str) -> None:
    await open_form(window, video)
    await window.fill_in(prompt)


async def see_whole(window: Window, video: Locator, told: str) -> Locator:
    """The film; as many messages with this sentence as before, and one."""
    films = window.messages(told)
    count = await films.count()
    await window.press("Whole film", video)
    await expect(films).to_have_count(count + 1)
    film = films.last.get_by_test_id("video")
    await expect(film).to_be_visible()
    return film


async def test_a_chain_by_two_members_comes_out_as_one_film_without_a_jump_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path
) -> None:
    async with scene(browser, tmp_path, fast=False) as act:
        await act.ada.order("A paper boat sails", picture)
        await act.has_videos(1)
        await open_form(act.ben, act.ben.videos("A paper boat sails"))
        await act.ben.page.screenshot(path=shots / "go-on.png")
        await act.ben.fill_in("The boat meets a whale")
        await act.has_videos(2)
        await go_on(act.ada, act.ada.videos("The boat meets a whale"), "The whale carries it home")
        await act.has_videos(3)
        third = {member.name: member.videos("The whale carries it home") for member, _ in act.members}
        film = await see_whole(act.ada, third["Ada"], "3 clips in one")
        assert await film.evaluate(PLAYS) == [1280, 720, None]
        assert 17.5 < float(await film.evaluate("film => film.duration")) < 18.1
        await act.ada.page.screenshot(path=shots / "whole-film.png")
        check_seams(act, tmp_path)
        await see_whole(act.ben, third["Ben"], "3 clips in one")
        first = {member.name: member.videos("A paper boat sails") for member, _ in act.members}
        await open_form(act.ada, first["Ada"])
        await act.restart()
        await act.ada.fill_in("It sinks, says Ada")
        await go_on(act.ben, first["Ben"], "It sinks, says Ben")
        await act.has_videos(7, films=2)
        for member, _ in act.members:
            await see_whole(member, third[member.name], "3 clips in one")
            await see_whole(member, member.videos("It sinks, says Ben"), "2 clips in one")


def check_seams(act: Scene, folder: Path) -> None:
    """Of the newest film: from clip to clip nothing moves more than it does within one."""
    (file,) = act.posts()[-1].files
    shown = frames(act.sandbox.world.file(file), folder)
    steps = [difference(one, other) for one, other in pairwise(shown)]
    seams = [steps[CLIP_FRAMES - 1], steps[2 * CLIP_FRAMES - 2]]
    usual = sorted(steps)[int(len(steps) * 0.95)]
    assert max(seams) < max(4 * usual, 6.0), (seams, usual)


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
