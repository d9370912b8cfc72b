"""What Discord's own client knows: which commands it offers where, and how their options are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.discord.attachments import Attachment, clean_name, describe_file, guess_type
from sandbox.discord.checks.options import ATTACHMENT, BOOLEAN, CHANNEL, INTEGER, NESTED, NUMBER, STRING, USER
from sandbox.discord.errors import ClientRefusal
from sandbox.discord.payloads import context_of
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.state import State

CHAT_INPUT, MESSAGE_MENU = 1, 3
KINDS = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}


@dataclass(frozen=True)
class Upload:
    """A file that a person attaches. `declared` overrides what Discord says of it, such as a false size."""

    name: str
    content: bytes | Path = field(repr=False)
    content_type: str | None = None
    declared: Mapping[str, Any] = field(default_factory=dict)


def offered(state: State, user: User, channel: Channel, kind: int = CHAT_INPUT) -> list[dict[str, Any]]:
    """The commands that the client shows this user in this channel."""
    guild = channel.guild
    own = state.application.guild_commands.get(guild.id, []) if guild and guild.has_app else []
    every = [*own, *state.application.commands]
    return [command for command in every if command["type"] == kind and is_offered(command, user, channel)]


def is_offered(command: Mapping[str, Any], user: User, channel: Channel) -> bool:
    contexts = command["contexts"]
    if contexts is not None and context_of(channel) not in contexts:
        return False
    has_app = channel.guild.has_app if channel.guild else channel.has_bot
    installs = set(command["integration_types"])
    if not ((has_app and 0 in installs) or (user.has_installed and 1 in installs)):
        return False
    if channel.guild is None:
        return True
    if not channel.may(user, "VIEW_CHANNEL") or not channel.may(user, "USE_APPLICATION_COMMANDS"):
        return False
    needed = int(command["default_member_permissions"] or 0)
    return channel.permissions_of(user) & needed == needed and (channel.is_nsfw or not command["nsfw"])


def find_command(
    state: State, name: str, user: User, channel: Channel, kind: int = CHAT_INPUT
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The command, and the subcommands that the rest of the name leads through."""
    words = [name] if kind != CHAT_INPUT else name.removeprefix("/").split()
    shown = offered(state, user, channel, kind)
    command = next((each for each in shown if each["name"] == words[0]), None)
    if command is None:
        names = ", ".join(each["name"] for each in shown) or "none"
        raise ClientRefusal(f"{user.name} is offered no command {words[0]!r} in {channel.name}; there are: {names}")
    path: list[dict[str, Any]] = []
    for word in words[1:]:
        inside = (path[-1] if path else command).get("options") or []
        found = next((each for each in inside if each["name"] == word and each["type"] in NESTED), None)
        if found is None:
            raise ClientRefusal(f"{name!r} has no subcommand {word!r}")
        path.append(found)
    return command, path


class Filling:
    """The options of one command as a person fills them in; `resolved` describes what their ids mean."""

    def __init__(self, state: State, user: User, channel: Channel, *, unchecked: bool) -> None:
        self._state, self._user, self._channel, self._unchecked = state, user, channel, unchecked
        self.resolved: dict[str, dict[str, Any]] = {}

    def fill(
        self, known: list[dict[str, Any]], given: Mapping[str, Any], *, partly: bool = False
    ) -> list[dict[str, Any]]:
        """`partly`: while the person is still typing, required options may be missing."""
        options = {option["name"]: option for option in known}
        if not self._unchecked:
            unknown = sorted(set(given) - set(options))
            if unknown:
                raise ClientRefusal(f"no such option: {', '.join(unknown)}; there are: {', '.join(options) or 'none'}")
            missing = [name for name, option in options.items() if option.get("required") and name not in given]
            if missing and not partly:
                raise ClientRefusal(f"required option missing: {', '.join(missing)}")
        return [self._one(options.get(name) or guess_option(name, value), value) for name, value in given.items()]

    def _one(self, option: Mapping[str, Any], value: Any) -> dict[str, Any]:
        if not self._unchecked:
            check_value(option, value)
        return {"name": option["name"], "type": option["type"], "value": self._value(value)}

    def _value(self, value: Any) -> Any:
        if isinstance(value, Upload):
            file = receive(self._state, self._channel, value)
            self.resolved.setdefault("attachments", {})[str(file.id)] = file.json(self._state.signer)
            return str(file.id)
        if isinstance(value, User):
            self.resolved.setdefault("users", {})[str(value.id)] = value.json()
            return str(value.id)
        if isinstance(value, Channel):
            rights = {"permissions": str(value.permissions_of(self._user))}
            self.resolved.setdefault("channels", {})[str(value.id)] = value.json() | rights
            return str(value.id)
        return value


def receive(state: State, channel: Channel, upload: Upload, *, is_ephemeral: bool = True) -> Attachment:
    """A person's file in the store; the attachments of commands and modals are ephemeral."""
    path = state.store.put(upload.content)
    filename = clean_name(upload.name)
    kind, width, height = describe_file(path, filename, upload.content_type)
    file = Attachment(
        id=state.ids.new(),
        channel_id=channel.id,
        filename=filename,
        size=path.stat().st_size,
        content_type=kind,
        path=path,
        width=width,
        height=height,
        is_ephemeral=is_ephemeral,
        declared=dict(upload.declared),
    )
    state.attachments[file.id] = file
    return file


def guess_option(name: str, value: Any) -> dict[str, Any]:
    """The type of an option that the command does not have, by its value."""
    kinds = {bool: BOOLEAN, int: INTEGER, float: NUMBER, Upload: ATTACHMENT, User: USER, Channel: CHANNEL}
    return {"name": name, "type": kinds.get(type(value), STRING)}


def check_value(option: Mapping[str, Any], value: Any) -> None:
    name, kind = option["name"], option["type"]
    wanted: Any = KINDS.get(kind) or {ATTACHMENT: Upload, USER: User, CHANNEL: Channel}.get(kind, object)
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind != BOOLEAN):
        raise ClientRefusal(f"option {name} takes no {type(value).__name__}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise ClientRefusal(f"option {name} is one of {choices}")
    if isinstance(value, str):
        check_range(name, len(value), option.get("min_length"), option.get("max_length"), "characters")
    elif isinstance(value, int | float):
        check_range(name, value, option.get("min_value"), option.get("max_value"), "")
    elif isinstance(value, Upload) and option.get("file_types"):
        check_file_type(name, value, option["file_types"])


def check_range(name: str, size: float, least: float | None, most: float | None, unit: str) -> None:
    if least is not None and size < least:
        raise ClientRefusal(f"{name}: {size} {unit} are fewer than {least}")
    if most is not None and size > most:
        raise ClientRefusal(f"{name}: {size} {unit} are more than {most}")


def check_file_type(name: str, upload: Upload, allowed: list[str]) -> None:
    """By the ending alone, as Discord's client does it."""
    kind = (guess_type(clean_name(upload.name)) or "").partition("/")[0]
    if kind not in allowed and not any(upload.name.lower().endswith(end) for end in allowed):
        raise ClientRefusal(f"{name} takes {', '.join(allowed)}, not {upload.name}")
