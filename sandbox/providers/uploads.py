"""Pictures handed to WaveSpeed before a submit: in one request, or by a ticket and a PUT to the media host."""

import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.clock import Clock
from sandbox.providers import bodies
from sandbox.providers.predictions import stamp
from sandbox.providers.refusals import Refusal

MOST_BYTES = 200 * 1024 * 1024
TICKET_SECONDS = 900.0


@dataclass(frozen=True)
class Upload:
    content: bytes
    media_type: str


class Uploads:
    """Kept for the life of the process; `url` is the media host's address, known once it listens."""

    def __init__(self, clock: Clock) -> None:
        self.url = ""
        self._clock = clock
        self._kept: dict[str, Upload] = {}
        self._tickets: dict[str, tuple[str, float]] = {}

    def add_media_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/media/{name}", self._give)
        router.add_put("/tickets/{ticket}", self._receive)

    async def take_file(self, request: web.Request) -> dict[str, Any]:
        """The documented way: a form with the field `file`."""
        form = await request.post()
        file = form.get("file")
        if not isinstance(file, web.FileField):
            raise Refusal("body", "file: is required")
        content = file.file.read()
        name = self._name(file.filename)
        self._kept[name] = Upload(content, file.content_type)
        kind = file.content_type.partition("/")[0]
        address = {"download_url": f"{self.url}/media/{name}"}
        return {"type": kind, **address, "filename": file.filename, "size": len(content)}

    async def give_ticket(self, request: web.Request) -> dict[str, Any]:
        """The newer way of the official tools: first say what comes, then PUT it without the key."""
        body = await bodies.read_object(request)
        filename, size, media_type = (body.get(name) for name in ("filename", "size", "content_type"))
        if not isinstance(filename, str) or not isinstance(size, int) or not isinstance(media_type, str):
            raise Refusal("body", "filename, size and content_type are required")
        if size > MOST_BYTES:
            raise Refusal("too-large-body")
        name, ticket, end = self._name(filename), secrets.token_hex(16), self._clock.time() + TICKET_SECONDS
        self._tickets[ticket] = (name, end)
        put: dict[str, Any] = {"method": "PUT", "url": f"{self.url}/tickets/{ticket}"}
        put |= {"headers": {"Content-Type": media_type}, "expires_at": stamp(end, nanoseconds=False)}
        return {"download_url": f"{self.url}/media/{name}", "upload": put}

    def _name(self, filename: str) -> str:
        ending = filename.rpartition(".")[2] if "." in filename else "bin"
        return f"{secrets.token_hex(16)}.{ending if ending.isalnum() else 'bin'}"

    async def _receive(self, request: web.Request) -> web.Response:
        name, end = self._tickets.pop(request.match_info["ticket"], ("", 0.0))
        if self._clock.time() > end:
            raise web.HTTPForbidden
        self._kept[name] = Upload(await request.read(), request.content_type)
        return web.Response()

    async def _give(self, request: web.Request) -> web.Response:
        upload = self._kept.get(request.match_info["name"])
        if upload is None:
            raise web.HTTPNotFound
        return web.Response(body=upload.content, content_type=upload.media_type)
