"""Users and roles, as Discord describes them."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.discord import permissions


@dataclass(eq=False)
class User:
    """A person or a bot. `locale` is the language of their client."""

    id: int
    name: str
    display: str
    is_bot: bool = False
    locale: str = "en-US"
    has_installed: bool = True
    """Whether this person has the app in their own account, so that it works where the bot is not."""
    takes_messages: bool = True
    """Whether the bot may write to them directly; otherwise it gets 50007."""

    def json(self) -> dict[str, Any]:
        user: dict[str, Any] = {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.is_bot else self.display,
            "discriminator": "0" if not self.is_bot else "4711",
            "avatar": None,
            "public_flags": 0,
        }
        return user | {"bot": True} if self.is_bot else user


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int = 0
    bot_id: int | None = None
    is_mentionable: bool = False

    def json(self) -> dict[str, Any]:
        role: dict[str, Any] = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "managed": self.bot_id is not None,
            "mentionable": self.is_mentionable,
            "flags": 0,
        }
        if self.bot_id is not None:
            role["tags"] = {"bot_id": str(self.bot_id)}
        return role


@dataclass(eq=False)
class Membership:
    """A user in a guild."""

    user: User
    joined_at: str
    roles: set[int] = field(default_factory=set)

    def json(self) -> dict[str, Any]:
        return {
            "user": self.user.json(),
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": [str(role) for role in sorted(self.roles)],
            "joined_at": self.joined_at,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "communication_disabled_until": None,
            "flags": 0,
        }


@dataclass
class Application:
    """The bot's application; `commands` and `guild_commands` are as they were last put."""

    id: int
    name: str
    user: User
    token: str = field(repr=False)
    owner: User
    commands: list[dict[str, Any]] = field(default_factory=list)
    guild_commands: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    privileged_intents: int = 0
    """The bits of GUILD_MEMBERS, GUILD_PRESENCES and MESSAGE_CONTENT that are switched on in the portal."""

    def json(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": self.owner.json(),
            "team": None,
            "bot": self.user.json(),
            "interactions_endpoint_url": None,
            "integration_types_config": {"0": {}, "1": {}},
        }


def everyone_role(guild_id: int) -> Role:
    return Role(guild_id, "@everyone", permissions.EVERYONE)
