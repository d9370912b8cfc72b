"""A local Discord, a bot in it, and plain HTTP to it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox.discord import DiscordServer, World
from sandbox.discord.places import Channel
from tests.sandbox_discord.answering import Answers, put_commands
from tests.sandbox_discord.bot import Bot
from tests.sandbox_discord.rest import Rest
from tests.sandbox_discord.running import running


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    world.close()


@pytest.fixture
async def server(world: World) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(world) as server:
        yield server


@pytest.fixture
async def rest(world: World, server: DiscordServer) -> AsyncIterator[Rest]:
    headers = {"Authorization": f"Bot {world.application.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield Rest(session, server.api_url)


@pytest.fixture
def films(world: World) -> Channel:
    world.rate_limits = False
    return world.channel("films")


@pytest.fixture
async def start_bot(
    world: World, server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[], Coroutine[Any, Any, Bot]]]:
    monkeypatch.setattr(Route, "BASE", server.api_url)
    gateway = yarl.URL(server.base_url).with_scheme("ws") / "gateway"
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    async with AsyncExitStack() as stack:

        async def start() -> Bot:
            bot = await stack.enter_async_context(Bot())
            await stack.enter_async_context(running(bot.start(world.application.token)))
            await world.until(lambda: bot.is_ready(), 30)
            return bot

        yield start


@pytest.fixture
async def bot(start_bot: Callable[[], Coroutine[Any, Any, Bot]]) -> Bot:
    return await start_bot()


@pytest.fixture
async def go(world: World, rest: Rest) -> Answers:
    """Ada has used a command."""
    world.rate_limits = False
    await put_commands(world, rest)
    return Answers(world, rest, await world.member("ada").command("go"))
