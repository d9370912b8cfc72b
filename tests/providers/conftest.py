import random
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers import Novita, Providers, Wavespeed, open_providers

from .services import Service


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def providers(clock: Clock, faults: Faults) -> AsyncIterator[Providers]:
    """Both services with no limits of their own; every clip is the same."""
    async with open_providers(clock, faults, fast=True, chance=random.Random(7)) as providers:
        for emulator in (providers.novita, providers.wavespeed):
            emulator.settings.per_minute = emulator.settings.at_once = None
        yield providers


@pytest.fixture(params=["novita", "wavespeed"])
def service(
    request: pytest.FixtureRequest,
    providers: Providers,
    clock: Clock,
    faults: Faults,
    session: aiohttp.ClientSession,
) -> Service:
    emulator: Novita | Wavespeed = getattr(providers, request.param)
    return Service(emulator, clock, faults, session)


@pytest.fixture
def novita(providers: Providers, clock: Clock, faults: Faults, session: aiohttp.ClientSession) -> Service:
    return Service(providers.novita, clock, faults, session)


@pytest.fixture
def wavespeed(providers: Providers, clock: Clock, faults: Faults, session: aiohttp.ClientSession) -> Service:
    return Service(providers.wavespeed, clock, faults, session)
