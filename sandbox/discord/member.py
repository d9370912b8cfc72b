"""A person at the sandbox, who does what Discord's client lets a person do."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.discord.answers import Sheet, check_picked, resolved_picks
from sandbox.discord.calling import call
from sandbox.discord.checks.components import BUTTON, find_component
from sandbox.discord.checks.mentions import Rules
from sandbox.discord.checks.message import Draft
from sandbox.discord.client import MESSAGE_MENU, Filling, Upload, find_command, offered, receive
from sandbox.discord.errors import ClientRefusal
from sandbox.discord.messages import Message
from sandbox.discord.people import User
from sandbox.discord.places import Channel, Guild
from sandbox.discord.posting import publish, withdraw
from sandbox.discord.state import State
from sandbox.discord.use import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Use

Where = Channel | Guild | str | None


class Member:
    """A person. `channel` is a channel, a guild (its first channel) or the name of one in the first guild."""

    def __init__(self, state: State, user: User) -> None:
        self._state = state
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def mention(self) -> str:
        return f"<@{self.user.id}>"

    def __repr__(self) -> str:
        return f"<Member {self.user.name}>"

    async def command(self, name: str, /, *, channel: Where = None, unchecked: bool = False, **options: Any) -> Use:
        """Use a chat command, "jobs list" for a subcommand. An option is a str, int, float, bool, Upload, User or
        Channel. `unchecked` leaves out what the client checks, to try the bot's own checks."""
        place = self._place(channel)
        command, path = find_command(self._state, name, self.user, place)
        filling = Filling(self._state, self.user, place, unchecked=unchecked)
        filled = filling.fill((path[-1] if path else command).get("options") or [], given_options(options))
        return call(self._state, COMMAND, self.user, place, command_data(command, path, filled, filling.resolved))

    async def autocomplete(
        self, name: str, option: str, text: str, /, *, channel: Where = None, **others: Any
    ) -> list[dict[str, Any]]:
        """The choices that the bot offers for a text begun in one option."""
        place = self._place(channel)
        command, path = find_command(self._state, name, self.user, place)
        known = (path[-1] if path else command).get("options") or []
        if not any(each["name"] == option and each.get("autocomplete") for each in known):
            raise ClientRefusal(f"option {option} has no autocomplete")
        filling = Filling(self._state, self.user, place, unchecked=False)
        filled = filling.fill([each for each in known if each["name"] != option], others, partly=True)
        kind = next(each["type"] for each in known if each["name"] == option)
        filled.append({"name": option, "type": kind, "value": text, "focused": True})
        data = command_data(command, path, filled, filling.resolved)
        use = call(self._state, AUTOCOMPLETE, self.user, place, data)
        return await use.offered()

    async def menu(self, name: str, message: Message, *, channel: Where = None) -> Use:
        """Use a command of the menu of a message."""
        place = self._state.channels[message.channel_id]
        command, _ = find_command(self._state, name, self.user, place, MESSAGE_MENU)
        self._check_sees(message)
        resolved = {"messages": {str(message.id): message.json(self.user)}}
        data = command_data(command, [], [], resolved) | {"target_id": str(message.id)}
        return call(self._state, COMMAND, self.user, place, data)

    async def press(self, message: Message, custom_id: str, values: Sequence[str] | None = None) -> Use:
        """Press a button, or pick values of a select menu."""
        self._check_sees(message)
        component = find_component(message.components, custom_id)
        if component is None:
            raise ClientRefusal(f"the message has no component {custom_id!r}")
        if component.get("disabled"):
            raise ClientRefusal(f"{custom_id} is disabled")
        data: dict[str, Any] = {
            "custom_id": custom_id,
            "component_type": component["type"],
            "id": component["id"],
        }
        if component["type"] != BUTTON:
            check_picked(component, picked := list(values or []))
            data |= {"values": picked} | resolved_picks(self._state, component["type"], picked)
        place = self._state.channels[message.channel_id]
        return call(self._state, COMPONENT, self.user, place, data, source=message)

    async def submit(self, use: Use, /, *, unchecked: bool = False, **fields: Any) -> Use:
        """Send the modal that a use opened. A field is named by its custom id: str, list of str, Upload or list of
        Upload; one that is left out keeps what the bot put there."""
        modal = await use.opened()
        if use.user is not self.user:
            raise ClientRefusal("this modal was opened for somebody else")
        sheet = Sheet(self._state, use.channel, unchecked=unchecked)
        components = sheet.fill(modal, fields)
        data: dict[str, Any] = {"custom_id": modal["custom_id"], "components": components}
        if sheet.resolved:
            data["resolved"] = sheet.resolved
        return call(self._state, MODAL_SUBMIT, self.user, use.channel, data, source=use.source, opened_from=use)

    async def say(
        self, content: str = "", *, channel: Where = None, uploads: Sequence[Upload] = (), rules: Rules | None = None
    ) -> Message:
        """Write an ordinary message."""
        place = self._place(channel)
        if not place.may_send(self.user):
            raise ClientRefusal(f"{self.name} may not write in {place.name}")
        files = [receive(self._state, place, upload, is_ephemeral=False) for upload in uploads]
        draft = Draft(content, files, [], [], 0, rules or Rules())
        return publish(self._state, place, self.user, draft)

    async def delete(self, message: Message) -> None:
        """Delete one's own message, or another's as a moderator."""
        self._check_sees(message)
        place = self._state.channels[message.channel_id]
        is_own = message.author is self.user or message.ephemeral_for is self.user
        if not is_own and not place.may(self.user, "MANAGE_MESSAGES"):
            raise ClientRefusal(f"{self.name} may not delete the messages of others")
        withdraw(self._state, message)

    def commands(self, channel: Where = None) -> list[dict[str, Any]]:
        """The chat commands that the client offers this person in a channel."""
        return offered(self._state, self.user, self._place(channel))

    def messages(self, channel: Where = None) -> list[Message]:
        """What this person sees in a channel, oldest first."""
        place = self._place(channel)
        return [message for message in place.messages.values() if message.is_visible_to(self.user)]

    def _place(self, channel: Where) -> Channel:
        if isinstance(channel, Channel):
            return channel
        guild = channel if isinstance(channel, Guild) else next(iter(self._state.guilds.values()))
        name = channel.removeprefix("#") if isinstance(channel, str) else None
        found = next((each for each in guild.channels.values() if name in (None, each.name)), None)
        if found is None:
            raise ClientRefusal(f"there is no channel {channel!r}")
        return found

    def _check_sees(self, message: Message) -> None:
        place = self._state.channels.get(message.channel_id)
        if place is None or not message.is_visible_to(self.user) or not place.may(self.user, "VIEW_CHANNEL"):
            raise ClientRefusal(f"{self.name} does not see that message")


def given_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """A member as the value of an option stands for the user."""
    return {name: value.user if isinstance(value, Member) else value for name, value in options.items()}


def command_data(
    command: Mapping[str, Any], path: list[dict[str, Any]], filled: list[dict[str, Any]], resolved: dict[str, Any]
) -> dict[str, Any]:
    for inner in reversed(path):
        filled = [{"name": inner["name"], "type": inner["type"], "options": filled}]
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    if filled:
        data["options"] = filled
    return data | {"resolved": resolved} if resolved else data
