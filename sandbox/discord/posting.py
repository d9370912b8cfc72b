"""Messages as they come, change and go: kept in their channel, told to the page and to the bot."""

import json
from typing import Any

from sandbox.discord.checks.components import texts
from sandbox.discord.checks.mentions import Mentions, Rules
from sandbox.discord.checks.message import Draft
from sandbox.discord.errors import invalid_form
from sandbox.discord.ids import parse_snowflake
from sandbox.discord.messages import REPLY, Message
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.sessions import DIRECT_MESSAGES, GUILD_MESSAGES, MESSAGE_CONTENT
from sandbox.discord.state import State

FORWARD = 1


def publish(world: State, channel: Channel, author: User, draft: Draft, **extra: Any) -> Message:
    """A new message; `extra` are further fields of Message."""
    message = Message(
        id=world.ids.new(),
        channel_id=channel.id,
        guild_id=channel.guild.id if channel.guild else None,
        author=author,
        signer=world.signer,
        created_at=world.clock.now(),
        content=draft.content,
        files=draft.files,
        embeds=draft.embeds,
        components=draft.components,
        nonce=draft.nonce,
        **{"flags": draft.flags} | extra,
    )
    refer(world, channel, message, draft)
    ping(world, channel, message, draft.rules)
    for file in message.files:
        world.attachments[file.id] = file
    channel.add(message)
    if channel.is_thread:
        channel.is_archived = False
    tell(world, "create", message)
    return message


def revise(world: State, message: Message, draft: Draft) -> None:
    """The message as edited. Nobody is pinged by an edit."""
    kept = {file.id for file in draft.files}
    for file in [file for file in message.files if file.id not in kept]:
        forget_file(world, file.id)
    message.content, message.files = draft.content, draft.files
    message.embeds, message.components, message.flags = draft.embeds, draft.components, draft.flags
    message.edited_at = world.clock.now()
    for file in message.files:
        world.attachments[file.id] = file
    tell(world, "update", message)


def withdraw(world: State, message: Message) -> None:
    message.deleted = True
    world.channels[message.channel_id].remove(message)
    for file in message.files:
        forget_file(world, file.id)
    tell(world, "delete", message)


def forget_file(world: State, file_id: int) -> None:
    file = world.attachments.pop(file_id, None)
    if file is not None:
        file.path.unlink(missing_ok=True)


def refer(world: State, channel: Channel, message: Message, draft: Draft) -> None:
    """Make it a reply to, or a forward of, the message that its reference names."""
    given = draft.reference
    if given is None:
        return
    place = world.channels.get(parse_snowflake(given.get("channel_id")) or channel.id)
    found = place.messages.get(parse_snowflake(given["message_id"]) or 0) if place else None
    reference: dict[str, Any] = {"type": given.get("type", 0), "message_id": str(given["message_id"])}
    reference["channel_id"] = str(place.id if place else channel.id)
    if channel.guild is not None:
        reference["guild_id"] = str(channel.guild.id)
    is_forward = given.get("type") == FORWARD
    if found is None or found.ephemeral_for is not None or (place is not channel and not is_forward):
        if given.get("fail_if_not_exists", True) or is_forward:
            error = {"_errors": [{"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]}
            raise invalid_form({"message_reference": error})
        return
    message.reference = reference
    if is_forward:
        message.snapshots = [found.snapshot()]
    else:
        message.kind, message.referenced = REPLY, found


def ping(world: State, channel: Channel, message: Message, rules: Rules) -> None:
    """Decide who is really pinged."""
    read = (
        rules.read(f"{message.content}\n{texts(message.components)}") if message.is_v2 else rules.read(message.content)
    )
    users = [world.users[user] for user in read.users if user in world.users]
    replied = message.referenced.author if message.referenced else None
    if replied and rules.replied_user and replied is not message.author and replied not in users:
        users.append(replied)
    message.mentions = users
    message.mention_roles = pinged_roles(channel, message.author, read)
    message.mention_everyone = read.everyone and channel.may(message.author, "MENTION_EVERYONE")


def pinged_roles(channel: Channel, author: User, read: Mentions) -> list[int]:
    if channel.guild is None:
        return []
    may_all = channel.may(author, "MENTION_EVERYONE")
    roles = [channel.guild.roles[role] for role in read.roles if role in channel.guild.roles]
    return [role.id for role in roles if may_all or role.is_mentionable]


def tell(world: State, change: str, message: Message) -> None:
    """Tell the page, and the bot where its intents and its rights let it see the message."""
    world.publish(f"message_{change}", message)
    channel = world.channels.get(message.channel_id)
    if channel is None or message.ephemeral_for is not None or not world.bot_sees(channel):
        return
    intent = GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES
    for session in world.sessions.wanting(message.guild_id, intent):
        reads = bool(session.intents & MESSAGE_CONTENT)
        session.dispatch(f"MESSAGE_{change.upper()}", json.dumps(event_json(world, channel, message, change, reads)))


def event_json(world: State, channel: Channel, message: Message, change: str, reads: bool) -> dict[str, Any]:
    place = {} if channel.guild is None else {"guild_id": str(channel.guild.id)}
    if change == "delete":
        return {"id": str(message.id), "channel_id": str(channel.id)} | place
    shown = bot_json(world, message, reads)
    if channel.guild is not None and message.author.id in channel.guild.members:
        member = channel.guild.members[message.author.id].json()
        member.pop("user")
        shown["member"] = member
    return shown | place


def bot_json(world: State, message: Message, reads: bool) -> dict[str, Any]:
    """What the bot may read: of others only what addresses it, without the intent to read content."""
    shown = message.json(world.bot)
    is_own = message.author is world.bot or world.bot in message.mentions or message.guild_id is None
    if not (reads or is_own):
        shown |= {"content": "", "attachments": [], "embeds": [], "components": []}
    return shown
