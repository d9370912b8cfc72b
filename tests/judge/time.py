"""simcord's time, for the bot and for the providers alike: it stands still until a test lets it pass."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from simcord import Env

import sandbox.clock
import services.clock


class Time(sandbox.clock.Clock):
    def __init__(self) -> None:
        super().__init__()
        self._env: Env | None = None
        self._residents: set[asyncio.Task[None]] = set()

    def follow(self, env: Env) -> None:
        self._env = env

    def now(self) -> datetime:
        return self._followed.now()

    def time(self) -> float:
        return self.now().timestamp()

    def for_services(self) -> services.clock.Clock:
        return services.clock.Clock(now=self.now, monotonic=self.time, sleep=self._sleep, chance=lambda: 0.5)

    def house(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Begins a part of the bot that lasts as long as the bot: that it waits keeps nobody waiting."""
        task = asyncio.create_task(self._followed.external_wait(work, reason=name), name=name)
        self._residents.add(task)
        task.add_done_callback(self._residents.discard)

    @property
    def _followed(self) -> Env:
        assert self._env is not None
        return self._env

    async def _sleep(self, seconds: float) -> None:
        """What was declared as a whole must not be declared again."""
        if asyncio.current_task() in self._residents:
            await asyncio.sleep(seconds)
        else:
            await self._followed.external_wait(asyncio.sleep(seconds), reason="the services' clock")
