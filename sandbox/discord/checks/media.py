"""References to media in embeds and components: `attachment://name`, or an address somewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.discord.attachments import Attachment, Signer, attachment_id
from sandbox.discord.form import Form, Path

SCHEMES = ("http", "https", "attachment")
PREFIX = "attachment://"


@dataclass(frozen=True)
class Media:
    """What a message may refer to: its own files by name, and every file of the CDN by its address."""

    names: Mapping[str, Attachment]
    known: Mapping[int, Attachment]
    signer: Signer

    def item(self, form: Form, path: Path, url: Any, *, own_only: bool = False) -> dict[str, Any]:
        """The item as Discord gives it back, with the address, sizes and type that it found."""
        address = form.url(path, url, (PREFIX[:-3],) if own_only else SCHEMES)
        if address.startswith(PREFIX):
            file = self.names.get(address.removeprefix(PREFIX))
            if file is None:
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                form.wrong(path, code, f"Referenced attachment not found: {address}")
                return {}
            return self._described(file) | {"attachment_id": str(file.id)}
        found = self._known(address)
        if found is not None:
            return self._described(found)
        return {"url": address, "proxy_url": address}

    def by_id(self, number: str | None) -> Attachment | None:
        return next((file for file in self.names.values() if str(file.id) == number), None)

    def _known(self, url: str) -> Attachment | None:
        address = self.signer.address_of(url)
        number = attachment_id(address) if address else None
        return self.known.get(number) if number is not None else None

    def _described(self, file: Attachment) -> dict[str, Any]:
        return {
            "url": self.signer.base_url + file.address,
            "proxy_url": f"{self.signer.base_url}/media{file.address}",
            "width": file.width,
            "height": file.height,
            "content_type": file.content_type,
        }
