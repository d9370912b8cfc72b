"""Reading the body of a request: JSON, or a form whose files go straight to disk."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import BodyPartReader, web

from sandbox.discord.errors import invalid_form, invalid_json, too_large
from sandbox.discord.store import Store

CHUNK = 256 * 1024
MOST_JSON = 1 << 20
MOST_FILES = 20
"""Discord takes ten; more are read so that the form can be refused for it."""
FILE_NAME = re.compile(r"files?(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Received:
    """One file of a form, in the store."""

    filename: str
    size: int
    path: Path = field(repr=False)


@dataclass
class Body:
    """What a request carried. Its files are removed when it is refused, and those that nobody has taken."""

    payload: dict[str, Any]
    uploads: dict[str, Received] = field(default_factory=dict)
    is_too_large: bool = False
    _taken: list[Received] = field(default_factory=list)

    def take(self, key: str) -> Received:
        upload = self.uploads.pop(key)
        self._taken.append(upload)
        return upload

    def discard(self) -> None:
        self._remove([*self.uploads.values(), *self._taken])

    def __enter__(self) -> Self:
        if self.is_too_large:
            self.discard()
            raise too_large()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._remove(self.uploads.values() if error is None else [*self.uploads.values(), *self._taken])

    def _remove(self, uploads: Iterable[Received]) -> None:
        for upload in uploads:
            upload.path.unlink(missing_ok=True)


async def read_json(request: web.Request) -> Any:
    if not request.body_exists:
        return {}
    try:
        return parse_json(await request.read())
    except web.HTTPRequestEntityTooLarge as error:
        raise too_large() from error


def parse_json(text: bytes | str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise invalid_json() from error


async def read_object(request: web.Request) -> dict[str, Any]:
    return as_object(await read_json(request))


def as_object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    error = {"code": "MODEL_TYPE_CONVERT", "message": "Only dictionaries may be used in a ModelType"}
    raise invalid_form({"_errors": [error]})


async def read_body(request: web.Request, store: Store, limit: int) -> Body:
    """The whole body, with no more than a chunk of it in memory; `limit` is for each file, in bytes."""
    if request.content_type != "multipart/form-data":
        return Body(await read_object(request))
    body = Body({})
    try:
        await _read_form(request, store, limit, body)
    except ValueError as error:
        body.discard()
        raise invalid_form() from error
    except BaseException:
        body.discard()
        raise
    return body


async def _read_form(request: web.Request, store: Store, limit: int, body: Body) -> None:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        name = part.name or ""
        found = FILE_NAME.fullmatch(name)
        if name == "payload_json":
            body.payload = as_object(parse_json(await _read_text(part)))
        elif found and len(body.uploads) < MOST_FILES:
            upload = await _receive(part, store, limit)
            body.uploads[found[1] or "0"] = upload
            body.is_too_large = body.is_too_large or upload.size > limit
        else:
            await part.release()


async def _read_text(part: BodyPartReader) -> bytes:
    text = bytearray()
    while chunk := await part.read_chunk(CHUNK):
        text += chunk
        if len(text) > MOST_JSON:
            raise too_large()
    return bytes(text)


async def _receive(part: BodyPartReader, store: Store, limit: int) -> Received:
    with store.receive(limit) as intake:
        while chunk := await part.read_chunk(CHUNK):
            intake.write(chunk)
    return Received(part.filename or "unknown", intake.size, intake.path)
