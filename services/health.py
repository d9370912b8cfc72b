"""`GET /healthz`: 200 while the bot can do its work, 503 with the reason while it cannot."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def serve_health(host: str, port: int, ailments: Callable[[], list[str]]) -> AsyncIterator[None]:
    """`ailments` names what is wrong just now, in a word each; empty while all is well."""

    async def answer(_: web.Request) -> web.Response:
        wrong = ailments()
        body = {"status": "unwell" if wrong else "ok", "wrong": wrong}
        return web.json_response(body, status=503 if wrong else 200)

    app = web.Application()
    app.router.add_get("/healthz", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
