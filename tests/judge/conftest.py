import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from simcord import Env

import cogs.desk
from bot import House
from cogs import mentions
from sandbox.faults import Faults
from sandbox.providers import open_providers

from ..engines import place_newest
from .cdn import Cdn
from .completion import USER_INSTALLED, complete, note_refused
from .judge import Judge, World, open_house, settings_for
from .time import Time


@pytest.fixture
def changes() -> dict[str, Any]:
    """To the settings; a test may say others."""
    return {}


@pytest.fixture
async def world(tmp_path: Path, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    place_newest(tmp_path)
    time, faults = Time(), Faults()
    async with open_providers(time, faults, fast=True, chance=random.Random(7)) as providers, Cdn().serve() as cdn:
        complete(monkeypatch, cdn.url)
        yield World(time, cdn, providers, settings_for(providers, tmp_path, **changes))
    USER_INSTALLED.clear()
    mentions.learn({})  # this bot lives in the tests' own process


@pytest.fixture
def errors() -> int:
    """How many errors of the bot nobody foresaw; a test may say more."""
    return 0


@pytest.fixture
def flawless(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """No request of the bot's may be one that Discord does not take, not even where the bot bears the refusal. What a
    test brings about itself, it takes from the list."""
    refused = note_refused(monkeypatch)
    yield refused
    assert refused == []


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is, the picture is there in time."""
    monkeypatch.setattr(cogs.desk, "FIRST_ANSWER_SECONDS", 60)


@pytest.fixture
async def housed(world: World, errors: int) -> AsyncIterator[tuple[Env, House]]:
    async with open_house(world) as (env, house):
        yield env, house
    assert len(env.errors) == errors, env.errors


@pytest.fixture
def env(housed: tuple[Env, House]) -> Env:
    """simcord's pytest plugin sees it here, and gives the test its time."""
    return housed[0]


@pytest.fixture
def judge(env: Env, housed: tuple[Env, House], world: World) -> Judge:
    guild = env.create_guild()
    films = guild.create_text_channel("films")
    ada, ben = (guild.add_member(env.create_user(name)) for name in ("ada", "ben"))
    return Judge(env, housed[1], world, guild, films, ada, ben)
