"""Answers that no emulator gives, one by one: each kept for what it must not be mistaken for."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web

from domain.errors import Busy, Down, Forgotten, OperatorNeeded, ProviderError, Rejected
from domain.jobs import Failure
from domain.looks import Finished, Look, Refused, Waiting
from sandbox.providers.serving import serve

from .services import open_client, submission_to

URL = "https://media.example/clip.mp4"


async def ask(session: aiohttp.ClientSession, name: str, status: int, body: Any, *, submit: bool) -> Any:
    """The id or the look, or the type of the error."""

    async def answer(request: web.Request) -> web.Response:
        if isinstance(body, str):
            return web.Response(status=status, text=body)
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with serve(app) as url:
        client = open_client(name, session, "key", url)
        try:
            return await client.submit(submission_to(name)) if submit else await client.look("1")
        except ProviderError as error:
            return type(error)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {}, Down),
        (200, {"task_id": ""}, Down),
        (200, {"task_id": None}, Down),
        (200, {"task_id": {"id": "a"}}, Down),
        (200, {"task_id": "a", "more": 1}, "a"),
        (202, {"task_id": "a"}, "a"),
        (500, {"task_id": "a", "reason": "GET_RESULT_FAILED"}, "a"),
        (200, {"code": 429, "reason": "RATE_LIMIT_EXCEEDED"}, Busy),
        (200, {"code": 400, "reason": "ILLEGAL_PROMPT", "message": ""}, Rejected),
        (200, {"code": 400, "reason": "SOMETHING_NEW"}, Down),
        (400, {"code": 400, "reason": "SOMETHING_NEW"}, Rejected),
        (403, {"code": 403, "reason": "BILLING_BALANCE_NOT_ENOUGH"}, OperatorNeeded),
        (403, {"code": 403, "reason": "ILLEGAL_IMAGE_CONTENT"}, Rejected),
        (503, {"code": 400, "reason": "ILLEGAL_PROMPT"}, Down),
        (500, {"code": 500, "reason": "BILLING_FAILED"}, Down),
        (400, {}, Down),
        (400, "invalid prompt", Down),
        (404, {"code": 404, "reason": "TASK_NOT_FOUND"}, OperatorNeeded),
    ],
)
async def test_what_novita_answers_to_a_submit(
    session: aiohttp.ClientSession, status: int, body: Any, expected: Any
) -> None:
    assert await ask(session, "novita", status, body, submit=True) == expected


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"code": 200, "data": {}}, Down),
        (200, {"code": 200, "data": None}, Down),
        (200, {"code": 200, "data": {"id": "", "status": "failed", "code": 1200}}, Down),
        (200, {"code": "200", "data": {"id": "a"}}, "a"),
        (200, {"code": 0, "data": {"id": "a"}}, "a"),
        (200, {"data": {"id": "a"}}, "a"),
        (200, {"id": "a"}, "a"),
        (200, {"code": 201, "data": {"id": "a"}}, "a"),
        (200, {"code": 400, "message": "bad", "data": {"id": "a"}}, Rejected),
        (200, {"code": 1200, "message": "no"}, Rejected),
        (200, {"code": 5000, "message": "no"}, Down),
        (200, {"code": 503, "message": "no"}, Down),
        (200, {"code": 1403, "message": "no"}, Down),
        (200, {"code": 5004, "message": "late", "data": {"id": "a", "status": "processing"}}, "a"),
        (504, {"code": 5004, "data": {"id": "a", "status": "processing"}}, "a"),
        (503, {"id": "trace-1", "message": "upstream"}, Down),
        (503, {"code": 400, "message": "bad"}, Down),
        (400, {"code": 1200, "message": "no"}, Rejected),
        (400, {"detail": "no"}, Rejected),
        (429, {"code": 1200, "message": "top up to go faster"}, Busy),
        (401, {"message": "activate your key with a first top-up"}, OperatorNeeded),
        (302, {"code": 400, "message": "bad"}, Down),
    ],
)
async def test_what_wavespeed_answers_to_a_submit(
    session: aiohttp.ClientSession, status: int, body: Any, expected: Any
) -> None:
    assert await ask(session, "wavespeed", status, body, submit=True) == expected


def novita_task(status: Any, **fields: Any) -> dict[str, Any]:
    return {"task": {"status": status, **fields}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, Down),
        ({"task": None}, Down),
        (novita_task(None), Down),
        (novita_task("TASK_STATUS_NEW", progress_percent=40), Waiting()),
        (novita_task("TASK_STATUS_QUEUED", progress_percent=40), Waiting()),
        (novita_task("TASK_STATUS_PROCESSING", progress_percent=140), Waiting(100)),
        (novita_task("TASK_STATUS_PROCESSING", progress_percent="-4"), Waiting(0)),
        (novita_task("TASK_STATUS_PROCESSING", progress_percent=None), Waiting()),
        (novita_task("TASK_STATUS_PROCESSING", progress_percent=100), Waiting(100)),
        (novita_task("TASK_STATUS_SUCCEED") | {"videos": [None, {}, {"video_url": URL}]}, Finished(URL)),
        (novita_task("TASK_STATUS_SUCCEED") | {"videos": {"video_url": URL}}, Finished(URL)),
        (novita_task("TASK_STATUS_SUCCEED") | {"videos": [{"video_url": "file:///etc"}]}, Refused(Failure.NO_VIDEO)),
        (novita_task("TASK_STATUS_FAILED", reason=None), Refused(Failure.RENDER)),
        (novita_task("TASK_STATUS_FAILED", reason="INVALID_IMAGE_SIZE"), Refused(Failure.ORDER, "INVALID_IMAGE_SIZE")),
        ({"code": 404, "reason": "TASK_NOT_FOUND"}, Forgotten),
        ({"code": 500, "reason": "TASK_FAILED"}, Down),
    ],
)
async def test_what_novita_tells_of_a_task(
    session: aiohttp.ClientSession, body: Any, expected: Look | type[ProviderError]
) -> None:
    assert await ask(session, "novita", 200, body, submit=False) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"code": 200, "data": None}, Down),
        ({"code": 200, "data": {"status": None}}, Down),
        ({"code": 200, "data": {"status": "in orbit"}}, Waiting()),
        ({"code": 200, "data": {"status": "Completed", "outputs": URL}}, Finished(URL)),
        ({"code": 200, "data": {"status": "completed", "outputs": {"url": URL}}}, Finished(URL)),
        ({"code": 200, "data": {"status": "completed", "outputs": ["", 3, {"url": None}]}}, Refused(Failure.NO_VIDEO)),
        ({"code": 200, "data": {"status": "completed", "outputs": None, "code": 0}}, Refused(Failure.NO_VIDEO)),
        ({"id": "1", "status": "succeeded", "outputs": [URL], "has_nsfw_contents": [True]}, Finished(URL)),
        ({"code": 200, "data": {"status": "failed", "error": None, "code": "1200"}}, Refused(Failure.CONTENT)),
        ({"code": 1200, "message": "", "data": {"status": "failed"}}, Refused(Failure.CONTENT)),
        ({"code": 5004, "message": "late", "data": {"status": "processing"}}, Waiting()),
        ({"code": 500, "message": "no", "data": {"status": "failed"}}, Down),
        ({"code": 200, "data": {"status": "canceled"}}, Refused(Failure.RENDER)),
    ],
)
async def test_what_wavespeed_tells_of_a_task(
    session: aiohttp.ClientSession, body: Any, expected: Look | type[ProviderError]
) -> None:
    assert await ask(session, "wavespeed", 200, body, submit=False) == expected
