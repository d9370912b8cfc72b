"""Attachments and their signed addresses."""

import hashlib
import hmac
import mimetypes
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.discord.media import measure

UNWANTED = re.compile(r"[^A-Za-z0-9_.-]+")
ADDRESS = re.compile(r"/(?:ephemeral-)?attachments/\d+/(\d+)/[A-Za-z0-9_.-]+$")


@dataclass(eq=False)
class Attachment:
    """One file of a message or of a command's option. `declared` overrides what the JSON says of it."""

    id: int
    channel_id: int
    filename: str
    size: int
    content_type: str | None
    path: Path = field(repr=False)
    width: int | None = None
    height: int | None = None
    title: str | None = None
    description: str | None = None
    is_ephemeral: bool = False
    is_spoiler: bool = False
    declared: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def address(self) -> str:
        """The path at the CDN, which says nothing without its signature."""
        folder = "ephemeral-attachments" if self.is_ephemeral else "attachments"
        return f"/{folder}/{self.channel_id}/{self.id}/{self.filename}"

    def json(self, signer: "Signer") -> dict[str, Any]:
        attachment: dict[str, Any] = {
            "id": str(self.id),
            "filename": self.filename,
            "size": self.size,
            "url": signer.sign(self.address),
            "proxy_url": signer.sign("/media" + self.address),
        }
        optional = {
            "content_type": self.content_type,
            "width": self.width,
            "height": self.height,
            "title": self.title,
            "description": self.description,
        }
        attachment |= {name: value for name, value in optional.items() if value is not None}
        if self.is_ephemeral:
            attachment["ephemeral"] = True
        return attachment | self.declared


class Signer:
    """Signs the addresses of the CDN; `seconds` is how long a signature holds by the sandbox's clock."""

    def __init__(self, clock: Clock, seconds: float = 86_400) -> None:
        self.seconds = seconds
        self.base_url = ""
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def sign(self, address: str) -> str:
        issued = int(self._clock.time())
        expires = issued + int(self.seconds)
        mark = self._mark(address, f"{expires:x}", f"{issued:x}")
        return f"{self.base_url}{address}?ex={expires:x}&is={issued:x}&hm={mark}&"

    def is_valid(self, address: str, expires: str, issued: str, mark: str) -> bool:
        if not hmac.compare_digest(self._mark(address, expires, issued).encode(), mark.encode()):
            return False
        return int(expires, 16) > self._clock.time()

    def freshen(self, url: str) -> str:
        """The same address of this CDN with a new signature; any other URL as it is."""
        address = self.address_of(url)
        return self.sign(address) if address else url

    def address_of(self, url: str) -> str | None:
        if not self.base_url or not url.startswith(self.base_url + "/"):
            return None
        address = url[len(self.base_url) :].partition("?")[0]
        return address if ADDRESS.search(address) else None

    def _mark(self, address: str, expires: str, issued: str) -> str:
        text = f"{address}|{expires}|{issued}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


def attachment_id(address: str) -> int | None:
    found = ADDRESS.search(address)
    return int(found[1]) if found else None


def clean_name(name: str) -> str:
    """A file name as Discord keeps it: ASCII letters, digits, `_`, `.` and `-`."""
    base = Path(name.replace("\\", "/")).name.replace(" ", "_")
    cleaned = UNWANTED.sub("", base).lstrip(".")
    stem, dot, ending = cleaned.rpartition(".")
    return f"unknown.{ending or cleaned}" if dot and not stem else cleaned[:260] or "unknown"


def guess_type(name: str) -> str | None:
    return mimetypes.guess_type(name)[0]


def describe_file(path: Path, filename: str, content_type: str | None) -> tuple[str | None, int | None, int | None]:
    """Content type, width and height of a file."""
    kind = content_type or guess_type(filename)
    size = measure(path, kind) if kind else None
    return kind, *(size or (None, None))
