"""Requests and replies as Discord words them."""

import hashlib
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import web

from sandbox.discord.errors import Refusal, missing_access, missing_permissions, unauthorized, unknown_channel
from sandbox.discord.form import Form
from sandbox.discord.places import Channel
from sandbox.discord.rates import Bucket
from sandbox.discord.state import State

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Route:
    """`place` is its name among the faults; `bucket` the path parameter by which its rate limit is counted."""

    method: str
    path: str
    handler: Handler
    place: str | None = None
    needs_token: bool = True
    bucket: str | None = None


def reply(payload: Any, status: int = 200) -> web.Response:
    """JSON with the exact content type that clients of Discord compare with."""
    return web.Response(body=json.dumps(payload).encode(), status=status, content_type="application/json")


def no_content() -> web.Response:
    return web.Response(status=204)


def refuse(refusal: Refusal) -> web.Response:
    return reply(refusal.json(), refusal.status)


def check_token(state: State, request: web.Request) -> None:
    if request.headers.get("Authorization") != f"Bot {state.application.token}":
        raise unauthorized()


def path_id(request: web.Request, name: str) -> int:
    form = Form()
    number = form.snowflake((f"{name}_id",), request.match_info[name])
    form.refuse()
    return number or 0


def open_channel(state: State, request: web.Request, *needed: str) -> Channel:
    """The channel of the path, if the bot is there and may do what is needed."""
    channel = state.channels.get(path_id(request, "channel"))
    if channel is None:
        raise unknown_channel()
    if not state.bot_sees(channel):
        raise missing_access()
    if not all(channel.may(state.bot, name) for name in needed):
        raise missing_permissions()
    return channel


def too_many(bucket: Bucket, now: float, *, everything: bool = False) -> web.Response:
    wait = round(bucket.reset_after(now), 3)
    body = {"message": "You are being rate limited.", "retry_after": wait, "global": everything}
    response = reply(body, 429)
    response.headers["Via"] = "1.1 google"
    response.headers["Retry-After"] = str(math.ceil(wait))
    response.headers["X-RateLimit-Scope"] = "global" if everything else "user"
    if everything:
        response.headers["X-RateLimit-Global"] = "true"
    return response


@cache
def bucket_name(kind: str) -> str:
    return hashlib.sha256(kind.encode()).hexdigest()[:32]


def show_bucket(response: web.StreamResponse, kind: str, bucket: Bucket, most: int, now: float) -> None:
    left = bucket.reset_after(now)
    response.headers["X-RateLimit-Limit"] = str(most)
    response.headers["X-RateLimit-Remaining"] = str(bucket.left(most))
    response.headers["X-RateLimit-Reset"] = f"{now + left:.3f}"
    response.headers["X-RateLimit-Reset-After"] = f"{left:.3f}"
    response.headers["X-RateLimit-Bucket"] = bucket_name(kind)
