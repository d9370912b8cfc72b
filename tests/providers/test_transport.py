"""What became of a request that got no answer: it never left, or nobody knows."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from domain.errors import Down, NotSent, ProviderError
from sandbox.providers.serving import serve
from services.providers.http import Timeouts

from .raw import closed_port, deaf_port, serving_stubbornly
from .services import CLIENTS, open_client, submission_to

KEY = "sk_0123456789abcdef"
CERTIFICATE = Path(__file__).parent.parent / "media" / "localhost.pem"
BRIEF = Timeouts(connect=0.3, submit=20.0, look=20.0)


@pytest.fixture(params=sorted(CLIENTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def fail_both_ways(
    session: aiohttp.ClientSession, name: str, url: str, timeouts: Timeouts = BRIEF
) -> list[type[ProviderError]]:
    """The errors of a submit and of a look."""
    client = open_client(name, session, KEY, url, timeouts)
    with pytest.raises(ProviderError) as of_submit:
        await client.submit(submission_to(name))
    with pytest.raises(ProviderError) as of_look:
        await client.look("1")
    return [type(of_submit.value), type(of_look.value)]


async def test_a_refused_connection_sent_nothing(session: aiohttp.ClientSession, name: str) -> None:
    with closed_port() as port:
        assert await fail_both_ways(session, name, f"http://127.0.0.1:{port}") == [NotSent, NotSent]


async def test_a_name_that_does_not_exist_sent_nothing(session: aiohttp.ClientSession, name: str) -> None:
    timeouts = Timeouts(connect=10.0)
    assert await fail_both_ways(session, name, "http://firstframe.invalid", timeouts) == [NotSent, NotSent]


async def test_a_connection_that_is_not_made_in_time_sent_nothing(session: aiohttp.ClientSession, name: str) -> None:
    with deaf_port() as port:
        assert await fail_both_ways(session, name, f"http://127.0.0.1:{port}") == [NotSent, NotSent]


async def test_a_server_without_tls_was_sent_nothing(session: aiohttp.ClientSession, name: str) -> None:
    async with serve(web.Application()) as url:
        url = url.replace("http://", "https://")
        assert await fail_both_ways(session, name, url, Timeouts()) == [NotSent, NotSent]


@asynccontextmanager
async def serve_with_tls(app: web.Application) -> AsyncIterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield f"https://localhost:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_server_nobody_vouches_for_was_sent_nothing(session: aiohttp.ClientSession, name: str) -> None:
    async with serve_with_tls(web.Application()) as url:
        assert await fail_both_ways(session, name, url, Timeouts()) == [NotSent, NotSent]


async def test_a_submit_on_a_connection_that_dies_under_it_is_unknown_and_not_repeated(
    session: aiohttp.ClientSession, name: str
) -> None:
    async with serving_stubbornly() as stubborn:
        client = open_client(name, session, KEY, stubborn.url)
        with pytest.raises(Down):
            await client.look("1")
        with pytest.raises(Down):
            await client.submit(submission_to(name))
    submits = [request for request in stubborn.requests if request.startswith(b"POST")]
    assert len(submits) == 1
    assert stubborn.connections == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_the_key_does_not_follow_a_redirect(session: aiohttp.ClientSession, name: str, status: int) -> None:
    elsewhere: list[str] = []

    async def overhear(request: web.Request) -> web.Response:
        elsewhere.append(request.path)
        return web.json_response({"task_id": "1", "id": "1"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", overhear)
    async with serve(app) as other:

        async def send_away(request: web.Request) -> web.Response:
            return web.Response(status=status, headers={"Location": f"{other}{request.path}"})

        front = web.Application()
        front.router.add_route("*", "/{path:.*}", send_away)
        async with serve(front) as url:
            assert await fail_both_ways(session, name, url, Timeouts()) == [Down, Down]
    assert elsewhere == []


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("https://api.novita.ai", False),
        ("https://api.wavespeed.ai/", False),
        ("https://8.8.8.8", False),
        ("http://127.0.0.1:8081", True),
        ("http://[::1]:8081", True),
        ("http://localhost:8081/x", True),
        ("http://sandbox:8081", True),
        ("http://10.1.2.3", True),
        ("http://videos.home.arpa", True),
    ],
)
async def test_clips_may_come_from_this_network_only_where_the_service_is_there_itself(
    session: aiohttp.ClientSession, name: str, url: str, is_local: bool
) -> None:
    assert open_client(name, session, KEY, url).allows_private_hosts is is_local


@pytest.mark.parametrize("task_id", ["a/b", "../../balance", "a?x=1", "a%2fb", "a&task_id=b", "a#b", "a+b"])
async def test_a_strange_id_stays_one_id_in_the_address(
    session: aiohttp.ClientSession, name: str, task_id: str
) -> None:
    seen: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.match_info.get("id") or request.query["task_id"])
        return web.json_response({})

    app = web.Application()
    app.router.add_get("/v3/async/task-result", answer)
    app.router.add_get("/api/v3/predictions/{id}/result", answer)
    async with serve(app) as url:
        with pytest.raises(Down):
            await open_client(name, session, KEY, url).look(task_id)
    assert seen == [task_id]


async def test_an_answer_is_read_only_so_far(session: aiohttp.ClientSession, name: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"task_id": "a", "data": {"id": "a"}, "more": "x" * 1_000_000})

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with serve(app) as url:
        with pytest.raises(Down):
            await open_client(name, session, KEY, url).submit(submission_to(name))
