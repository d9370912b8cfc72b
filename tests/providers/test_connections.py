"""Which requests may share a connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from sandbox.providers.serving import serve
from services.providers.http import open_sessions
from services.providers.port import Provider

from .services import CLIENTS, submission_to

ANSWERS = {
    "novita": {"task_id": "t", "task": {"status": "TASK_STATUS_PROCESSING"}},
    "wavespeed": {"code": 200, "data": {"id": "t", "status": "processing"}},
}


@asynccontextmanager
async def open_counted(name: str) -> AsyncIterator[tuple[Provider, list[int]]]:
    """A client, and the port that each of its requests came from."""
    ports: list[int] = []

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.append(request.transport.get_extra_info("peername")[1])
        await request.read()
        return web.json_response(ANSWERS[name])

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with serve(app) as url, open_sessions() as sessions:
        yield CLIENTS[name](sessions, "key", url), ports


@pytest.mark.parametrize("name", ["novita", "wavespeed"])
async def test_looks_share_a_connection(name: str) -> None:
    async with open_counted(name) as (client, ports):
        for _ in range(3):
            await client.look("t")
    assert len(set(ports)) == 1


@pytest.mark.parametrize("name", ["novita", "wavespeed"])
async def test_a_submit_never_goes_out_on_a_kept_connection(name: str) -> None:
    async with open_counted(name) as (client, ports):
        await client.look("t")
        await client.submit(submission_to(name))
        await client.submit(submission_to(name))
    assert len(set(ports)) == 3
