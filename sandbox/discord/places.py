"""Guilds and channels, and who may do what in them."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord import permissions
from sandbox.discord.messages import Message
from sandbox.discord.people import Membership, Role, User
from sandbox.discord.permissions import BITS, Overwrite

TEXT, DIRECT, VOICE, GROUP, THREAD = 0, 1, 2, 3, 11


@dataclass(eq=False, repr=False)
class Guild:
    id: int
    name: str
    owner: User
    premium_tier: int = 0
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    channels: dict[int, "Channel"] = field(default_factory=dict)
    bot: User | None = None
    """The bot, where it is a member."""
    has_commands: bool = False
    """Whether the app was added without its bot. Where neither is there, only users have installed it."""

    def __repr__(self) -> str:
        return f"<Guild {self.name}>"

    @property
    def has_bot(self) -> bool:
        return self.bot is not None and self.bot.id in self.members

    @property
    def has_app(self) -> bool:
        return self.has_bot or self.has_commands

    def permissions_of(self, user: User) -> int:
        membership = self.members.get(user.id)
        if membership is None:
            return 0
        if user is self.owner:
            return permissions.ALL
        everyone = self.roles[self.id].permissions
        return permissions.in_guild(everyone, [self.roles[role].permissions for role in membership.roles])

    def partial_json(self) -> dict[str, Any]:
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def json(self) -> dict[str, Any]:
        """The payload of GUILD_CREATE, with the bot as its only listed member."""
        bot = self.members[self.bot.id].json() if self.bot and self.has_bot else None
        threads = [channel.json() for channel in self.channels.values() if channel.is_thread]
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "owner_id": str(self.owner.id),
            "unavailable": False,
            "large": False,
            "member_count": len(self.members),
            "premium_tier": self.premium_tier,
            "preferred_locale": self.locale,
            "features": [],
            "roles": [role.json() for role in self.roles.values()],
            "channels": [channel.json() for channel in self.channels.values() if not channel.is_thread],
            "threads": threads,
            "members": [bot] if bot else [],
            "emojis": [],
            "stickers": [],
            "voice_states": [],
            "presences": [],
        }


@dataclass(eq=False, repr=False)
class Channel:
    """A text or voice channel or thread of a guild, a direct channel of the bot, or a group the bot is not in."""

    id: int
    kind: int
    name: str
    guild: Guild | None = None
    parent: "Channel | None" = None
    people: list[User] = field(default_factory=list)
    has_bot: bool = True
    position: int = 0
    is_nsfw: bool = False
    is_archived: bool = False
    is_locked: bool = False
    is_deleted: bool = False
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    _order: list[int] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Channel {self.name}>"

    @property
    def is_thread(self) -> bool:
        return self.kind == THREAD

    def may(self, user: User, name: str) -> bool:
        return bool(self.permissions_of(user) & BITS[name])

    def permissions_of(self, user: User) -> int:
        """What this user may do here; a thread takes after its parent, but for the right to send."""
        return self._permissions_of(user, "SEND_MESSAGES_IN_THREADS" if self.is_thread else "SEND_MESSAGES")

    def _permissions_of(self, user: User, sending: str) -> int:
        if self.guild is None:
            is_in = user in self.people or (user.is_bot and self.has_bot)
            return permissions.ALL if is_in else 0
        if self.parent is not None:
            return self.parent._permissions_of(user, sending)
        membership = self.guild.members.get(user.id)
        if membership is None:
            return 0
        base = permissions.ALL if user is self.guild.owner else self.guild.permissions_of(user)
        return permissions.in_channel(base, self.overwrites, self.guild.id, membership.roles, user.id, sending)

    def may_send(self, user: User) -> bool:
        return self.may(user, "SEND_MESSAGES_IN_THREADS" if self.is_thread else "SEND_MESSAGES")

    def add(self, message: Message) -> None:
        self.messages[message.id] = message
        self._order.append(message.id)

    def remove(self, message: Message) -> None:
        del self.messages[message.id]
        index = bisect_left(self._order, message.id)
        del self._order[index]

    def before(self, message_id: int, limit: int) -> list[Message]:
        """The newest messages older than this id, newest first."""
        end = bisect_left(self._order, message_id)
        return [self.messages[found] for found in reversed(self._order[max(0, end - limit) : end])]

    def after(self, message_id: int, limit: int) -> list[Message]:
        """The oldest messages newer than this id, newest first."""
        start = bisect_left(self._order, message_id + 1)
        return [self.messages[found] for found in reversed(self._order[start : start + limit])]

    def json(self) -> dict[str, Any]:
        channel: dict[str, Any] = {"id": str(self.id), "type": self.kind, "flags": 0, "last_message_id": None}
        if self._order:
            channel["last_message_id"] = str(self._order[-1])
        if self.guild is None:
            return channel | {"recipients": [user.json() for user in self.people]}
        channel |= {"guild_id": str(self.guild.id), "name": self.name, "nsfw": self.is_nsfw}
        if self.parent is not None:
            return channel | self._thread_json(self.parent)
        if self.kind == VOICE:
            channel |= {"bitrate": 64_000, "user_limit": 0}
        overwrites = [overwrite.json() for overwrite in self.overwrites.values()]
        return channel | {
            "position": self.position,
            "parent_id": None,
            "topic": None,
            "rate_limit_per_user": 0,
            "permission_overwrites": overwrites,
        }

    def _thread_json(self, parent: "Channel") -> dict[str, Any]:
        return {
            "parent_id": str(parent.id),
            "owner_id": str(self.people[0].id) if self.people else str(parent.id),
            "message_count": len(self.messages),
            "member_count": len(self.people),
            "thread_metadata": {
                "archived": self.is_archived,
                "locked": self.is_locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2024-01-01T00:00:00+00:00",
            },
        }
