"""A sandbox, its page as any HTTP client sees it, and a small bot in it."""

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, open_sandbox
from sandbox.runner import BotProcess, run_bot

SMALL_BOT = Path(__file__).with_name("small_bot.py")


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
