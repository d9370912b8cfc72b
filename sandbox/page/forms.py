"""What the page sends: JSON, or a form of one JSON part and files that it names as {"file": part}."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.discord.client import Upload
from sandbox.page.guard import Refused

FILE_BYTES = 30 * 1024 * 1024
JSON_BYTES = 256 * 1024
MOST_FILES = 10
CHUNK = 256 * 1024
READ_SECONDS = 60.0

Payload = dict[str, Any]


async def read_json(request: web.Request) -> Payload:
    """A browser sends no JSON to another site without asking first, so the type is part of the guard."""
    if request.content_type != "application/json":
        raise Refused(415, "This takes application/json.")
    if (request.content_length or 0) > JSON_BYTES:
        raise Refused(413, "This is too large.")
    return parse(await request.content.read(JSON_BYTES))


def parse(text: bytes) -> Payload:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise Refused(400, "This is no JSON.") from error
    if not isinstance(value, dict):
        raise Refused(400, "This must be a JSON object.")
    return value


@asynccontextmanager
async def read_form(request: web.Request) -> AsyncIterator[Payload]:
    """The payload with an Upload in the place of each file; the files are there until the block ends."""
    if not request.content_type.startswith("multipart/"):
        raise Refused(415, "This takes multipart/form-data.")
    with tempfile.TemporaryDirectory(prefix="sandbox-page-") as folder:
        async with asyncio.timeout(READ_SECONDS):
            payload, uploads = await _read_parts(request, Path(folder))
        yield {name: put_files(value, uploads) for name, value in payload.items()}


async def _read_parts(request: web.Request, folder: Path) -> tuple[Payload, dict[str, Upload]]:
    payload: Payload = {}
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Refused(400, "A form inside a form is not read here.")
        if part.name == "payload":
            payload = parse(await _read_small(part))
            continue
        if len(uploads) == MOST_FILES:
            raise Refused(413, f"At most {MOST_FILES} files at once.")
        uploads[part.name or ""] = await _keep(part, folder / str(len(uploads)))
    return payload, uploads


async def _read_small(part: BodyPartReader) -> bytes:
    text = await part.read_chunk(JSON_BYTES)
    while not part.at_eof():
        text += await part.read_chunk(JSON_BYTES)
        if len(text) > JSON_BYTES:
            raise Refused(413, "This is too large.")
    return bytes(text)


async def _keep(part: BodyPartReader, path: Path) -> Upload:
    """Write the file away as it comes."""
    size = 0
    with path.open("wb") as file:
        while chunk := await part.read_chunk(CHUNK):
            size += len(chunk)
            if size > FILE_BYTES:
                raise Refused(413, f"A file may have at most {FILE_BYTES // 1024 // 1024} MB here.")
            file.write(chunk)
    kind = part.headers.get("Content-Type", "").partition(";")[0] or None
    return Upload(part.filename or "file", path, None if kind == "application/octet-stream" else kind)


def put_files(value: Any, uploads: dict[str, Upload]) -> Any:
    """The value with an Upload for each {"file": part}, one object deep."""
    if isinstance(value, dict):
        if set(value) == {"file"}:
            return find(uploads, value["file"])
        return {name: put_files(inner, uploads) for name, inner in value.items()}
    return value


def find(uploads: dict[str, Upload], name: Any) -> Upload:
    if name not in uploads:
        raise Refused(400, f"The file {name!r} did not come along.")
    return uploads[name]


def text(payload: Payload, name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str):
        raise Refused(400, f"{name} must be a text.")
    return value


def mapping(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    if not isinstance(value, dict):
        raise Refused(400, f"{name} must be an object.")
    return value
