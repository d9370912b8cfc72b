"""What was made of a file, and is kept so that it is made once: it stands beside its source, is named after it, and
goes with it."""

from glob import escape
from pathlib import Path

from domain.errors import ClipBroken
from services.parts import put_in_place


def beside(source: Path, what: str) -> Path:
    return source.with_name(f"{source.stem}.{what}")


def put_beside(part: Path, target: Path, source: Path) -> None:
    """Raises ClipBroken if the source was removed meanwhile: nobody would ever remove what was made of it. Blocks."""
    put_in_place(part, target)
    if not source.exists():
        target.unlink(missing_ok=True)
        raise ClipBroken("the file is gone")


def remove_with_made(source: Path) -> None:
    """The source last: a crash in between only repeats the removal. Blocks."""
    for made in source.parent.glob(f"{escape(source.stem)}.*"):
        if made != source:
            made.unlink(missing_ok=True)
    source.unlink(missing_ok=True)
