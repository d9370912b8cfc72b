"""What must not be read anywhere: the key, the prompt, and signed addresses."""

import json
import logging
import traceback
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from domain.errors import ProviderError
from domain.looks import Refused
from sandbox.providers.serving import serve

from .services import CLIENTS, open_client, submission_to

KEY = "sk_0123456789abcdef"
PROMPT = "my most private wish"
SIGNED = "https://media.example/clip.mp4?X-Amz-Signature=5ec7e7"
TALK = f"Bearer {KEY} may not see {SIGNED} or data:image/png;base64,QUJD because " + "of reasons " * 200
SECRETS = (KEY, SIGNED, "5ec7e7", "QUJD")


@pytest.fixture(params=sorted(CLIENTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def app_saying(status: int, body: Any) -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, text=body if isinstance(body, str) else json.dumps(body))

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    return app


@pytest.mark.parametrize("status", [200, 302, 400, 401, 402, 403, 404, 413, 429, 500, 503])
@pytest.mark.parametrize(
    "body",
    [
        {"code": 400, "reason": "INVALID_REQUEST_BODY", "message": TALK},
        {"code": 400, "message": TALK, "data": {"error": TALK}},
        TALK,
    ],
)
async def test_an_error_tells_no_secret_and_logs_none(
    session: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
    name: str,
    status: int,
    body: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serve(app_saying(status, body)) as url:
        client = open_client(name, session, KEY, url)
        with pytest.raises(ProviderError) as of_submit:
            await client.submit(submission_to(name, PROMPT))
        with pytest.raises(ProviderError) as of_look:
            await client.look("task-1")
    for error in (of_submit.value, of_look.value):
        shown = "".join(traceback.format_exception(error)) + repr(error) + error.reason
        assert not [secret for secret in SECRETS if secret in shown]
        assert len(error.reason) <= 200
        assert "\n" not in error.reason
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith(("services", "aiohttp")))
    assert not [secret for secret in (*SECRETS, PROMPT) if secret in ours]


async def test_the_reason_of_a_failed_task_is_as_short_and_as_clean(session: aiohttp.ClientSession, name: str) -> None:
    failed = {
        "task": {"status": "TASK_STATUS_FAILED", "reason": TALK},
        "data": {"id": "1", "status": "failed", "error": TALK},
    }
    async with serve(app_saying(200, failed)) as url:
        look = await open_client(name, session, KEY, url).look("1")
    assert isinstance(look, Refused)
    assert look.reason.startswith("Bearer [key] may not see [address] or [data] because of reasons")
    assert len(look.reason) <= 200


async def test_clients_do_not_show_their_key(session: aiohttp.ClientSession, name: str) -> None:
    client = open_client(name, session, KEY, "http://localhost")
    assert KEY not in f"{client!r} {vars(client)!r}"


async def test_a_submission_does_not_show_its_prompt_or_its_frame(name: str) -> None:
    shown = repr(submission_to(name, PROMPT, SIGNED))
    assert PROMPT not in shown
    assert SIGNED not in shown
