"""Requests to Discord that only the process may send that holds their job. discord.py repeats some by itself, after a
pause that may have been long: whether it still may is asked right before each is sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import aiohttp

_check: ContextVar[Callable[[], None] | None] = ContextVar("check", default=None)


@contextmanager
def only_while(check: Callable[[], None]) -> Iterator[None]:
    """`check` is asked before each request that is sent in here; what it raises ends the request."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


def guard() -> aiohttp.TraceConfig:
    """For the session that sends them."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_ask)
    return trace


async def _ask(*_: object) -> None:
    check = _check.get()
    if check is not None:
        check()
