"""A part: a file that is not whole yet, beside the place where it will stand. Its name begins with a dot and ends in
`.part`; only a process that was killed leaves one behind."""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from domain.errors import ClipUnsaved

T = TypeVar("T")


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """The path to write to. On leaving nothing is there any more: it was put in place, or it is removed."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def put_in_place(part: Path, target: Path) -> None:
    """Puts the part on the disk for good, then gives it its name in one step: whoever finds the name finds the whole
    file. Blocks, so it runs in a thread."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    _sync_folder(target.parent)


async def in_thread(work: Callable[..., T], *arguments: Any) -> T:
    """Work on files, off the event loop. Raises ClipUnsaved where the disk does not do its part."""
    try:
        return await asyncio.to_thread(work, *arguments)
    except OSError as error:
        raise ClipUnsaved(error.strerror) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
