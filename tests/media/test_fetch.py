"""Clips are fetched from real servers that behave well, badly and slowly."""

import asyncio
import tracemalloc
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from domain.errors import ClipExpired, ClipTooLarge, ClipUnreachable, ClipUnsaved

from .fetching import SOON, failing, fetched, is_empty, size_of
from .servers import answering, cut_off, endless, reset, serving, silent_after


@pytest.mark.parametrize("size", [0, 1, 65_536, 1_048_576, 3_333_333])
async def test_a_clip_arrives_as_it_was_sent(session: aiohttp.ClientSession, tmp_path: Path, size: int) -> None:
    body = bytes(range(251)) * (size // 251 + 1)
    async with serving(answering(body[:size])) as url:
        assert size_of(await fetched(session, url, tmp_path / "clip.mp4")) == size
    assert (tmp_path / "clip.mp4").read_bytes() == body[:size]
    assert not is_empty(tmp_path)


@pytest.mark.parametrize("size", [1, 1_048_576, 2_000_000])
async def test_a_small_clip_is_not_written_anywhere(session: aiohttp.ClientSession, tmp_path: Path, size: int) -> None:
    body = (bytes(range(251)) * (size // 251 + 1))[:size]
    async with serving(answering(body)) as url:
        delivery = await fetched(session, url, tmp_path / "clip.mp4", in_memory=2_000_000)
    assert delivery.content == body
    assert is_empty(tmp_path)
    assert delivery.put_on_disk().read_bytes() == body


async def test_a_clip_that_is_too_large_for_memory_is_written(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(answering(bytes(1001))) as url:
        assert size_of(await fetched(session, url, tmp_path / "clip.mp4", in_memory=1000)) == 1001


async def test_a_small_clip_that_is_cut_off_is_no_clip(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    failure = await failing(session, partial(cut_off, body=b"x" * 999, announced=1000), tmp_path, in_memory=1000)
    assert isinstance(failure, ClipUnreachable)


async def test_a_clip_without_an_announced_length_arrives_too(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async def chunked(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(40):
            await response.write(b"0123456789" * 6553)
        return response

    async with serving(chunked) as url:
        assert size_of(await fetched(session, url, tmp_path / "clip.mp4")) == 40 * 65_530


async def test_memory_does_not_grow_with_the_clip(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async def large(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": f"{400 * 100_000}"})
        await response.prepare(request)
        for _ in range(400):
            await response.write(bytes(100_000))
        return response

    async with serving(large) as url:
        tracemalloc.start()
        try:
            await fetched(session, url, tmp_path / "clip.mp4")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8_000_000


async def test_nothing_is_told_about_us_and_the_address_is_sent_as_it_is(
    session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    seen: list[web.Request] = []

    async def look(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(body=b"clip")

    async with serving(look) as url:
        address = url.replace("http://", "http://user:password@")
        await fetched(session, f"{address}/a%2Fb+c.mp4?sig=x%2fy+z%3D&e=1", tmp_path / "clip.mp4")
    assert "Authorization" not in seen[0].headers
    assert seen[0].headers["Accept-Encoding"] == "identity"
    assert seen[0].headers["Host"] == url.removeprefix("http://")
    assert seen[0].raw_path == "/a%2Fb+c.mp4?sig=x%2fy+z%3D&e=1"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_an_address_that_no_longer_works_is_expired(
    session: aiohttp.ClientSession, tmp_path: Path, status: int
) -> None:
    assert isinstance(await failing(session, answering(b"<Error/>", status), tmp_path), ClipExpired)


@pytest.mark.parametrize("status", [204, 206, 304, 408, 429, 500, 503])
async def test_an_error_of_the_moment_is_unreachable(
    session: aiohttp.ClientSession, tmp_path: Path, status: int
) -> None:
    assert isinstance(await failing(session, answering(b"", status), tmp_path), ClipUnreachable)


async def test_a_body_that_ends_early_is_not_a_clip(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    error = await failing(session, partial(cut_off, body=b"x" * 100_000, announced=100_001), tmp_path)
    assert isinstance(error, ClipUnreachable)


async def test_a_reset_is_unreachable(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        reset(request)
        return web.Response()

    assert isinstance(await failing(session, cut, tmp_path), ClipUnreachable)


async def test_a_packed_body_is_not_taken(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    handler = answering(b"", headers={"Content-Encoding": "gzip"})
    assert isinstance(await failing(session, handler, tmp_path), ClipUnreachable)


async def test_an_announced_size_over_the_limit_is_refused(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    assert isinstance(await failing(session, answering(b"x" * 1001), tmp_path, limit=1000), ClipTooLarge)


async def test_an_endless_body_is_cut_at_the_limit(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    assert isinstance(await failing(session, endless, tmp_path, limit=5_000_000), ClipTooLarge)


async def test_a_body_of_exactly_the_limit_is_taken(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(answering(b"x" * 1000)) as url:
        assert size_of(await fetched(session, url, tmp_path / "clip.mp4", limit=1000)) == 1000


async def test_a_body_that_drips_is_given_up(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.01)

    async with serving(drip) as url:
        with pytest.raises(ClipUnreachable):
            await fetched(session, url, tmp_path / "clip.mp4", least_bytes_per_second=10_000_000)
    assert is_empty(tmp_path)


async def test_a_host_that_falls_silent_is_given_up(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(partial(silent_after, body=b"x" * 100)) as url:
        with pytest.raises(ClipUnreachable):
            await fetched(session, url, tmp_path / "clip.mp4", total_seconds=0.2)
    assert is_empty(tmp_path)


async def test_nobody_at_the_address_is_unreachable(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(endless) as url:
        pass
    with pytest.raises(ClipUnreachable):
        await fetched(session, url, tmp_path / "clip.mp4")


async def test_a_disk_that_does_not_take_the_clip_is_told_apart(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(answering(b"clip")) as url:
        with pytest.raises(ClipUnsaved):
            await fetched(session, url, tmp_path / "missing" / "clip.mp4")


async def test_cancelling_leaves_nothing_behind(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    arrived = asyncio.Event()

    async def stall(request: web.Request) -> web.StreamResponse:
        arrived.set()
        return await silent_after(request, b"x" * 2_000_000)

    async with serving(stall) as url:
        task = asyncio.create_task(fetched(session, url, tmp_path / "clip.mp4"))
        async with asyncio.timeout(SOON):
            await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert is_empty(tmp_path)


async def test_an_older_file_stays_until_the_new_one_is_whole(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    target.write_bytes(b"old")
    async with serving(partial(cut_off, body=b"new", announced=1000)) as url:
        with pytest.raises(ClipUnreachable):
            await fetched(session, url, target)
    assert target.read_bytes() == b"old"
