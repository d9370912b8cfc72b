"""A part: a file that is not whole yet, beside the place where it will stand. Its name begins with a dot and ends in
`.part`; only a process that was killed leaves one behind."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """The path to write to. On leaving nothing is there any more: it was settled, or it is removed."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def settle(part: Path, target: Path) -> None:
    """Puts the part on the disk for good, then gives it its name in one step: whoever finds the name finds the whole
    file. Blocks, so it runs in a thread."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
