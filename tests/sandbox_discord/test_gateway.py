"""The gateway, by a plain WebSocket."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from sandbox.discord import DiscordServer, World
from sandbox.discord.gateway import ACK_SECONDS
from sandbox.discord.ids import snowflake_at
from tests.sandbox_discord.rest import Rest

GUILDS, MESSAGES, DIRECT, CONTENT = 1, 1 << 9, 1 << 12, 1 << 15


class Shard:
    """A client that speaks the protocol by hand."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, token: str) -> None:
        self._ws, self._token = ws, token
        self.sequence = 0
        self.session = ""

    async def receive(self) -> Any:
        frame = await self._ws.receive_json(timeout=5)
        self.sequence = frame.get("s") or self.sequence
        return frame

    async def event(self, name: str) -> Any:
        while (frame := await self.receive())["t"] != name:
            assert frame["t"] is not None, frame
        return frame["d"]

    async def send(self, op: int, data: Any) -> None:
        await self._ws.send_json({"op": op, "d": data})

    async def identify(self, intents: int = GUILDS, **parts: Any) -> Any:
        await self.send(2, {"token": self._token, "intents": intents, "properties": {}} | parts)
        ready = await self.event("READY")
        self.session = ready["session_id"]
        return ready

    async def resume(self, other: "Shard") -> None:
        await self.send(6, {"token": self._token, "session_id": other.session, "seq": other.sequence})

    async def closed(self) -> int | None:
        while not self._ws.closed:
            await self._ws.receive(timeout=5)
        return self._ws.close_code

    async def leave(self, code: int) -> None:
        await self._ws.close(code=code)


Connect = Callable[[], Any]


@pytest.fixture
async def connect(world: World, server: DiscordServer) -> AsyncIterator[Connect]:
    url = server.base_url.replace("http", "ws") + "/gateway?v=10&encoding=json"
    async with aiohttp.ClientSession() as session:

        @asynccontextmanager
        async def connect() -> AsyncIterator[Shard]:
            async with session.ws_connect(url) as ws:
                shard = Shard(ws, world.application.token)
                assert (await shard.receive())["op"] == 10
                yield shard

        yield connect


async def test_ready_is_followed_by_the_guilds(world: World, connect: Connect) -> None:
    async with connect() as shard:
        ready = await shard.identify()
        assert [guild["id"] for guild in ready["guilds"]] == [str(world.home.id)]
        guild = await shard.event("GUILD_CREATE")
        assert {channel["name"] for channel in guild["channels"]} == {"films", "general", "quiet"}
        assert world.connected


async def test_a_heartbeat_is_acknowledged_once_its_client_has_noted_that_it_was_sent(connect: Connect) -> None:
    async with connect() as shard:
        began = time.monotonic()
        await shard.send(1, None)
        assert (await shard.receive())["op"] == 11
        assert time.monotonic() - began > ACK_SECONDS * 0.9


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (2, {"intents": 1 << 40}, 4013),
        (2, {"intents": CONTENT}, 4014),
        (2, {"intents": 1, "shard": [2, 2]}, 4010),
        (3, {}, 4003),
        (99, {}, 4001),
        (2, None, 4002),
    ],
)
async def test_what_is_wrong_closes_the_connection(
    world: World, connect: Connect, op: int, data: Any, code: int
) -> None:
    async with connect() as shard:
        token = {"token": world.application.token}
        await shard.send(op, token | data if isinstance(data, dict) else data)
        assert await shard.closed() == code


async def test_a_second_identify_closes_the_connection(connect: Connect) -> None:
    async with connect() as shard:
        await shard.identify()
        await shard.send(2, {})
        assert await shard.closed() == 4005


async def test_too_many_frames_close_the_connection(connect: Connect) -> None:
    async with connect() as shard:
        for _ in range(121):
            await shard.send(1, None)
        assert await shard.closed() == 4008


async def test_events_after_a_break_come_with_the_resume(world: World, connect: Connect) -> None:
    async with connect() as before:
        await before.identify(MESSAGES | GUILDS)
        await before.event("GUILD_CREATE")
        world.drop_gateway()
        assert await before.closed() == 4000
        said = await world.member("ada").say("in between")
        async with connect() as after:
            await after.resume(before)
            assert (await after.event("MESSAGE_CREATE"))["id"] == str(said.id)
            await after.event("RESUMED")


@pytest.mark.parametrize("how", ["ended", "old", "left", "false"])
async def test_a_lost_session_must_identify_anew(world: World, connect: Connect, how: str) -> None:
    async with connect() as before:
        await before.identify()
        if how == "left":
            await before.leave(1000)
            await world.until(lambda: not world.connected)
        else:
            world.drop_gateway(resume=how != "ended")
        if how == "old":
            world.clock.advance(600)
        if how == "false":
            before.session = "0" * 32
        async with connect() as after:
            await after.resume(before)
            assert await after.receive() == {"op": 9, "d": False}
            await after.identify()


async def test_intents_decide_about_messages(world: World, connect: Connect) -> None:
    async with connect() as plain, connect() as curious:
        await plain.identify()
        await curious.identify(GUILDS | MESSAGES)
        await plain.event("GUILD_CREATE")
        await world.member("ada").say("a secret")
        assert (await curious.event("MESSAGE_CREATE"))["content"] == ""
        await world.member("ada").say(f"<@{world.bot.id}> hello")
        assert (await curious.event("MESSAGE_CREATE"))["content"] != ""
        world.delete_channel("general")
        assert (await plain.receive())["t"] == "CHANNEL_DELETE"


async def test_each_shard_has_its_own_guilds(world: World, connect: Connect, rest: Rest) -> None:
    command = [{"name": "go", "description": "Go", "contexts": [0, 1], "integration_types": [0]}]
    await rest("PUT", f"/applications/{world.application.id}/commands", command)
    own = (world.home.id >> 22) % 2
    second = world.add_guild("Second")
    while (second.id >> 22) % 2 == own:
        second = world.add_guild("Another")
    async with connect() as home, connect() as other:
        ready = await home.identify(shard=[own, 2])
        assert not world.connected
        await other.identify(shard=[1 - own, 2])
        assert world.connected
        assert str(second.id) not in {guild["id"] for guild in ready["guilds"]}
        await world.member("ada").command("go", channel=second)
        assert (await other.event("INTERACTION_CREATE"))["guild_id"] == str(second.id)
        await world.member("ada").command("go", channel=world.dm("ada"))
        direct = await (home if own == 0 else other).event("INTERACTION_CREATE")
        assert direct["context"] == 1


async def test_a_closed_gateway_lets_nobody_in(world: World, server: DiscordServer) -> None:
    world.gateway_is_open = False
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(server.base_url + "/gateway")


async def test_identifies_can_be_held_apart(world: World, connect: Connect) -> None:
    world.identify_seconds = 5
    async with connect() as first, connect() as second:
        await first.identify(shard=[0, 2])
        await second.send(2, {"token": world.application.token, "intents": 1, "shard": [1, 2]})
        assert await second.receive() == {"op": 9, "d": False}
        world.clock.advance(5)
        await second.identify(shard=[1, 2])


async def test_ids_tell_the_time_and_grow(world: World) -> None:
    ids = [world.ids.new() for _ in range(1000)]
    assert ids == sorted(set(ids))
    world.clock.advance(3600)
    assert snowflake_at(world.clock.time() - 1) < world.ids.new() < snowflake_at(world.clock.time() + 1)
