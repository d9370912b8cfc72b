"""A sandbox, its page as any HTTP client sees it, and a small bot in it; a browser, and pictures to show it."""

import io
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, async_playwright, expect

from sandbox import Sandbox, open_sandbox
from sandbox.runner import BotProcess, run_bot

from .window import ARGUMENTS, PATIENCE, find_browser

SMALL_BOT = Path(__file__).with_name("small_bot.py")
SEA, SKY, SUN, PAPER, SHADE = (38, 70, 110), (244, 162, 97), (255, 214, 120), (250, 247, 240), (214, 208, 196)


@dataclass
class Page:
    """The endpoints of the page: the status and the JSON of the answer."""

    session: aiohttp.ClientSession
    sandbox: Sandbox

    @property
    def channel(self) -> str:
        return str(self.sandbox.world.channel("films").id)

    async def get(self, path: str, **options: Any) -> tuple[int, Any]:
        async with self.session.get(f"{self.sandbox.url}/page/{path}", **options) as response:
            return response.status, await response.json()

    async def post(self, path: str, payload: dict[str, Any], **options: Any) -> tuple[int, Any]:
        url = f"{self.sandbox.url}/page/{path}"
        async with self.session.post(url, json=self.whole(payload), **options) as response:
            return response.status, await response.json()

    async def send(self, path: str, payload: dict[str, Any], **files: bytes) -> tuple[int, Any]:
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("payload", json.dumps(self.whole(payload)))
        for name, content in files.items():
            form.add_field(name, io.BytesIO(content), filename=f"{name}.png", content_type="image/png")
        async with self.session.post(f"{self.sandbox.url}/page/{path}", data=form) as response:
            return response.status, await response.json()

    def whole(self, payload: dict[str, Any]) -> dict[str, Any]:
        return {"member": "ada", "channel": self.channel} | payload


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as session:
        yield Page(session, sandbox)


@pytest.fixture
async def small_bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with run_bot(sandbox, tmp_path / "bot", bot=SMALL_BOT) as bot:
        yield bot


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        path = find_browser(playwright.chromium.executable_path)
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path / "shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A paper boat on the sea at sunset."""
    image = Image.new("RGB", (1280, 720), SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((760, 230, 1040, 510), fill=SUN)
    draw.rectangle((0, 430, 1280, 720), fill=SEA)
    draw.polygon(((300, 470), (640, 470), (570, 580), (370, 580)), fill=SHADE)
    draw.polygon(((470, 300), (600, 470), (340, 470)), fill=PAPER)
    path = tmp_path / "boat.jpg"
    image.save(path)
    return path


@pytest.fixture
def square(picture: Path) -> Path:
    return cropped(picture, "square.jpg", (280, 0, 1000, 720))


@pytest.fixture
def wide(picture: Path) -> Path:
    """Wider than any model takes it."""
    return cropped(picture, "wide.jpg", (0, 220, 1280, 600))


@pytest.fixture
def tall(picture: Path) -> Path:
    """Taller than any model takes it."""
    path = picture.with_name("tall.jpg")
    with Image.open(picture) as image:
        image.resize((400, 1600)).save(path)
    return path


@pytest.fixture
def small(picture: Path) -> Path:
    """A little smaller than any model takes it."""
    return cropped(picture, "small.jpg", (460, 300, 820, 580))


def cropped(picture: Path, name: str, box: tuple[int, int, int, int]) -> Path:
    path = picture.with_name(name)
    with Image.open(picture) as image:
        image.crop(box).save(path)
    return path
