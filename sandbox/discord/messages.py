"""A message, and its JSON with addresses that are valid now."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.discord.attachments import Attachment, Signer, attachment_id
from sandbox.discord.people import User

DEFAULT, REPLY, CHAT_COMMAND, MENU_COMMAND = 0, 19, 20, 23
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, COMPONENTS_V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 15


@dataclass(eq=False, repr=False)
class Message:
    """`mentions` are those who were really pinged. `files` are all its attachments, `attachments` those that
    no embed and no component shows: Discord lists only these."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    signer: Signer
    created_at: datetime
    kind: int = DEFAULT
    content: str = ""
    files: list[Attachment] = field(default_factory=list)
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    reference: dict[str, Any] | None = None
    referenced: "Message | None" = None
    snapshots: list[dict[str, Any]] = field(default_factory=list)
    nonce: str | int | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    interaction: dict[str, Any] | None = None
    ephemeral_for: User | None = None
    edited_at: datetime | None = None
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<Message {self.id} by {self.author.name}>"

    @property
    def is_loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & COMPONENTS_V2)

    @property
    def is_empty(self) -> bool:
        return not (self.content or self.files or self.embeds or self.components or self.snapshots)

    @property
    def attachments(self) -> list[Attachment]:
        shown = shown_ids(self.signer, self.embeds, self.components)
        return [file for file in self.files if file.id not in shown]

    def is_visible_to(self, viewer: User | None) -> bool:
        return not self.deleted and (self.ephemeral_for is None or self.ephemeral_for is viewer)

    def json(self, viewer: User | None = None) -> dict[str, Any]:
        """Discord's message object; every address of an attachment is signed anew."""
        message = self._body_json() | {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "type": self.kind,
            "author": self.author.json(),
            "tts": False,
            "pinned": False,
            "mention_everyone": self.mention_everyone,
            "mention_roles": [str(role) for role in self.mention_roles],
            "reactions": [],
        }
        optional = {
            "nonce": self.nonce,
            "application_id": _text(self.application_id),
            "webhook_id": _text(self.webhook_id),
            "interaction_metadata": self.interaction,
            "message_reference": self.reference,
        }
        message |= {name: value for name, value in optional.items() if value is not None}
        if self.snapshots:
            message["message_snapshots"] = [
                {"message": _freshened(snapshot, self.signer)} for snapshot in self.snapshots
            ]
        if self.kind == REPLY:
            told = self.referenced if self.referenced and not self.referenced.deleted else None
            message["referenced_message"] = told.json(viewer) | {"referenced_message": None} if told else None
        return message

    def snapshot(self) -> dict[str, Any]:
        """What a forward of this message carries."""
        return self._body_json() | {"type": self.kind}

    def _body_json(self) -> dict[str, Any]:
        edited = self.edited_at.isoformat() if self.edited_at else None
        return {
            "content": self.content,
            "timestamp": self.created_at.isoformat(),
            "edited_timestamp": edited,
            "attachments": [file.json(self.signer) for file in self.attachments],
            "embeds": _freshened(self.embeds, self.signer),
            "components": _freshened(self.components, self.signer),
            "mentions": [user.json() for user in self.mentions],
            "flags": self.flags,
        }


def shown_ids(signer: Signer, embeds: list[dict[str, Any]], components: list[dict[str, Any]]) -> set[int]:
    """The ids of the attachments that embeds and components refer to."""
    addresses = (signer.address_of(url) for url in _urls([embeds, components]))
    return {found for address in addresses if address and (found := attachment_id(address))}


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _urls(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [item for name in ("url", "icon_url") if isinstance(item := value.get(name), str)]
        return own + [url for item in value.values() for url in _urls(item)]
    if isinstance(value, list):
        return [url for item in value for url in _urls(item)]
    return []


def _freshened(value: Any, signer: Signer, name: str = "") -> Any:
    """A copy in which every address of this CDN has a new signature."""
    if isinstance(value, dict):
        return {key: _freshened(item, signer, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_freshened(item, signer) for item in value]
    if name in ("url", "proxy_url", "icon_url", "proxy_icon_url") and isinstance(value, str):
        return signer.freshen(value)
    return value
