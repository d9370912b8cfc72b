"""The host from which finished clips are fetched: another address than the service's, and no key wanted there.

`signed` is how Novita's examples look: a presigned S3 link that says itself how long it lives, and a refusal in XML
when it is over. WaveSpeed's links are plain and last as long as the file.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers import uploads
from sandbox.providers.serving import serve
from sandbox.providers.uploads import Uploads
from sandbox.transport import FILE, HTML

STAMP = "%Y%m%dT%H%M%SZ"
ERROR = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{}</Code><Message>{}</Message></Error>'


@dataclass(frozen=True)
class Entry:
    """One file on offer until that Unix second; without a path a web page is given as if it were the clip."""

    path: Path | None
    media_type: str
    until: float


class Media:
    """`leaked_keys` counts the requests that carried an Authorization header; each of them is refused."""

    def __init__(self, clock: Clock, faults: Faults, *, signed: bool) -> None:
        self.url = ""
        self.leaked_keys = 0
        self.requests = 0
        self._clock = clock
        self._faults = faults
        self._signed = signed
        self._secret = secrets.token_bytes(16)
        self.uploads = Uploads(clock)
        self._entries: dict[str, Entry] = {}

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[None]:
        middlewares = [self._faults.middleware(place_of)]
        app = web.Application(middlewares=middlewares, client_max_size=uploads.MOST_BYTES)
        app.router.add_get("/output/{name}", self._answer)
        self.uploads.add_media_routes(app.router)
        app.on_shutdown.append(self._faults.stop)
        async with serve(app, port) as self.url:
            self.uploads.url = self.url
            yield

    def offer(self, name: str, entry: Entry) -> None:
        self._entries[name] = entry

    def link(self, name: str, seconds: float, since: float | None = None) -> str:
        """A link that lives so many seconds, from now or from the given moment on."""
        address = f"{self.url}/output/{name}"
        if not self._signed:
            return address
        stamp = datetime.fromtimestamp(self._clock.time() if since is None else since, UTC).strftime(STAMP)
        return f"{address}?{urlencode(self._query(name, stamp, str(int(seconds))))}"

    def _query(self, name: str, stamp: str, seconds: str) -> dict[str, str]:
        signature = hmac.new(self._secret, f"{name}\n{stamp}\n{seconds}".encode(), hashlib.sha256).hexdigest()
        return {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"SANDBOX/{stamp[:8]}/ap-southeast-1/s3/aws4_request",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": seconds,
            "X-Amz-SignedHeaders": "host",
            "X-Amz-Signature": signature,
        }

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        name = request.match_info["name"]
        refusal = self._refuse(request, name)
        if refusal is not None:
            return refusal
        entry = self._entries[name]
        if entry.path is None:
            page = HTML.format("Not here any more").encode()
            return web.Response(body=page, headers={"Content-Type": entry.media_type})
        response = web.FileResponse(entry.path, headers={"Content-Type": entry.media_type})
        response[FILE] = entry.path
        return response

    def _refuse(self, request: web.Request, name: str) -> web.Response | None:
        if "Authorization" in request.headers:
            self.leaked_keys += 1
            return refuse(400 if self._signed else 403, "InvalidArgument", "Only one auth mechanism allowed")
        if self._signed and not self._is_signed(request, name):
            return refuse(403, "SignatureDoesNotMatch", "The request signature does not match")
        if self._signed and self._is_over(request):
            return refuse(403, "AccessDenied", "Request has expired")
        if name not in self._entries or self._clock.time() > self._entries[name].until:
            return refuse(404 if self._signed else 403, "NoSuchKey", "The specified key does not exist.")
        return None

    def _is_signed(self, request: web.Request, name: str) -> bool:
        stamp, seconds = request.query.get("X-Amz-Date", ""), request.query.get("X-Amz-Expires", "")
        return hmac.compare_digest(
            self._query(name, stamp, seconds)["X-Amz-Signature"], request.query.get("X-Amz-Signature", "")
        )

    def _is_over(self, request: web.Request) -> bool:
        begun = datetime.strptime(request.query["X-Amz-Date"], STAMP).replace(tzinfo=UTC)
        return self._clock.time() > begun.timestamp() + int(request.query["X-Amz-Expires"])


def place_of(request: web.Request) -> str | None:
    return "media" if request.path.startswith("/output/") else None


def refuse(status: int, code: str, message: str) -> web.Response:
    return web.Response(status=status, text=ERROR.format(code, message), content_type="application/xml")
