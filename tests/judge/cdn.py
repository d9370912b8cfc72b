"""simcord's files on a real socket, where the bot and the providers can fetch them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

from aiohttp import web

from sandbox.providers.serving import serve


class Cdn:
    """`read` gives a file by its whole address. While `open` is not set, every request is held."""

    def __init__(self) -> None:
        self.url = ""
        self.read: Callable[[str], bytes | None] = lambda _: None
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[Self]:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        async with serve(app) as self.url:
            yield self

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        await self.open.wait()
        data = self.read(f"{self.url}{request.path}")
        return web.Response(status=404) if data is None else web.Response(body=data)
