"""Who may call the page: only a browser or a tool on this machine that names this machine."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.discord.errors import ClientRefusal, Refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
FROM_HERE = ("same-origin", "none")
LOCAL_SOURCES = "http://127.0.0.1:* http://localhost:*"
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: "
        f"{LOCAL_SOURCES}; media-src 'self' blob: {LOCAL_SOURCES}; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Refused(Exception):
    """What the page is not given; the text is a sentence for the person who looks at it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def check_caller(request: web.Request) -> None:
    """A foreign name in Host is DNS rebinding; a foreign Origin is another site using this browser."""
    name = urlsplit(f"//{request.host}").hostname
    if name not in LOCAL_NAMES:
        raise Refused(403, "This page answers only to 127.0.0.1 and localhost.")
    origin = request.headers.get("Origin")
    if origin is not None and not hmac.compare_digest(origin.encode(), f"http://{request.host}".encode()):
        raise Refused(403, "This page answers only to itself.")
    navigates = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if request.headers.get("Sec-Fetch-Site", "none") not in FROM_HERE and not navigates:
        raise Refused(403, "This page answers only to itself.")


def guarded(handler: Handler) -> Handler:
    """The handler behind the checks, with refusals told as JSON and the headers of a careful page."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            check_caller(request)
            response = await handler(request)
        except Refused as refused:
            response = error(refused.status, refused.sentence)
        except ClientRefusal as refused:
            response = error(400, str(refused))
        except Refusal as refusal:
            response = error(refusal.status, refusal.message)
        except TimeoutError:
            response = error(504, "The application did not respond")
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return answer


def error(status: int, sentence: str) -> web.Response:
    return answer_json({"error": sentence}, status)


def answer_json(value: Any, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(value), status=status, content_type="application/json")
