"""One of the two services with its client, for tests that hold for both."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from domain.looks import Finished, Look, Refused, Waiting
from domain.models import Model
from sandbox.clock import Clock
from sandbox.faults import Faults, Rule
from sandbox.providers import Novita as NovitaEmulator
from sandbox.providers import Wavespeed as WavespeedEmulator
from services.providers.catalogue import load_catalogue
from services.providers.http import Sessions, Timeouts
from services.providers.novita import Novita
from services.providers.port import Provider, Submission
from services.providers.wavespeed import WaveSpeed

PROMPT = "A fox leaps over a brook"
SOON = 20.0
CLIENTS: dict[str, type[Novita] | type[WaveSpeed]] = {"novita": Novita, "wavespeed": WaveSpeed}
UNHURRIED = Timeouts(connect=10.0, submit=20.0, look=20.0)
HURRIED = Timeouts(connect=10.0, submit=0.5, look=0.5)


def default_model() -> Model:
    return load_catalogue(None, None, ("wavespeed", "novita")).default


def submission_to(provider: str, prompt: str = PROMPT, frame: str | None = None) -> Submission:
    return Submission(offer=default_model().offers[provider], prompt=prompt, frame=frame)


def open_client(
    provider: str, session: aiohttp.ClientSession, key: str, url: str, timeouts: Timeouts = UNHURRIED
) -> Provider:
    return CLIENTS[provider](Sessions(session, session), key, url, timeouts)


@dataclass
class Service:
    emulator: NovitaEmulator | WavespeedEmulator
    clock: Clock
    faults: Faults
    session: aiohttp.ClientSession = field(repr=False)

    @property
    def name(self) -> str:
        return self.emulator.name

    def client(self, timeouts: Timeouts = UNHURRIED) -> Provider:
        return open_client(self.name, self.session, self.emulator.key, self.emulator.url, timeouts)

    def submission(self, prompt: str = PROMPT, frame: str | None = None) -> Submission:
        return submission_to(self.name, prompt, frame)

    def fault(self, request: str, kind: str, **options: Any) -> Rule:
        """`request` is submit, look or list."""
        return self.faults.add(f"{self.name}.{request}", kind, **options)

    async def submit(self) -> str:
        return await self.client().submit(self.submission())

    async def look_at_end(self, task_id: str) -> Look:
        """What the first look shows that is not waiting, with as much time gone by as the task takes."""
        client = self.client()
        async with asyncio.timeout(SOON):
            while isinstance(look := await client.look(task_id), Waiting):
                self.clock.advance(5)
                await asyncio.sleep(0.01)
        return look


async def until(condition: Callable[[], object]) -> None:
    end = asyncio.get_running_loop().time() + SOON
    while not condition():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.01)


def failure_of(look: Look) -> str:
    assert isinstance(look, Refused)
    return look.failure.value


def url_of(look: Look) -> str:
    assert isinstance(look, Finished)
    return look.url
