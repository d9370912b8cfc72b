"""A service with one handler behind the faults."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from sandbox.faults import FAULT, Faults
from tests.sandbox_providers.clients import SOON

BODY = {"task": "x" * 2000}


@dataclass
class Service:
    """One handler behind the middleware; `done` counts how often it was carried out."""

    faults: Faults
    runner: web.AppRunner
    url: str = ""
    client: aiohttp.ClientSession = field(repr=False, kw_only=True)
    done: int = 0

    async def ask(self) -> tuple[int, str, bytes]:
        async with asyncio.timeout(SOON), self.client.post(self.url) as response:
            return response.status, response.content_type, await response.read()


@asynccontextmanager
async def serving() -> AsyncIterator[Service]:
    faults = Faults()

    async def work(request: web.Request) -> web.Response:
        running.done += 1
        rule = request.get(FAULT)
        return web.json_response(BODY if rule is None else {"kind": rule.kind})

    def place_of(request: web.Request) -> str:
        return "media" if request.path == "/media" else "novita.submit"

    app = web.Application(middlewares=[faults.middleware(place_of)])
    app.router.add_route("*", "/{tail:.*}", work)
    app.on_shutdown.append(faults.stop)
    async with aiohttp.ClientSession() as client:
        running = Service(faults, web.AppRunner(app), client=client)
        await running.runner.setup()
        site = web.TCPSite(running.runner, "127.0.0.1", 0)
        await site.start()
        running.url = f"http://127.0.0.1:{running.runner.addresses[0][1]}/submit"
        yield running
        await running.runner.cleanup()
