"""Fetching a clip: from an address a provider gave, over a network nobody can vouch for, to a file."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import aiohttp
from yarl import URL

from domain.errors import ClipExpired, ClipTooLarge, ClipUnreachable, ClipUnsaved
from services.delivery import Delivery
from services.parts import part_of

CHUNK = 64 * 1024
BATCH = 1024 * 1024
"""Bytes written at once: one switch to a thread for each."""
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OURS_TO_REPEAT = frozenset({408, 425, 429})
"""Statuses below 500 that speak of this moment, not of the address."""
TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=30)
HEADERS = {"Accept-Encoding": "identity"}
"""A body that is unpacked on the way could be of any size and would not match its Content-Length."""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where a network without IPv4 shows all of IPv4, its private parts too."""
TRANSLATED = (ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("::ffff:0:0:0/96"))
"""IPv4 as a network's own translators show it: nothing public is only there."""


async def fetch(
    session: aiohttp.ClientSession,
    url: str,
    target: Path,
    *,
    limit: int,
    allow_private: bool,
    total_seconds: float,
    least_bytes_per_second: float,
    in_memory: int = 0,
) -> Delivery:
    """Streams the clip to `target`, which appears only when it is whole. One that says that it is of `in_memory` bytes
    at most is not written anywhere.

    Every host on the way must be public and spoken to over https, unless `allow_private`. `session` must not add an
    Authorization header by itself: signed addresses are refused with one, and the key is none of the media host's
    business. Raises ClipExpired, ClipTooLarge, ClipUnreachable or ClipUnsaved.
    """
    try:
        async with asyncio.timeout(total_seconds), _opened(session, url, allow_private) as response:
            announced = response.content_length
            if announced and announced <= min(in_memory, limit):
                return Delivery(target, await _read(response, max(announced, BATCH) / least_bytes_per_second))
            with part_of(target) as part:
                await pour(response, part, limit=limit, least_bytes_per_second=least_bytes_per_second)
                part.replace(target)  # not put on the disk for good: what a loss of power takes is fetched again
            return Delivery(target)
    except (TimeoutError, aiohttp.ClientError, ConnectionError, socket.gaierror, ValueError) as error:
        # `from None`: aiohttp's errors quote the address, which is signed, and a traceback would print them.
        raise ClipUnreachable(type(error).__name__) from None
    except OSError as error:
        raise ClipUnsaved(error.strerror) from error


async def _read(response: aiohttp.ClientResponse, seconds: float) -> bytes:
    """All of it; aiohttp sees to it that it is as long as it was said to be, and no longer."""
    async with asyncio.timeout(seconds):
        return await response.read()


async def pour(response: aiohttp.ClientResponse, part: Path, *, limit: int, least_bytes_per_second: float) -> int:
    """Streams a body into a part; memory does not grow with it. Raises ClipTooLarge, TimeoutError if a batch takes too
    long, OSError, and aiohttp's errors: one of them is for a body that is shorter than it was announced."""
    announced = response.content_length
    if announced is not None and announced > limit:
        raise ClipTooLarge
    with part.open("wb") as file:
        return await _pour(response.content, file, limit, BATCH / least_bytes_per_second)


async def _pour(content: aiohttp.StreamReader, file: BinaryIO, limit: int, batch_seconds: float) -> int:
    size = 0
    while batch := await _batch(content, batch_seconds):
        size += sum(map(len, batch))
        if size > limit:
            raise ClipTooLarge
        await asyncio.to_thread(file.writelines, batch)
    return size


async def _batch(content: aiohttp.StreamReader, seconds: float) -> list[bytes]:
    """The next BATCH bytes, fewer only at the end. The time limit of each keeps up the least speed of all."""
    chunks: list[bytes] = []
    missing = BATCH
    async with asyncio.timeout(seconds):
        while missing and (chunk := await content.read(min(CHUNK, missing))):
            chunks.append(chunk)
            missing -= len(chunk)
    return chunks


@asynccontextmanager
async def _opened(
    session: aiohttp.ClientSession, address: str, allow_private: bool
) -> AsyncIterator[aiohttp.ClientResponse]:
    """The answer 200, after the redirects; each hop is checked like the first."""
    url = _url(address)
    for _ in range(MOST_REDIRECTS + 1):
        response = await _get(session, url, allow_private)
        async with response:
            if response.status not in REDIRECTS:
                _check_status(response)
                yield response
                return
            url = url.join(_url(response.headers.get("Location", "")))
    raise ClipUnreachable("redirects")


def _check_status(response: aiohttp.ClientResponse) -> None:
    status = response.status
    if 400 <= status < 500 and status not in OURS_TO_REPEAT:
        raise ClipExpired(f"HTTP {status}")
    if status != 200:
        raise ClipUnreachable(f"HTTP {status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ClipUnreachable("encoded")


async def _get(session: aiohttp.ClientSession, url: URL, allow_private: bool) -> aiohttp.ClientResponse:
    """Asks the first of the host's addresses that takes a connection. The address that was checked is the one that is
    connected to: asking the resolver a second time would let a hostile one answer differently. The host's name still
    stands in the request and must be in the certificate."""
    failure: ClipUnreachable | aiohttp.ClientError = ClipUnreachable("no address")
    for address in await _addresses(url, allow_private):
        try:
            return await session.get(
                url.with_user(None).with_host(address),
                headers={**HEADERS, "Host": _authority(url)},
                server_hostname=url.raw_host,
                allow_redirects=False,
                timeout=TIMEOUT,
            )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            failure = error
    raise failure


async def _addresses(url: URL, allow_private: bool) -> list[str]:
    """The numeric addresses of the host, whichever way it is written; all must be public, or none is used."""
    if url.scheme not in (("http", "https") if allow_private else ("https",)) or not url.raw_host:
        raise ClipUnreachable("address")
    found = await asyncio.get_running_loop().getaddrinfo(url.raw_host, url.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(is_public(address) for address in addresses):
        raise ClipUnreachable("private address")
    return addresses


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the open internet, also where IPv4 is wrapped in IPv6."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
        if ip.is_site_local or any(ip in network for network in TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast


def _url(text: str) -> URL:
    """As it stands, if it can be sent so: a signature may cover how a query is quoted."""
    return URL(text, encoded=text.isascii() and text.isprintable() and " " not in text)


def _authority(url: URL) -> str:
    host = f"[{url.raw_host}]" if ":" in (url.raw_host or "") else f"{url.raw_host}"
    return host if url.is_default_port() else f"{host}:{url.port}"
