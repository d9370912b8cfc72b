"""Web servers on real sockets, one handler each, that come and go within a test."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""For `localhost` alone, signed by itself, worth nothing outside these tests."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler, *, tls: bool = False, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """The server's address, without a slash at its end."""
    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, 0, ssl_context=_server_context() if tls else None)
        await site.start()
        port = runner.addresses[0][1]
        yield f"https://localhost:{port}" if tls else f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def _server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting_context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def answering(body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, status=status, headers=headers)

    return answer


async def cut_off(request: web.Request, body: bytes, announced: int) -> web.StreamResponse:
    """Announces more than it sends, then closes the connection."""
    response = web.StreamResponse(headers={"Content-Length": str(announced)})
    await response.prepare(request)
    await response.write(body)
    assert request.transport is not None
    request.transport.close()
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65536)


async def silent_after(request: web.Request, body: bytes) -> web.StreamResponse:
    """Sends `body` and then nothing until the client leaves."""
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(body)
    await asyncio.Event().wait()
    return response


def reset(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()
