"""A sandbox with two members before it, each at a window of their own, and a bot that is killed and started again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from sandbox import Sandbox, open_sandbox
from sandbox.discord import Message
from sandbox.providers.tasks import Submit, Task
from sandbox.runner import BotProcess, run_bot

from ..engines import place_newest
from .window import PATIENCE, Window, opened

WAIT = PATIENCE / 1000
"""Seconds."""
SETTINGS: dict[str, Any] = {
    "POLL_SECONDS": 0.3,
    "LEASE_SECONDS": 1,
    "VIDEOS_PER_DAY": 50,
    "VIDEOS_AT_ONCE": 20,
    "VIDEOS_WAITING": 20,
    "PROVIDERS": "novita",
}


@dataclass
class Scene:
    browser: Browser
    sandbox: Sandbox
    folder: Path
    size: tuple[int, int]
    changes: dict[str, Any] = field(default_factory=dict)
    """To the bot's settings."""
    ada: Window = field(init=False)
    ben: Window = field(init=False)
    bot: BotProcess = field(init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def members(self) -> tuple[tuple[Window, Window], ...]:
        """Each of the two, with the other."""
        return (self.ada, self.ben), (self.ben, self.ada)

    @property
    def submits(self) -> list[Submit]:
        """What the service was asked for, and is paid for."""
        return self.sandbox.novita.submits

    @property
    def tasks(self) -> list[Task]:
        return list(self.sandbox.novita.tasks.values())

    async def start(self) -> None:
        self.bot = await self._stack.enter_async_context(run_bot(self.sandbox, self.folder, **SETTINGS | self.changes))

    async def restart(self) -> None:
        self.bot.kill()
        await self.bot.wait()
        await self.start()

    async def window(self, name: str) -> Window:
        page = await self._stack.enter_async_context(opened(self.browser, self.sandbox, *self.size))
        window = Window(page, name)
        await window.sit_down()
        return window

    async def close(self) -> None:
        await self._stack.aclose()

    async def has_tasks(self, count: int) -> None:
        """At the service."""
        await self.sandbox.world.until(lambda: len(self.tasks) == count, WAIT)

    async def has_videos(self, count: int, films: int = 0) -> None:
        """In the channel, seen by both, and their cards say so; so many of them are whole films, which have none."""
        for window in (self.ada, self.ben):
            await expect(window.page.get_by_test_id("video")).to_have_count(count)
        await self.sandbox.world.until(lambda: len(self._settled()) >= count - films, WAIT)

    def _settled(self) -> list[Message]:
        return [each for each in self.messages() if each.content.startswith("Done in")]

    def posts(self, window: Window | None = None) -> list[Message]:
        """Videos in the channel, or those for one member."""
        member = self.sandbox.world.member(window.name.lower()) if window else None
        videos = [each for each in self.messages() if any(file.filename.endswith(".mp4") for file in each.files)]
        return [each for each in videos if member is None or each.content.startswith(member.mention)]

    def messages(self) -> list[Message]:
        """Everything in the channel."""
        return list(self.sandbox.world.channel("films").messages.values())


@asynccontextmanager
async def scene(
    browser: Browser, folder: Path, width: int = 1280, height: int = 900, *, fast: bool = True, **changes: Any
) -> AsyncIterator[Scene]:
    """`fast` gives every video the same clip. Discord's limits would only make many posts at once slow."""
    async with open_sandbox(render_seconds=0.5, fast=fast, rate_limits=False) as sandbox:
        await asyncio.to_thread(place_newest, folder / "data")
        made = Scene(browser, sandbox, folder / "data", (width, height), changes)
        try:
            await made.start()
            made.ada, made.ben = await made.window("Ada"), await made.window("Ben")
            yield made
        finally:
            await made.close()
