"""What goes wrong between two machines, done to one request at its socket.

Kinds that spoil the answer carry the request out first, as if a gateway broke behind the service; the option
`carried=False` leaves it undone. `status` is the other way round: carried out only with `carried=True`. What
`hold-before` holds is carried out though its sender left, where it says `carried=True` and the body is JSON.
"""

import asyncio
import json
import math
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FILE: web.ResponseKey[Path] = web.ResponseKey("file", Path)
"""Set by a handler that answers with a file, so that a fault can spoil its bytes too."""

HTML = "<!DOCTYPE html><html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
CHUNK = 64 * 1024
TURN_SECONDS = 0.05


@dataclass(frozen=True)
class Meeting:
    """One request that met a fault.

    `released` waits for the rule's release, so many seconds at most or without limit; it ends too when
    the client leaves or the server stops, which `gone` tells. `carried_out` reports that the work is done.
    """

    request: web.Request
    handler: Handler
    place: str
    options: Mapping[str, Any]
    released: Callable[[float | None], Awaitable[None]]
    gone: Callable[[], bool]
    carried_out: Callable[[], None]

    async def carry_out(self) -> web.StreamResponse:
        try:
            return await self.handler(self.request)
        except web.HTTPException as refusal:
            return web.Response(status=refusal.status, body=refusal.body, headers=refusal.headers)
        finally:
            self.carried_out()

    async def carry_out_if(self, default: bool) -> web.StreamResponse:
        if self.options.get("carried", default):
            return await self.carry_out()
        return web.json_response({})


def reset_connection(request: web.Request) -> web.Response:
    """Drop the connection so that the client reads a reset (RST) and not an orderly end."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


async def read_body(response: web.StreamResponse) -> bytes:
    if FILE in response:
        return await asyncio.to_thread(response[FILE].read_bytes)
    body = response.body if isinstance(response, web.Response) else None
    return bytes(body) if isinstance(body, bytes | bytearray) else b""


def fault_payload(place: str, status: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """An error in the words of the service at this place."""
    phrase = HTTPStatus(status).phrase
    match place.partition(".")[0]:
        case "discord" if status == 429:
            wait = options.get("retry_after") or 1.0
            flood = bool(options.get("global_limit", False))
            return {"message": "You are being rate limited.", "retry_after": wait, "global": flood}
        case "discord":
            return {"message": f"{status}: {phrase}", "code": options.get("code", 0)}
        case "novita":
            reason = "RATE_LIMIT_EXCEEDED" if status == 429 else phrase.upper().replace(" ", "_")
            return {"code": status, "reason": options.get("reason", reason), "message": phrase.lower()}
        case _:
            return {"code": status, "message": options.get("message", phrase.lower())}


async def answer_status(meeting: Meeting) -> web.StreamResponse:
    options = meeting.options
    if options.get("carried", False):
        await meeting.carry_out()
    status = int(options.get("status", 503))
    headers = {str(name): str(value) for name, value in options.get("headers", {}).items()}
    if options.get("retry_after") is not None:
        headers["Retry-After"] = f"{options['retry_after']:g}"
    if meeting.place.startswith("discord.") and options.get("via", True):
        headers["Via"] = "1.1 google"
    match options.get("body", "json"):
        case "html":
            page = HTML.format(f"{status} {HTTPStatus(status).phrase}")
            return web.Response(status=status, text=page, content_type="text/html", headers=headers)
        case "empty":
            return web.Response(status=status, headers=headers)
        case _:
            payload = options.get("payload") or fault_payload(meeting.place, status, options)
            return web.json_response(payload, status=status, headers=headers)


async def hang(meeting: Meeting) -> web.StreamResponse:
    await meeting.released(None)
    return reset_connection(meeting.request)


async def hold_before(meeting: Meeting) -> web.StreamResponse:
    if meeting.options.get("carried", False):
        await meeting.request.read()  # afterwards it can no longer be read
    await meeting.released(None)
    if meeting.gone():
        return reset_connection(meeting.request)
    return await meeting.carry_out()


async def hold_after(meeting: Meeting) -> web.StreamResponse:
    response = await meeting.carry_out()
    await meeting.released(None)
    return response


async def lose(meeting: Meeting) -> web.StreamResponse:
    await meeting.carry_out()
    return reset_connection(meeting.request)


async def reset(meeting: Meeting) -> web.StreamResponse:
    return reset_connection(meeting.request)


async def slow(meeting: Meeting) -> web.StreamResponse:
    """Carried out after `seconds` of the real clock, by which clients measure their limits."""
    await meeting.released(float(meeting.options.get("seconds", 5.0)))
    return await meeting.carry_out()


async def empty(meeting: Meeting) -> web.StreamResponse:
    response = await meeting.carry_out_if(True)
    return web.Response(status=200, content_type=response.content_type)


async def malform(meeting: Meeting) -> web.StreamResponse:
    response = await meeting.carry_out_if(True)
    return web.Response(body=b'{"data": {"id": \x00]', content_type=response.content_type)


async def truncate(meeting: Meeting) -> web.StreamResponse:
    """The whole length is promised, the part `keep` of it is sent, then the connection is closed."""
    response = await meeting.carry_out_if(True)
    body = await read_body(response)
    part = web.StreamResponse(status=response.status)
    part.content_type, part.content_length = response.content_type, len(body)
    await part.prepare(meeting.request)
    await part.write(body[: int(len(body) * meeting.options.get("keep", 0.5))])
    if meeting.request.transport is not None:
        meeting.request.transport.close()
    return part


async def swell(meeting: Meeting) -> web.StreamResponse:
    """The body and then blanks, of no declared length: `bytes` in all, or until the client has enough."""
    response = await meeting.carry_out_if(True)
    body, left = await read_body(response), float(meeting.options.get("bytes", math.inf))
    stream = web.StreamResponse(status=200)
    stream.content_type = response.content_type
    await stream.prepare(meeting.request)
    while not meeting.gone() and left > 0:
        part = (body or b" " * CHUNK)[: int(min(left, CHUNK))]
        await stream.write(part)
        body, left = body[len(part) :], left - len(part)
        await asyncio.sleep(0)
    return stream


async def mislabel(meeting: Meeting) -> web.StreamResponse:
    response = await meeting.carry_out_if(True)
    label = meeting.options.get("type", "text/html")
    return web.Response(status=response.status, body=await read_body(response), content_type=label)


async def answer_html(meeting: Meeting) -> web.StreamResponse:
    await meeting.carry_out_if(True)
    return web.Response(text=HTML.format("Welcome"), content_type="text/html")


async def drip(meeting: Meeting) -> web.StreamResponse:
    response = await meeting.carry_out_if(True)
    body = await read_body(response)
    step = max(1, int(meeting.options.get("bytes_per_second", 1024) * TURN_SECONDS))
    stream = web.StreamResponse(status=response.status)
    stream.content_type, stream.content_length = response.content_type, len(body)
    await stream.prepare(meeting.request)
    for start in range(0, len(body), step):
        if meeting.gone():
            return reset_connection(meeting.request)
        await stream.write(body[start : start + step])
        await asyncio.sleep(TURN_SECONDS)
    return stream


async def redirect(meeting: Meeting) -> web.StreamResponse:
    status = int(meeting.options.get("status", 302))
    return web.Response(status=status, headers={"Location": str(meeting.options.get("to", "/"))})


KINDS: Mapping[str, Callable[[Meeting], Awaitable[web.StreamResponse]]] = {
    "status": answer_status,
    "hang": hang,
    "hold-before": hold_before,
    "hold-after": hold_after,
    "lost": lose,
    "reset": reset,
    "slow": slow,
    "empty": empty,
    "malformed": malform,
    "truncated": truncate,
    "enormous": swell,
    "content-type": mislabel,
    "html": answer_html,
    "drip": drip,
    "redirect": redirect,
}


def describe(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as JSON can carry them."""
    described: dict[str, Any] = json.loads(json.dumps(dict(options), default=str))
    return described
