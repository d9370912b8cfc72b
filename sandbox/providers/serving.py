"""Servers of the sandbox: on the loopback, stopped without waiting for requests that are held."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

STOP_SECONDS = 2.0


@asynccontextmanager
async def serve(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """Serve the app and give its address, `http://127.0.0.1:port`; port 0 takes any that is free."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
