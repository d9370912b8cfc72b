"""Permissions: their bits, and what a role and a channel make of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BITS: Mapping[str, int] = {
    "KICK_MEMBERS": 1 << 1,
    "BAN_MEMBERS": 1 << 2,
    "ADMINISTRATOR": 1 << 3,
    "MANAGE_CHANNELS": 1 << 4,
    "MANAGE_GUILD": 1 << 5,
    "ADD_REACTIONS": 1 << 6,
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "SEND_TTS_MESSAGES": 1 << 12,
    "MANAGE_MESSAGES": 1 << 13,
    "EMBED_LINKS": 1 << 14,
    "ATTACH_FILES": 1 << 15,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "MENTION_EVERYONE": 1 << 17,
    "CONNECT": 1 << 20,
    "USE_EXTERNAL_EMOJIS": 1 << 18,
    "MANAGE_ROLES": 1 << 28,
    "MANAGE_WEBHOOKS": 1 << 29,
    "USE_APPLICATION_COMMANDS": 1 << 31,
    "MANAGE_THREADS": 1 << 34,
    "CREATE_PUBLIC_THREADS": 1 << 35,
    "CREATE_PRIVATE_THREADS": 1 << 36,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
    "MODERATE_MEMBERS": 1 << 40,
    "USE_EXTERNAL_APPS": 1 << 50,
}
ALL = sum(BITS.values())
MODERATION = (
    "KICK_MEMBERS",
    "BAN_MEMBERS",
    "ADMINISTRATOR",
    "MANAGE_CHANNELS",
    "MANAGE_GUILD",
    "MANAGE_MESSAGES",
    "MENTION_EVERYONE",
    "MANAGE_ROLES",
    "MANAGE_WEBHOOKS",
    "MANAGE_THREADS",
    "MODERATE_MEMBERS",
)
EVERYONE = ALL & ~sum(BITS[name] for name in MODERATION)
"""What an ordinary member of the sandbox's guild may do."""
BOT = EVERYONE
IN_DIRECT_MESSAGES = BITS["ATTACH_FILES"] | BITS["EMBED_LINKS"] | BITS["MENTION_EVERYONE"]
"""`app_permissions` of an interaction outside guilds, as Discord documents it."""
WITHOUT_BOT = BITS["ATTACH_FILES"] | BITS["EMBED_LINKS"]
"""They hold these in any guild in which the bot is not, beside what everyone may do there."""
NEED_SEND_MESSAGES = BITS["SEND_TTS_MESSAGES"] | BITS["EMBED_LINKS"] | BITS["ATTACH_FILES"] | BITS["MENTION_EVERYONE"]


def bits(names: Iterable[str]) -> int:
    return sum(BITS[name] for name in set(names))


@dataclass
class Overwrite:
    """What one channel allows or denies to a role (kind 0) or a member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0

    def json(self) -> dict[str, object]:
        return {"id": str(self.id), "type": self.kind, "allow": str(self.allow), "deny": str(self.deny)}


def in_guild(everyone: int, roles: Iterable[int]) -> int:
    granted = everyone
    for role in roles:
        granted |= role
    return ALL if granted & BITS["ADMINISTRATOR"] else granted


def in_channel(
    base: int,
    overwrites: Mapping[int, Overwrite],
    guild_id: int,
    roles: Iterable[int] = (),
    user_id: int = 0,
    sending: str = "SEND_MESSAGES",
) -> int:
    """Discord's order: everyone's overwrite, then those of the roles together, then the member's own. Without the
    right of `sending` some others fall away, too."""
    if base & BITS["ADMINISTRATOR"]:
        return ALL
    granted = _overwritten(base, [overwrites[guild_id]] if guild_id in overwrites else [])
    granted = _overwritten(granted, [overwrites[role] for role in roles if role in overwrites])
    granted = _overwritten(granted, [overwrites[user_id]] if user_id in overwrites else [])
    if not granted & BITS["VIEW_CHANNEL"]:
        return 0
    return granted if granted & BITS[sending] else granted & ~NEED_SEND_MESSAGES


def _overwritten(granted: int, overwrites: list[Overwrite]) -> int:
    for overwrite in overwrites:
        granted &= ~overwrite.deny
    for overwrite in overwrites:
        granted |= overwrite.allow
    return granted
