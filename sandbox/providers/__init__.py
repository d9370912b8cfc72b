"""Novita AI and WaveSpeedAI on the loopback: the forms of both services, and clips that are really rendered."""

import random
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers.novita import Novita
from sandbox.providers.render import Renderer
from sandbox.providers.settings import NovitaSettings, WavespeedSettings
from sandbox.providers.wavespeed import Wavespeed

__all__ = ["Novita", "NovitaSettings", "Providers", "Wavespeed", "WavespeedSettings", "open_providers"]


@dataclass(frozen=True)
class Providers:
    novita: Novita
    wavespeed: Wavespeed


@asynccontextmanager
async def open_providers(
    clock: Clock,
    faults: Faults,
    *,
    fast: bool = False,
    ports: tuple[int, int] = (0, 0),
    chance: random.Random | None = None,
) -> AsyncIterator[Providers]:
    """Both services, ready to be asked; `ports` are Novita's and WaveSpeed's, 0 for any that is free.

    `fast` gives every task the same small clip. `chance` decides on task ids and rendering times.
    """
    chance = chance or random.Random()
    async with AsyncExitStack() as stack:
        renderer = await stack.enter_async_context(Renderer(fast=fast))
        novita_key, wavespeed_key = f"sk_{secrets.token_hex(16)}", secrets.token_hex(32)
        novita = Novita(NovitaSettings(), clock, faults, renderer, novita_key, chance)
        wavespeed = Wavespeed(WavespeedSettings(), clock, faults, renderer, wavespeed_key, chance)
        await stack.enter_async_context(novita.serve(ports[0]))
        await stack.enter_async_context(wavespeed.serve(ports[1]))
        yield Providers(novita, wavespeed)
