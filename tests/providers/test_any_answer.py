"""Whatever a service says, it is a look, an id, or one of the errors of the contract: never another error."""

import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ProviderError
from domain.looks import Finished, Refused, Waiting
from sandbox.clock import Clock
from sandbox.providers.serving import serve

from .services import CLIENTS, open_client, submission_to

TEXT = ("message", "error", "reason", "status", "id", "task_id", "model", "created_at", "url", "video_url", "prompt")
NAMES: tuple[str, ...] = (
    *TEXT,
    "code",
    "data",
    "outputs",
    "urls",
    "timings",
    "input",
    "inputs",
    "items",
    "page",
    "total",
    "metadata",
)
NAMES += ("extra", "task", "eta", "progress_percent", "images", "videos", "video_url_ttl", "audios")
WORDS: tuple[str, ...] = (
    "TASK_STATUS_QUEUED",
    "TASK_STATUS_PROCESSING",
    "TASK_STATUS_SUCCEED",
    "TASK_STATUS_FAILED",
    "created",
)
WORDS += ("processing", "completed", "failed", "deleted", "ILLEGAL_PROMPT", "TASK_NOT_FOUND", "RATE_LIMIT_EXCEEDED")
WORDS += ("https://x.example/a", "http://[", "3600", "2025-05-19T06:09:15.948268264Z")
NUMBERS = (0, 200, 400, 404, 1200, 1403, 5000, 10**400, -1, 1e308, float("nan"), float("-inf"), True)
LEAVES = st.one_of(st.none(), st.sampled_from(NUMBERS), st.sampled_from(WORDS), st.integers(), st.floats(), st.text())
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=25,
)
LIKELY = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("code", "data", "task", "videos", "task_id", "status", "id", "items"), VALUES)
)
STATUSES = st.sampled_from((200, 200, 200, 201, 400, 403, 404, 429, 500))


def write(value: Any) -> bytes:
    return json.dumps(value).encode()


BODIES = st.one_of(LIKELY.map(write), VALUES.map(write), st.binary(max_size=200))


@pytest.mark.parametrize("name", sorted(CLIENTS))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=STATUSES, body=BODIES)
async def test_no_answer_breaks_a_client(name: str, status: int, body: bytes) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    now = Clock().now()
    async with serve(app) as url, aiohttp.ClientSession() as session:
        client = open_client(name, session, "key", url)
        task_id, look, found = [
            await give(request)
            for request in (
                client.submit(submission_to(name)),
                client.look("1"),
                client.find(submission_to(name), now, now),
            )
        ]
    assert isinstance(task_id, str | ProviderError)
    assert isinstance(look, Waiting | Finished | Refused | ProviderError)
    assert found is None or isinstance(found, list | ProviderError)
    if isinstance(look, Waiting):
        assert look.percent is None or 0 <= look.percent <= 100


async def give(request: Any) -> Any:
    """What the request gives, or the error of the contract that it raises."""
    try:
        return await request
    except ProviderError as error:
        return error


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"9" * 10_000,
        b'"\\ud800"',
        b"\xff\xfe\x00",
        b"nul",
        b"\xef\xbb\xbf{}",
        b"\x00" * 50,
    ],
)
@pytest.mark.parametrize("name", sorted(CLIENTS))
async def test_bodies_that_break_parsers_are_no_answer(name: str, body: bytes) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with serve(app) as url, aiohttp.ClientSession() as session:
        client = open_client(name, session, "key", url)
        assert isinstance(await give(client.submit(submission_to(name))), ProviderError)
        assert isinstance(await give(client.look("1")), ProviderError)
