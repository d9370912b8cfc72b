"""The server of the local Discord: API, gateway and CDN on one port of the loopback."""

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.discord.cdn import Cdn
from sandbox.discord.gateway import Connection
from sandbox.discord.rest.api import BASE, Api
from sandbox.discord.state import State

HOST = "127.0.0.1"
MOST_BODY = 8 << 20
"""Bytes of a body that is no form with files; those are not bounded here, but by the limit of each place."""
GOODBYE_SECONDS = 2.0
WATCH_SECONDS = 0.25


class DiscordServer:
    """`async with DiscordServer(world) as server`. Further routes may be added to `app` before."""

    def __init__(self, state: State, port: int = 0) -> None:
        self._state = state
        self._port = port
        self._stack = AsyncExitStack()
        api = Api(state, Cdn(state).routes())
        self.app = web.Application(middlewares=api.middlewares(), client_max_size=MOST_BODY)
        api.add_to(self.app)
        self.app.router.add_get("/gateway", self._connect)
        self.app.router.add_get("/gateway/", self._connect)
        self.app.on_shutdown.append(state.faults.stop)
        self.app.on_shutdown.append(self._hang_up)

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        return self.base_url + BASE

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=GOODBYE_SECONDS)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, HOST, self._port).start()
            self._port = runner.addresses[0][1]
            self._state.signer.base_url = self.base_url
            watch = asyncio.create_task(watch_unanswered(self._state))
            stack.push_async_callback(end_task, watch)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if not self._state.gateway_is_open:
            return web.Response(status=503)
        ws = web.WebSocketResponse(timeout=GOODBYE_SECONDS, max_msg_size=1 << 20)
        await ws.prepare(request)
        await Connection(self._state, ws, request).serve()
        return ws

    async def _hang_up(self, app: web.Application) -> None:
        for session in self._state.sessions:
            if session.line is not None:
                session.line.close(1001, "Going away.")


async def end_task(task: asyncio.Task[None]) -> None:
    """End a task of ours; an error of its own comes out here."""
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()


async def watch_unanswered(state: State) -> None:
    """Tell of each interaction whose three seconds have passed without an answer."""
    while True:
        waiting = state.unanswered
        while waiting and (waiting[0].acked is not None or waiting[0].is_late):
            use = waiting.popleft()
            if use.acked is None:
                use.signal.fire()
                state.publish("interaction", use)
        await state.clock.sleep(WATCH_SECONDS)
