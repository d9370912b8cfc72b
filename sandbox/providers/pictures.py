"""The first frame as a service reads it: fetched or decoded, then checked by its bytes."""

import asyncio
import base64
import binascii
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from PIL import Image, UnidentifiedImageError

from sandbox.providers.models import Field, Model

FETCH_SECONDS = 10
SHORT_SIDE = 300
MOST_PIXELS = 80_000_000
CHUNK = 64 * 1024
LARGE_TEXT = 512 * 1024
DATA_URI = re.compile(r"data:image/[\w.+-]+;\s?base64,")


class PictureError(Exception):
    """`what` is one of unreachable, too-many-bytes, no-picture, wrong-format, too-small, wrong-ratio, too-large."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Picture:
    content: bytes
    format: str
    width: int
    height: int


def decode_data_uri(text: str, most_bytes: int) -> bytes:
    """Both forms are read: as standards write it, and with a space after the semicolon, as WaveSpeed's page does."""
    start = DATA_URI.match(text)
    if start is None:
        raise PictureError("no-picture")
    if (len(text) - start.end()) * 3 // 4 - 2 > most_bytes:
        raise PictureError("too-many-bytes")
    try:
        return base64.b64decode(text[start.end() :], validate=True)
    except binascii.Error as error:
        raise PictureError("no-picture") from error


async def fetch_picture(client: aiohttp.ClientSession, url: str, most_bytes: int) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise PictureError("unreachable")
    limit = aiohttp.ClientTimeout(total=FETCH_SECONDS)
    content = bytearray()
    try:
        async with client.get(url, timeout=limit) as response:
            if response.status != 200:
                raise PictureError("unreachable")
            async for chunk in response.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) > most_bytes:
                    raise PictureError("too-many-bytes")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise PictureError("unreachable") from error
    return bytes(content)


async def read_image(client: aiohttp.ClientSession, rule: Field, text: str) -> Picture:
    """The image behind one field of a body, as a URL or, where the model takes it, as a data URI."""
    most_bytes = rule.megabytes * 1024 * 1024
    if not text.startswith("data:"):
        return check_picture(await fetch_picture(client, text, most_bytes))
    if not rule.data:
        raise PictureError("unreachable")
    if len(text) < LARGE_TEXT:
        return check_picture(decode_data_uri(text, most_bytes))
    return check_picture(await asyncio.to_thread(decode_data_uri, text, most_bytes))


async def read_first_frame(client: aiohttp.ClientSession, model: Model, body: Mapping[str, Any]) -> Picture | None:
    """Reads every image of the body, so that a bad last frame is found too."""
    pictures = [await read_image(client, rule, text) for rule, text in model.images(body)]
    return pictures[0] if pictures else None


def check_picture(content: bytes) -> Picture:
    """Only the head is read, so that this costs nothing: format by its bytes, then the measures."""
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            opened = Image.open(io.BytesIO(content))
    except Image.DecompressionBombError as error:
        raise PictureError("too-large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureError("no-picture") from error
    if opened.format not in ("JPEG", "PNG", "MPO"):
        raise PictureError("wrong-format")
    check_measures(*opened.size)
    return Picture(content, opened.format, *opened.size)


def check_measures(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureError("too-large")
    if min(width, height) <= SHORT_SIDE:
        raise PictureError("too-small")
    if not 2 * height < 5 * width or not 2 * width < 5 * height:
        raise PictureError("wrong-ratio")
