import random
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers import Novita, Providers, Wavespeed, open_providers
from tests.sandbox_providers.clients import Client
from tests.sandbox_providers.services import Service, serving


@pytest.fixture
async def providers() -> AsyncIterator[Providers]:
    async with open_providers(Clock(), Faults(), fast=True, chance=random.Random(7)) as opened:
        yield opened


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def novita(providers: Providers) -> Novita:
    return providers.novita


@pytest.fixture
def wavespeed(providers: Providers) -> Wavespeed:
    return providers.wavespeed


@pytest.fixture
def at_novita(novita: Novita, session: aiohttp.ClientSession) -> Client:
    return Client(novita, session)


@pytest.fixture
def at_wavespeed(wavespeed: Wavespeed, session: aiohttp.ClientSession) -> Client:
    wavespeed.settings.per_minute = wavespeed.settings.at_once = None
    return Client(wavespeed, session)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving() as served:
        yield served
