"""Bodies of requests, read as strictly as the services' own pages describe them."""

import asyncio
import json
from typing import Any, NoReturn

from aiohttp import web

from sandbox.providers.models import Model
from sandbox.providers.refusals import Refusal

MOST_BYTES = 32 * 1024 * 1024
LARGE_BYTES = 512 * 1024


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body; anything else is refused, `NaN` and the like too."""
    try:
        content = await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise Refusal("too-large-body") from error
    if request.content_type != "application/json":
        raise Refusal("body", "Content-Type must be application/json")
    large = len(content) > LARGE_BYTES
    body = await asyncio.to_thread(parse_strictly, content) if large else parse_strictly(content)
    if not isinstance(body, dict):
        raise Refusal("body", "expected an object")
    return body


def parse_strictly(content: bytes) -> object:
    try:
        parsed: object = json.loads(content, parse_constant=refuse_constant)
    except ValueError as error:
        raise Refusal("body", "invalid JSON") from error
    return parsed


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def check_body(model: Model, body: dict[str, Any], *, strict: bool) -> None:
    known = body if strict else {name: value for name, value in body.items() if name in model.fields}
    problems = model.problems(known)
    if problems:
        raise Refusal("body", "; ".join(problems))
