"""What a media host sent, before it is a clip."""

from dataclasses import dataclass, field
from io import BufferedReader, BytesIO
from pathlib import Path

SMALL = 2_000_000
"""Bytes. What is not larger stays in memory: most clips are, and are written once, in order."""


@dataclass(frozen=True, slots=True)
class Delivery:
    path: Path
    """Where it is on disk, or would be."""
    content: bytes | None = field(default=None, repr=False)

    def open(self) -> BufferedReader | BytesIO:
        """Raises OSError."""
        return self.path.open("rb") if self.content is None else BytesIO(self.content)

    def put_on_disk(self) -> Path:
        """For a program that reads files. Blocks. Raises OSError."""
        if self.content is not None:
            self.path.write_bytes(self.content)
        return self.path
