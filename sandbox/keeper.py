"""The bot beside the page: started, killed and started again by hand."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sandbox.parts import Sandbox
from sandbox.runner import BOT, BotProcess, clean_environment, is_online, session_ids, start_bot

LOOK_SECONDS = 0.5
SHOWN_LINES = 12

Condition = Literal["none", "starting", "running", "offline", "ended", "killed"]


@dataclass
class Keeper:
    """Holds at most one bot. It is not started again by itself: a bot that ended shall be seen."""

    sandbox: Sandbox
    data_dir: Path
    overrides: Mapping[str, object] = field(default_factory=dict)
    bot: Path = BOT
    process: BotProcess | None = None
    _was_killed: bool = False
    _known: set[str] = field(default_factory=set)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def condition(self) -> Condition:
        if self.process is None:
            return "none"
        if self._was_killed or not self.process.is_running:
            return "killed" if self._was_killed else "ended"
        if is_online(self.sandbox, self._known):
            return "running"
        return "offline" if session_ids(self.sandbox) - self._known else "starting"

    async def start(self) -> None:
        """Start the bot unless one is running; one that was just killed is waited for."""
        async with self._starting:
            if self.process is not None and self.process.is_running:
                if not self._was_killed:
                    return
                await self.process.wait()
            self._known = session_ids(self.sandbox)
            environment = clean_environment(self.sandbox, self.data_dir, self.overrides)
            self.process = await start_bot(self.data_dir, environment, self.bot)
            self._was_killed = False

    def kill(self) -> None:
        if self.process is not None:
            self._was_killed = True
            self.process.kill()

    async def stop(self) -> None:
        if self.process is not None:
            await self.process.stop()

    def sentence(self) -> str:
        process = self.process
        match self.condition:
            case "running":
                return f"Running (process {process.pid})" if process else ""
            case "starting":
                return "Starting…"
            case "offline":
                return "Running, but not connected"
            case "killed":
                return "Killed"
            case "ended":
                return f"Ended with code {process.returncode}" if process else ""
            case _:
                return "Not started from here"

    def tail(self) -> list[str]:
        """The last lines of its log, once it is over."""
        if self.process is None or self.process.is_running:
            return []
        return self.process.tail(SHOWN_LINES)

    async def until_change(self, known: Condition) -> Condition:
        """The next condition that differs from the known one."""
        while self.condition == known:
            with contextlib.suppress(TimeoutError):
                await self.sandbox.world.until(lambda: self.condition != known, LOOK_SECONDS)
        return self.condition
