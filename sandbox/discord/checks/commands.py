"""Application commands, as Discord checks them when they are put."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.discord.checks.options import check_localizations, check_options, option_text
from sandbox.discord.form import Form, Path

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
MOST: Mapping[int, int] = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
MOST_TEXT = 8000


def check_commands(form: Form, commands: list[dict[str, Any]]) -> None:
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        kind, name = _check_command(form, (index,), command)
        if (kind, name) in seen:
            message = "Application command names must be unique"
            form.wrong((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add((kind, name))
    for kind, most in MOST.items():
        if sum(found == kind for found, _ in seen) > most:
            form.wrong((), "APPLICATION_COMMANDS_MAX_REACHED", f"Maximum of {most} commands of type {kind} reached")


def is_valid_name(name: str, *, lower: bool) -> bool:
    """Letters and digits of any script, `-`, `_` and `'`; chat commands in lower case where there is one."""
    allowed = all(char in "-_'" or unicodedata.category(char)[0] in "LNM" for char in name)
    return allowed and (not lower or name == name.lower())


def _check_command(form: Form, path: Path, command: Mapping[str, Any]) -> tuple[int, str]:
    kind = command.get("type", CHAT_INPUT)
    form.choice((*path, "type"), kind, tuple(MOST))
    name = form.text((*path, "name"), command.get("name"), 32, least=1, required=True)
    check_localizations(form, path, command)
    if kind == CHAT_INPUT:
        _check_name(form, (*path, "name"), name)
        form.text((*path, "description"), command.get("description"), 100, least=1, required=True)
        check_options(form, (*path, "options"), command.get("options"), _check_name)
    else:
        _check_bare(form, path, command)
    _check_numbers(form, (*path, "contexts"), command.get("contexts"), (0, 1, 2))
    _check_numbers(form, (*path, "integration_types"), command.get("integration_types"), (0, 1))
    if not form.errors and _text_size(command) > MOST_TEXT:
        message = f"Command exceeds maximum size ({MOST_TEXT})"
        form.wrong(path, "APPLICATION_COMMAND_TOO_LARGE", message)
    return kind if isinstance(kind, int) else 0, name


def _check_name(form: Form, path: Path, name: str) -> None:
    if name and not is_valid_name(name, lower=True):
        form.wrong(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_bare(form: Form, path: Path, command: Mapping[str, Any]) -> None:
    """A user or message command has neither description nor options."""
    if command.get("description"):
        message = "Context menu commands cannot have description"
        form.wrong((*path, "description"), "APPLICATION_COMMANDS_CONTEXT_MENU_DESCRIPTION", message)
    if command.get("options"):
        message = "Context menu commands cannot have options"
        form.wrong((*path, "options"), "APPLICATION_COMMANDS_CONTEXT_MENU_OPTIONS", message)


def _check_numbers(form: Form, path: Path, value: Any, known: tuple[int, ...]) -> None:
    if value is None:
        return
    if not isinstance(value, list) or not value:
        form.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {len(known)} in length.")
        return
    for index, item in enumerate(value):
        form.choice((*path, index), item, known)


def _text_size(command: Mapping[str, Any]) -> int:
    """Characters of names, descriptions and values; of each, its longest localization counts."""
    own = _longest(command, "name") + _longest(command, "description")
    return own + sum(option_text(option, _longest) for option in _mappings(command.get("options")))


def _longest(given: Mapping[str, Any], name: str) -> int:
    texts = [given.get(name), *(given.get(f"{name}_localizations") or {}).values()]
    return max((len(text) for text in texts if isinstance(text, str)), default=0)


def _mappings(value: Any) -> Iterable[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
