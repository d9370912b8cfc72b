"""The payload of INTERACTION_CREATE."""

from typing import Any

from sandbox.discord import permissions
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.use import Use

IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2


def context_of(channel: Channel) -> int:
    if channel.guild is not None:
        return IN_GUILD
    return IN_BOT_DM if channel.has_bot else IN_PRIVATE


def interaction_json(use: Use, data: dict[str, Any], application_id: int, bot: User) -> dict[str, Any]:
    channel = use.channel
    payload: dict[str, Any] = {
        "id": str(use.id),
        "application_id": str(application_id),
        "type": use.kind,
        "token": use.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel.json() | {"permissions": str(channel.permissions_of(use.user))},
        "app_permissions": str(app_permissions(channel, bot)),
        "attachment_size_limit": use.limit,
        "authorizing_integration_owners": use.owners,
        "context": context_of(channel),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "locale": use.user.locale,
    }
    if use.source is not None:
        payload["message"] = use.source.json(use.user)
    return payload | _whose(use)


def app_permissions(channel: Channel, bot: User) -> int:
    """The bot's rights in the channel; where it is not, those of everyone and of any app."""
    if channel.guild is None:
        return permissions.IN_DIRECT_MESSAGES
    if channel.guild.has_bot:
        return channel.permissions_of(bot)
    above, everyone = channel.parent or channel, channel.guild.roles[channel.guild.id]
    return permissions.in_channel(everyone.permissions, above.overwrites, channel.guild.id) | permissions.WITHOUT_BOT


def _whose(use: Use) -> dict[str, Any]:
    guild = use.channel.guild
    if guild is None:
        return {"user": use.user.json()}
    rights = {"permissions": str(use.channel.permissions_of(use.user))}
    return {
        "guild_id": str(guild.id),
        "guild": guild.partial_json(),
        "guild_locale": guild.locale,
        "member": guild.members[use.user.id].json() | rights,
    }


def metadata_json(use: Use, response_id: int | None = None) -> dict[str, Any]:
    """`interaction_metadata` of a message that answers this interaction."""
    metadata: dict[str, Any] = {
        "id": str(use.id),
        "type": use.kind,
        "user": use.user.json(),
        "authorizing_integration_owners": use.owners,
    }
    if use.command is not None:
        metadata |= {"name": use.command, "command_type": 3 if use.is_menu else 1}
    if use.source is not None:
        metadata["interacted_message_id"] = str(use.source.id)
    if response_id is not None:
        metadata["original_response_message_id"] = str(response_id)
    return metadata
