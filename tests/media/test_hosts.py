"""Where a clip may be fetched from: redirects, certificates, public and private hosts."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

import services.fetch
from domain.errors import ClipUnreachable
from services.fetch import is_public

from .fetching import failing, fetched, size_of
from .servers import Handler, answering, serving, trusting_context


@pytest.fixture
async def trusting() -> AsyncIterator[aiohttp.ClientSession]:
    """A session that knows the test certificate."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusting_context())) as session:
        yield session


def hopping(hops: int, scheme: str = "") -> Handler:
    """Redirects from /0 to /1 and so on, then gives the clip."""

    async def hop(request: web.Request) -> web.Response:
        place = int(request.path.strip("/"))
        if place == hops:
            return web.Response(body=b"clip")
        return web.Response(status=302, headers={"Location": f"{scheme}/{place + 1}"})

    return hop


async def test_three_redirects_are_followed(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(hopping(3)) as url:
        assert size_of(await fetched(session, f"{url}/0", tmp_path / "clip.mp4")) == 4


async def test_a_fourth_redirect_is_not_followed(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(hopping(4)) as url:
        with pytest.raises(ClipUnreachable):
            await fetched(session, f"{url}/0", tmp_path / "clip.mp4")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/clip.mp4", "http://", "http://[", None])
async def test_a_redirect_to_nowhere_is_not_followed(
    session: aiohttp.ClientSession, tmp_path: Path, location: str | None
) -> None:
    headers = {"Location": location} if location else {}
    assert isinstance(await failing(session, answering(b"", 302, headers), tmp_path), ClipUnreachable)


async def test_over_https_the_name_must_be_in_the_certificate(trusting: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with serving(answering(b"clip"), tls=True) as url:
        assert size_of(await fetched(trusting, url, tmp_path / "clip.mp4")) == 4
        with pytest.raises(ClipUnreachable):
            await fetched(trusting, url.replace("localhost", "127.0.0.1"), tmp_path / "other.mp4")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]"],
)
async def test_a_private_host_is_not_even_asked(tmp_path: Path, host: str) -> None:
    asked: list[web.Request] = []

    async def secret(request: web.Request) -> web.Response:
        asked.append(request)
        return web.Response(body=b"secret")

    any_certificate = aiohttp.TCPConnector(ssl=False)
    async with serving(secret, tls=True) as url, aiohttp.ClientSession(connector=any_certificate) as careless:
        with pytest.raises(ClipUnreachable):
            await fetched(careless, url.replace("localhost", host), tmp_path / "clip.mp4", allow_private=False)
    assert asked == []


async def test_a_public_host_may_not_send_us_to_a_private_one(
    trusting: aiohttp.ClientSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[web.Request] = []

    async def secret(request: web.Request) -> web.Response:
        asked.append(request)
        return web.Response(body=b"secret")

    monkeypatch.setattr(services.fetch, "is_public", lambda address: address == "127.0.0.1")
    async with serving(secret, host="127.0.0.2") as inner:
        for location in (inner, inner.replace("http", "https")):
            async with serving(answering(b"", 302, {"Location": location}), tls=True) as url:
                with pytest.raises(ClipUnreachable):
                    await fetched(trusting, url, tmp_path / "clip.mp4", allow_private=False)
    assert asked == []


async def test_a_public_host_is_spoken_to_over_https_alone(
    trusting: aiohttp.ClientSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.fetch, "is_public", lambda address: True)
    async with serving(answering(b"clip"), tls=True) as url:
        assert size_of(await fetched(trusting, url, tmp_path / "clip.mp4", allow_private=False)) == 4
    async with serving(answering(b"clip")) as url:
        with pytest.raises(ClipUnreachable):
            await fetched(trusting, url, tmp_path / "other.mp4", allow_private=False)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *("fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:7f00:1", "64:ff9b:1::8.8.8.8"),
        *("::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::192.168.1.1", "2001:0:1:2:3:4:80ff:fffe"),
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)
