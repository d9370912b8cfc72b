"""Answers that are spoilt on their way, met by a real client on a real socket."""

import asyncio
import json

import aiohttp
import pytest
from aiohttp import web

from sandbox.faults import Faults
from sandbox.providers.serving import serve
from tests.sandbox_providers.clients import SOON
from tests.sandbox_providers.services import BODY, Service


async def test_a_status_carries_nothing_out_unless_told(service: Service) -> None:
    service.faults.add("novita.submit", "status", status=500)
    service.faults.add("novita.submit", "status", status=500, carried=True)
    assert (await service.ask())[0] == 500
    assert service.done == 0
    assert (await service.ask())[0] == 500
    assert service.done == 1


async def test_a_429_names_the_time_to_wait_and_the_reason(service: Service) -> None:
    service.faults.add("novita.submit", "status", status=429, retry_after=7.0)
    async with service.client.get(service.url) as response:
        assert response.headers["Retry-After"] == "7"
        assert (await response.json())["reason"] == "RATE_LIMIT_EXCEEDED"


@pytest.mark.parametrize(("body", "content_type"), [("html", "text/html"), ("empty", "application/octet-stream")])
async def test_an_error_may_come_as_a_page_or_as_nothing(service: Service, body: str, content_type: str) -> None:
    service.faults.add("novita.submit", "status", status=502, body=body)
    status, kind, content = await service.ask()
    assert (status, kind) == (502, content_type)
    assert bool(content) == (body == "html")


async def test_a_slow_request_is_carried_out_all_the_same(service: Service) -> None:
    service.faults.add("novita.submit", "slow", seconds=0.1)
    assert (await service.ask())[0] == 200
    assert service.done == 1


async def test_an_empty_answer_has_no_byte(service: Service) -> None:
    service.faults.add("novita.submit", "empty")
    assert await service.ask() == (200, "application/json", b"")
    assert service.done == 1


async def test_a_malformed_answer_is_no_json(service: Service) -> None:
    service.faults.add("novita.submit", "malformed")
    status, kind, content = await service.ask()
    assert (status, kind) == (200, "application/json")
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(content)


async def test_a_truncated_answer_ends_before_its_promised_length(service: Service) -> None:
    service.faults.add("novita.submit", "truncated", keep=0.25)
    async with service.client.get(service.url) as response:
        assert response.content_length == len(json.dumps(BODY))
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


async def test_an_enormous_answer_has_the_given_size(service: Service) -> None:
    service.faults.add("novita.submit", "enormous", bytes=1_000_000)
    content = (await service.ask())[2]
    assert len(content) == 1_000_000
    assert content.startswith(json.dumps(BODY).encode() + b"  ")


async def test_an_endless_answer_ends_when_the_client_has_enough(service: Service) -> None:
    service.faults.add("novita.submit", "enormous")
    async with asyncio.timeout(SOON), service.client.get(service.url) as response:
        assert response.content_length is None
        assert len(await response.content.readexactly(5_000_000)) == 5_000_000
        response.close()
    assert (await service.ask())[0] == 200


async def test_a_content_type_may_lie(service: Service) -> None:
    service.faults.add("novita.submit", "content-type", type="image/png")
    assert await service.ask() == (200, "image/png", json.dumps(BODY).encode())


@pytest.mark.parametrize("carried", [True, False])
async def test_a_page_with_200_may_hide_work_or_none(service: Service, carried: bool) -> None:
    service.faults.add("novita.submit", "html", carried=carried)
    status, kind, content = await service.ask()
    assert (status, kind) == (200, "text/html")
    assert content.startswith(b"<!DOCTYPE html>")
    assert service.done == carried


async def test_a_dripping_answer_arrives_whole(service: Service) -> None:
    service.faults.add("novita.submit", "drip", bytes_per_second=20_000)
    assert (await service.ask())[2] == json.dumps(BODY).encode()


async def test_a_redirect_names_its_target(service: Service) -> None:
    service.faults.add("media", "redirect", to="http://127.0.0.1:1/elsewhere")
    async with service.client.get(service.url.replace("submit", "media"), allow_redirects=False) as response:
        assert response.status == 302
        assert response.headers["Location"] == "http://127.0.0.1:1/elsewhere"


async def test_discord_speaks_its_own_words_of_error() -> None:
    faults = Faults()
    faults.add("discord.create", "status", status=429, retry_after=0.5)

    async def work(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application(middlewares=[faults.middleware(lambda _: "discord.create")])
    app.router.add_get("/", work)
    async with serve(app) as url, aiohttp.ClientSession() as client, client.get(url) as response:
        assert response.headers["Via"]
        assert (await response.json())["retry_after"] == 0.5
