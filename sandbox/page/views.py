"""What the page is shown: places and people, messages, commands and uses, each as one viewer sees them."""

from typing import Any

from aiohttp import web

from sandbox.discord.client import CHAT_INPUT, MESSAGE_MENU, offered
from sandbox.discord.member import Member
from sandbox.discord.messages import Message
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.use import AUTOCOMPLETE, Use
from sandbox.discord.world import World
from sandbox.page.guard import Refused

NEWEST = 200
"""So many messages of a channel are shown."""
NO_FILES = "The bot may not attach files here"
ELSEWHERE = "A server without the bot: you brought the app along"
TOPICS = {"films": "Type /video and watch it being made", "general": "Talk about anything"}


def member_named(world: World, name: Any) -> Member:
    """The member of this name, or the first one for a browser that does not know yet."""
    known = world.members.get(name) if isinstance(name, str) else None
    return known or next(iter(world.members.values()))


def viewer_of(world: World, request: web.Request) -> Member:
    return member_named(world, request.query.get("as"))


def place_json(world: World) -> dict[str, Any]:
    members = list(world.members.values())
    bot = {"id": str(world.bot.id), "name": world.bot.name, "display": world.application.name, "bot": True}
    people = [person_json(member.user) | {"shade": index} for index, member in enumerate(members)]
    return {
        "guild": {"name": world.home.name},
        "application": {"id": str(world.application.id), "name": world.application.name},
        "channels": [channel_json(world, channel) for channel in channels(world)],
        "members": [person | {"locale": member.user.locale} for person, member in zip(people, members, strict=True)],
        "people": [*people, bot, person_json(world.application.owner)],
    }


def person_json(user: User) -> dict[str, Any]:
    return {"id": str(user.id), "name": user.name, "display": user.display}


def channels(world: World) -> list[Channel]:
    public = [channel for guild in world.guilds.values() for channel in guild.channels.values()]
    return public + [world.dm(member) for member in world.members.values()]


def channel_json(world: World, channel: Channel) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": str(channel.id),
        "name": channel.name,
        "kind": "text",
        "topic": topic(world, channel),
    }
    if channel.guild is None:
        return shown | {"kind": "dm", "member": channel.people[0].name, "topic": "Only the two of you see this"}
    return shown | {"guild": None if channel.guild is world.home else channel.guild.name}


def topic(world: World, channel: Channel) -> str:
    if channel.guild is not None and not channel.guild.has_bot:
        return ELSEWHERE
    if not channel.may(world.bot, "ATTACH_FILES"):
        return NO_FILES
    return TOPICS.get(channel.name, "")


def find_channel(world: World, viewer: Member, number: Any) -> Channel:
    channel = world.channels.get(int(number)) if isinstance(number, str) and number.isdigit() else None
    if channel is None or not sees(viewer.user, channel):
        raise Refused(404, "There is no such channel.")
    return channel


def sees(user: User, channel: Channel) -> bool:
    return channel.may(user, "VIEW_CHANNEL")


def find_message(world: World, viewer: Member, channel: Channel, number: Any) -> Message:
    found = channel.messages.get(int(number)) if isinstance(number, str) and number.isdigit() else None
    if found is None or not found.is_visible_to(viewer.user):
        raise Refused(404, "This message is not there any more.")
    return found


def messages_json(world: World, viewer: Member, channel: Channel, dismissed: set[int]) -> list[dict[str, Any]]:
    shown = [message for message in world.messages(channel, viewer) if message.id not in dismissed]
    return [message.json(viewer.user) for message in shown[-NEWEST:]]


def commands_json(world: World, viewer: Member, channel: Channel) -> list[dict[str, Any]]:
    kinds = (CHAT_INPUT, MESSAGE_MENU)
    return [command for kind in kinds for command in offered(world, viewer.user, channel, kind)]


def use_json(use: Use, custom_id: str | None = None) -> dict[str, Any]:
    """`state` is what the viewer waits for; a use that failed says why."""
    return {
        "id": str(use.id),
        "name": use.command,
        "custom_id": custom_id,
        "user": person_json(use.user),
        "channel_id": str(use.channel.id),
        "message_id": str(use.source.id) if use.source else None,
        "state": use.state,
        "modal": use.modal if use.state == "modal" else None,
        "error": failure(use),
    }


def failure(use: Use) -> str | None:
    if use.state != "failed":
        return None
    return "This interaction failed" if use.source else "The application did not respond"


def is_told(use: Use) -> bool:
    """Whether the viewer waits for this use; autocomplete is answered by its own call."""
    return use.kind != AUTOCOMPLETE
