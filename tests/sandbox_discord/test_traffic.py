"""Rate limits, large uploads, faults, and the record of what was asked."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import psutil
import pytest
from aiohttp import web

from sandbox.clock import Clock
from sandbox.discord import DiscordServer, World
from sandbox.discord.rest.api import BASE
from tests.sandbox_discord.bodies import path_of
from tests.sandbox_discord.rest import Rest

MIB = 1 << 20
ROUTES = Path(__file__).with_name("routes.txt")
"""All of Discord's API, version 10, as its own OpenAPI description names them."""


class StillClock(Clock):
    """Goes on only as it is put on, however long the requests take."""

    def __init__(self) -> None:
        super().__init__()
        self._zero = time.time()

    def time(self) -> float:
        return self._zero


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World(StillClock())
    yield world
    world.close()


async def post(rest: Rest, world: World, channel: str = "films") -> aiohttp.ClientResponse:
    url = rest.api_url + path_of(world.channel(channel))
    async with rest.session.post(url, json={"content": "x"}) as response:
        await response.read()
        return response


async def test_five_messages_in_five_seconds_are_the_most(world: World, rest: Rest) -> None:
    left = [(await post(rest, world)).headers["X-RateLimit-Remaining"] for _ in range(5)]
    assert left == ["4", "3", "2", "1", "0"]
    refused = await post(rest, world)
    assert (refused.status, refused.headers["Via"] != "") == (429, True)
    assert 0 < float(refused.headers["X-RateLimit-Reset-After"]) <= 5
    assert (await post(rest, world, "general")).status == 200
    world.clock.advance(5)
    assert (await post(rest, world)).status == 200


async def test_a_refusal_for_speed_tells_how_long(world: World, rest: Rest) -> None:
    world.rates.limits.messages = 0
    status, answer = await rest("POST", path_of(world.channel("films")), {"content": "x"})
    assert (status, answer["global"]) == (429, False)
    assert 0 < answer["retry_after"] <= 5


async def test_fifty_requests_in_a_second_are_the_most_of_all(world: World, rest: Rest) -> None:
    world.rates.limits.per_second = 3
    answers = [await rest("GET", "/users/@me") for _ in range(4)]
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    assert answers[3][1]["global"] is True
    world.clock.advance(1)
    assert (await rest("GET", "/users/@me"))[0] == 200


async def test_the_limits_can_be_switched_off(world: World, rest: Rest) -> None:
    world.rate_limits = False
    assert {(await post(rest, world)).status for _ in range(60)} == {200}


async def chunks(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield bytes(MIB // 4)


async def upload(rest: Rest, world: World, megabytes: int) -> int:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps({"content": "x"}))
    form.add_field("files[0]", chunks(megabytes * 4), filename="clip.mp4")
    status, _ = await rest("POST", path_of(world.channel("films")), data=form)
    return status


async def test_large_uploads_are_never_held_in_memory(world: World, rest: Rest) -> None:
    world.rate_limits, world.default_limit = False, 25 * MIB
    await upload(rest, world, 1)
    before = psutil.Process().memory_info().rss
    statuses = await asyncio.gather(*(upload(rest, world, 25) for _ in range(8)))
    assert statuses == [200] * 8
    assert psutil.Process().memory_info().rss - before < 40 * MIB
    assert sum(file.size for file in world.attachments.values()) == 201 * MIB


async def test_an_upload_that_is_too_large_leaves_nothing_behind(world: World, rest: Rest) -> None:
    world.default_limit = MIB
    assert await upload(rest, world, 2) == 413
    assert list(world.store.folder.iterdir()) == []


async def test_faults_meet_the_requests_of_their_place(world: World, rest: Rest) -> None:
    world.faults.add("discord.create", "status", status=429, retry_after=0.5)
    world.faults.add("discord.login", "code", status=403, code=40001, message="Unauthorized.")
    status, answer = await rest("POST", path_of(world.channel("films")), {"content": "x"})
    assert (status, answer["retry_after"]) == (429, 0.5)
    assert await rest("GET", "/users/@me") == (403, {"message": "Unauthorized.", "code": 40001})
    assert (await rest("GET", "/users/@me"))[0] == 200


async def test_a_lost_answer_was_carried_out_once(world: World, rest: Rest) -> None:
    world.faults.add("discord.create", "lost")
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await post(rest, world)
    assert len(world.messages("films")) == 1
    assert world.counts["discord.create", 0] == 1


async def test_requests_are_counted_by_place(world: World, rest: Rest) -> None:
    await post(rest, world)
    await rest("GET", path_of(world.channel("films")) + "/5")
    seen = [(record.method, record.place, record.status) for record in world.requests]
    assert seen == [("POST", "discord.create", 200), ("GET", "discord.read", 404)]
    assert world.counts["discord.read", 404] == 1


def test_every_route_is_one_of_discords(world: World) -> None:
    lines = map(str.split, ROUTES.read_text().splitlines())
    known = {(method, shape(path)) for method, path in lines}
    routes = [(route.method, route.resource.canonical) for route in routes_of(world) if route.resource]
    own = {(method, shape(path.removeprefix(BASE))) for method, path in routes if path.startswith(BASE)}
    assert own <= known
    assert len(own) > 20


def routes_of(world: World) -> list[web.AbstractRoute]:
    return list(DiscordServer(world).app.router.routes())


def shape(path: str) -> str:
    """A path whose parameters have no names."""
    return "/".join("{}" if step.startswith("{") else step for step in path.split("/"))


async def test_a_port_that_is_taken_is_refused(world: World, server: DiscordServer) -> None:
    taken = int(server.base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await DiscordServer(world, taken).__aenter__()
