"""The HTTP that both providers share: one request, sent once, and an answer of limited size."""

import io
import json
import logging
import math
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from domain.errors import Down, NotSent
from domain.looks import Look, Refused
from services.hosts import is_local

log = logging.getLogger(__name__)

ANSWER_BYTES = 1_000_000
REASON_LENGTH = 200
LONGEST_WAIT = 3600.0
"""A longer `Retry-After` counts as this: a service that closed for the day is asked again before that."""

NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""No address, no connection, no TLS: errors from before the first byte of a request. Nothing else is sure."""
MOST_CONNECTIONS = 100
HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": "Firstframe",
}
SECRETS = (
    (re.compile(r"data:[^\s,]{0,100},[^\s\"']*"), "[data]"),
    (re.compile(r"\b[a-z][a-z0-9+.-]{0,20}://[^\s\"'<>]+", re.IGNORECASE), "[address]"),
    (re.compile(r"\b(bearer)\s+[^\s\"',;]+", re.IGNORECASE), r"\1 [key]"),
)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to have a connection, and until the last byte of the answer."""

    connect: float = 10.0
    submit: float = 60.0
    look: float = 30.0


TIMEOUTS = Timeouts()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any = field(repr=False)
    """The JSON value; None where the answer was no JSON, broke off, or was too large."""
    text: str = field(repr=False)
    """The beginning of an answer that is no JSON, else empty. Not yet fit for a log."""
    retry_after: float | None = None
    """Seconds."""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def fields(self) -> Mapping[str, Any]:
        """The body where it is an object, else an empty one."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True)
class Sessions:
    """What requests are made with."""

    single: aiohttp.ClientSession
    """For submits: a connection of its own for each. A kept one may be closed by the other side at the moment a paid
    request goes out on it, and nobody could tell whether that request arrived."""
    kept: aiohttp.ClientSession
    """For looks, which may be repeated: they share connections."""


@asynccontextmanager
async def open_sessions() -> AsyncIterator[Sessions]:
    """They remember no cookies."""
    single = aiohttp.TCPConnector(limit=MOST_CONNECTIONS, force_close=True)
    kept = aiohttp.TCPConnector(limit=MOST_CONNECTIONS)
    async with (
        aiohttp.ClientSession(connector=single, cookie_jar=aiohttp.DummyCookieJar()) as for_submits,
        aiohttp.ClientSession(connector=kept, cookie_jar=aiohttp.DummyCookieJar()) as for_looks,
    ):
        yield Sessions(for_submits, for_looks)


class Api:
    """One provider's address and key. The key is sent there and nowhere else: no redirect is followed."""

    def __init__(self, sessions: Sessions, provider: str, key: str, base_url: str, timeouts: Timeouts) -> None:
        self.provider = provider
        self._sessions = sessions
        self._key = key
        self._root = base_url.rstrip("/")
        self._timeouts = timeouts

    def __repr__(self) -> str:
        return f"Api({self.provider!r})"

    @property
    def is_local(self) -> bool:
        return is_local(self._root)

    async def submit(self, path: str, body: Mapping[str, Any]) -> Answer:
        """One POST: aiohttp repeats only requests that have no consequences. Raises NotSent or Down."""
        with closing(write_json(body)) as data:  # it may hold a picture: its memory waits for no collection
            return await self._send(self._sessions.single, "POST", path, self._timeouts.submit, data=data)

    async def look(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Raises as `submit` does."""
        return await self._send(self._sessions.kept, "GET", path, self._timeouts.look, params=params)

    async def page(self, path: str, body: Mapping[str, Any], most_bytes: int) -> Answer:
        """One page of a list: a POST that costs nothing. Raises as `submit` does."""
        with closing(write_json(body)) as data:
            return await self._send(self._sessions.kept, "POST", path, self._timeouts.look, most_bytes, data=data)

    async def _send(
        self,
        session: aiohttp.ClientSession,
        method: str,
        path: str,
        seconds: float,
        most_bytes: int = ANSWER_BYTES,
        **content: Any,
    ) -> Answer:
        connect = self._timeouts.connect
        timeout = aiohttp.ClientTimeout(total=seconds, connect=connect, sock_connect=connect)
        headers = {**HEADERS, "Authorization": f"Bearer {self._key}"}
        try:
            async with session.request(
                method,
                self._root + path,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                raise_for_status=False,
                **content,
            ) as response:
                log.debug("%s answered HTTP %s", self.provider, response.status)
                return parse_answer(response, await read_body(response, most_bytes))
        # From None: aiohttp's errors may carry the request's headers, and so the key.
        except NEVER_LEFT as error:
            raise NotSent(self.provider, reason=self.scrub(f"{type(error).__name__}: {error}")) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Down(self.provider, reason=type(error).__name__) from None

    def scrub(self, text: str) -> str:
        """One short line that holds no key and no address."""
        text = text.replace(self._key, "[key]") if self._key else text
        for pattern, instead in SECRETS:
            text = pattern.sub(instead, text)
        line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * REASON_LENGTH]).split())
        return line if len(line) <= REASON_LENGTH else line[: REASON_LENGTH - 1] + "…"

    def scrub_look(self, look: Look) -> Look:
        return replace(look, reason=self.scrub(look.reason)) if isinstance(look, Refused) else look


def write_json(body: Mapping[str, Any]) -> io.BytesIO:
    """As a file, because aiohttp wants large bodies so; a body with a picture is one."""
    return io.BytesIO(json.dumps(body, allow_nan=False).encode())


async def read_body(response: aiohttp.ClientResponse, most_bytes: int) -> bytes | None:
    """None where the body breaks off, does not end in time, or is larger than `most_bytes`.

    The status is known by then and may say enough, so a lost body is no error here.
    """
    body = bytearray()
    try:
        async for chunk in response.content.iter_chunked(64 * 1024):
            body += chunk
            if len(body) > most_bytes:
                response.close()
                return None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return None
    return bytes(body)


def parse_answer(response: aiohttp.ClientResponse, body: bytes | None) -> Answer:
    """The content type is not asked: gateways send JSON as text, and pages as JSON."""
    value, text = None, ""
    if body:
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            text = body[:2000].decode(errors="replace")
    headers = response.headers
    wait = read_retry_after(headers.get("Retry-After"), headers.get("Date"))
    return Answer(response.status, value, text, wait)


def read_retry_after(value: str | None, date: str | None) -> float | None:
    """Seconds from a number, or from an HTTP date, measured by the `Date` of the same answer."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_between(date, value)
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def _seconds_between(date: str | None, later: str) -> float:
    try:
        return (parsedate_to_datetime(later) - parsedate_to_datetime(date or "")).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return math.nan
