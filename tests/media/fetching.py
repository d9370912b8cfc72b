"""Fetching as these tests do it: from this machine, with limits that fit a test."""

import traceback
from pathlib import Path

import aiohttp
import pytest

from domain.errors import ClipError
from services.delivery import Delivery
from services.fetch import fetch

from .servers import Handler, serving

SOON = 20.0
LIMIT = 50_000_000
SIGNATURE = "f00dfeed"


async def fetched(
    session: aiohttp.ClientSession,
    url: str,
    target: Path,
    *,
    limit: int = LIMIT,
    allow_private: bool = True,
    total_seconds: float = SOON,
    least_bytes_per_second: float = 1000.0,
    in_memory: int = 0,
) -> Delivery:
    return await fetch(
        session,
        url,
        target,
        limit=limit,
        allow_private=allow_private,
        total_seconds=total_seconds,
        least_bytes_per_second=least_bytes_per_second,
        in_memory=in_memory,
    )


def size_of(delivery: Delivery) -> int:
    """On disk."""
    assert delivery.content is None
    return delivery.path.stat().st_size


def is_empty(folder: Path) -> bool:
    return list(folder.iterdir()) == []


async def failing(
    session: aiohttp.ClientSession, handler: Handler, folder: Path, limit: int = LIMIT, in_memory: int = 0
) -> ClipError:
    async with serving(handler) as url:
        with pytest.raises(ClipError) as caught:
            await fetched(
                session,
                f"{url}/clip.mp4?X-Amz-Signature={SIGNATURE}",
                folder / "clip.mp4",
                limit=limit,
                in_memory=in_memory,
            )
    assert is_empty(folder)
    said = "".join(traceback.format_exception(caught.value))
    assert SIGNATURE not in said
    return caught.value
