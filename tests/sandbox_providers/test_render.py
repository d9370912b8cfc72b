"""What is rendered is looked at: by ffmpeg, frame by frame."""

import asyncio
import io
import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from sandbox.providers import scene
from sandbox.providers.render import Clip, Renderer
from tests.sandbox_providers.clients import SOON

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


async def rendered(clip: Clip) -> Path:
    async with asyncio.timeout(4 * SOON):
        await clip.done.wait()
    assert clip.path is not None, clip.fault
    return clip.path


def describe(path: Path) -> str:
    command = [FFMPEG, "-v", "info", "-i", str(path), "-f", "null", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stderr


def read_frame(path: Path, seconds: float) -> Image.Image:
    command = [FFMPEG, "-v", "error", "-ss", str(seconds), "-i", str(path), "-frames:v", "1", "-f", "image2pipe"]
    shown = subprocess.run([*command, "-c:v", "png", "-"], check=True, capture_output=True, timeout=60)
    return Image.open(io.BytesIO(shown.stdout)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the colours, 0 to 255."""
    bands = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return float(sum(bands) / len(bands))


def striped_picture(size: tuple[int, int]) -> bytes:
    drawn = Image.new("RGB", size, (20, 90, 160))
    drawn.paste((220, 180, 40), (0, 0, size[0] // 2, size[1] // 2))
    saved = io.BytesIO()
    drawn.save(saved, "JPEG")
    return saved.getvalue()


def boxes(path: Path) -> list[bytes]:
    """The names of the boxes at the top of an MP4, in their order."""
    content, place, names = path.read_bytes(), 0, []
    while place < len(content):
        names.append(content[place + 4 : place + 8])
        place += int.from_bytes(content[place : place + 4], "big")
    return names


async def test_a_clip_is_h264_720p_with_150_frames_and_its_index_last() -> None:
    async with Renderer() as renderer:
        path = await rendered(renderer.start("a lighthouse in a storm", None))
        told = await asyncio.to_thread(describe, path)
        assert re.search(r"Video: h264 .*yuv420p.*1280x720.* 25 fps", told)
        assert "Duration: 00:00:06.00" in told
        assert "frame=  150" in told
        assert boxes(path)[-1] == b"moov"


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (700, 500)])
async def test_the_first_frame_is_the_picture_and_then_it_moves(size: tuple[int, int]) -> None:
    picture = striped_picture(size)
    async with Renderer() as renderer:
        path = await rendered(renderer.start("the picture moves", picture))
        first, later = read_frame(path, 0), read_frame(path, 3)
    sent = ImageOps.contain(Image.open(io.BytesIO(picture)), (1280, 720))
    left, top = (1280 - sent.width) // 2, (720 - sent.height) // 2
    assert difference(first.crop((left, top, left + sent.width, top + sent.height)), sent) < 6
    assert difference(first, later) > 6


async def test_every_prompt_has_a_film_of_its_own_and_is_rendered_once() -> None:
    async with Renderer() as renderer:
        one, same, other = (renderer.start(prompt, None) for prompt in ("one", "one", "other"))
        assert one is same
        frames = [read_frame(await rendered(clip), 1) for clip in (one, other)]
    assert difference(*frames) > 6


@pytest.mark.parametrize("prompt", ["🦊 runs 雪の中 \u202e عربى", "", "\x00\ud800\n\t", "word " * 400, "x" * 2000])
async def test_any_prompt_can_be_drawn(prompt: str) -> None:
    assert scene.draw_scene(prompt).size == scene.SIZE
    assert scene.draw_caption(prompt).size == scene.CAPTION_SIZE


async def test_a_picture_that_cannot_be_decoded_fails_the_clip() -> None:
    async with Renderer() as renderer:
        clip = renderer.start("x", striped_picture((640, 480))[:400])
        async with asyncio.timeout(SOON):
            await clip.done.wait()
    assert (clip.path, clip.fault) == (None, "the picture cannot be read")


async def test_the_fast_way_gives_one_small_clip_for_everything() -> None:
    async with Renderer(fast=True) as renderer:
        one, other = renderer.start("one", None), renderer.start("other", striped_picture((640, 480)))
        assert one is other
        path = await rendered(one)
        assert path.stat().st_size < 4_000_000
        assert "Duration: 00:00:06.00" in await asyncio.to_thread(describe, path)


async def test_a_size_is_met_and_outlasts_a_remux(tmp_path: Path) -> None:
    async with Renderer(fast=True) as renderer:
        path = await rendered(renderer.start("x", None, megabytes=25))
        assert 24_000_000 < path.stat().st_size < 27_000_000
        front = tmp_path / "front.mp4"
        command = [FFMPEG, "-v", "error", "-i", str(path), "-c", "copy", "-movflags", "+faststart", str(front)]
        await asyncio.to_thread(subprocess.run, command, check=True, timeout=60)
        assert front.stat().st_size > 24_000_000


async def test_nothing_is_left_behind_when_it_stops_in_the_middle() -> None:
    async with Renderer() as renderer:
        folder = renderer._folder
        renderer.start("unfinished", None)
        await asyncio.sleep(0)
    assert not folder.exists()
