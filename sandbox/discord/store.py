"""Where the bytes of attachments are: one file each, in a temporary folder."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class Intake:
    """A file being received; what is over the limit is counted and not kept."""

    def __init__(self, path: Path, limit: int) -> None:
        self.path = path
        self.size = 0
        self._limit = limit
        self._file: BinaryIO = path.open("wb")

    @property
    def is_too_large(self) -> bool:
        return self.size > self._limit

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if not self.is_too_large:
            self._file.write(chunk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if error is not None:
            self.path.unlink(missing_ok=True)


class Store:
    """The folder of one sandbox; it goes with `close`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sandbox-discord-"))
        self._count = 0

    def receive(self, limit: int) -> Intake:
        self._count += 1
        return Intake(self.folder / f"{self._count:08d}", limit)

    def put(self, content: bytes | Path) -> Path:
        """Keep a copy of these bytes or of this file."""
        self._count += 1
        path = self.folder / f"{self._count:08d}"
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)
        return path

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
