"""The options of a chat command."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.discord.form import Form, Path

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
KINDS = tuple(range(1, 12))
NESTED = (SUBCOMMAND, GROUP)
CHOSEN = (STRING, INTEGER, NUMBER)
MOST_OPTIONS, MOST_CHOICES, MOST_FILE_TYPES = 25, 25, 10

NameCheck = Callable[[Form, Path, str], None]
Longest = Callable[[Mapping[str, Any], str], int]


def check_options(form: Form, path: Path, value: Any, check_name: NameCheck, inside: int = 0) -> None:
    """`inside` is the kind of the option that holds these ones, 0 for the command itself."""
    options = form.items(path, value, MOST_OPTIONS)
    for index, option in enumerate(options):
        _check_option(form, (*path, index), option, check_name, inside)
    _check_together(form, path, options)


def check_localizations(form: Form, path: Path, given: Mapping[str, Any], most_name: int = 32) -> None:
    for name, most in (("name_localizations", most_name), ("description_localizations", 100)):
        place, value = (*path, name), given.get(name)
        texts = {} if value is None else form.mapping(place, value) or {}
        for locale, text in texts.items():
            form.text((*place, locale), text, most, least=1)


def option_text(option: Mapping[str, Any], longest: Longest) -> int:
    size = longest(option, "name") + longest(option, "description")
    for choice in option.get("choices") or []:
        size += longest(choice, "name") + len(str(choice.get("value", "")))
    inside = option.get("options") if option["type"] in NESTED else None
    return size + sum(option_text(inner, longest) for inner in inside or [])


def _check_option(form: Form, path: Path, option: Mapping[str, Any], check_name: NameCheck, inside: int) -> None:
    kind: Any = option.get("type")
    if not form.choice((*path, "type"), kind, KINDS):
        return
    name = form.text((*path, "name"), option.get("name"), 32, least=1, required=True)
    check_name(form, (*path, "name"), name)
    check_localizations(form, path, option)
    form.text((*path, "description"), option.get("description"), 100, least=1, required=True)
    _check_choices(form, path, option, kind)
    if kind in NESTED:
        if inside == SUBCOMMAND or (inside == GROUP and kind == GROUP):
            message = "Sub-command option type not supported at this level"
            form.wrong((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        check_options(form, (*path, "options"), option.get("options"), check_name, kind)
        return
    _check_limits(form, path, option, kind)


def _check_choices(form: Form, path: Path, option: Mapping[str, Any], kind: int) -> None:
    inside = (*path, "choices")
    choices = form.items(inside, option.get("choices"), MOST_CHOICES)
    if choices and option.get("autocomplete"):
        message = "Autocomplete may not be set to true if choices are present"
        form.wrong((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", message)
    if (choices or option.get("autocomplete")) and kind not in CHOSEN:
        message = "Choices are only for strings, integers and numbers"
        form.wrong(inside, "APPLICATION_COMMAND_OPTIONS_CHOICES_TYPE", message)
    check_choices(form, inside, choices, kind)


def check_choices(form: Form, path: Path, choices: Sequence[Mapping[str, Any]], kind: int) -> None:
    """Also for the choices of an autocomplete answer."""
    for index, choice in enumerate(choices):
        form.text((*path, index, "name"), choice.get("name"), 100, least=1, required=True)
        check_localizations(form, (*path, index), choice, 100)
        place, value = (*path, index, "value"), choice.get("value")
        if value is None:
            form.required(place)
        elif kind == STRING:
            form.text(place, value, 100)
        elif isinstance(value, bool) or not isinstance(value, int if kind == INTEGER else int | float):
            form.wrong(place, "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')


def _check_limits(form: Form, path: Path, option: Mapping[str, Any], kind: int) -> None:
    given = {name for name in option if option[name] is not None}
    if given & {"min_length", "max_length"} and kind != STRING:
        message = "A length is only for strings"
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_LENGTH_TYPE", message)
    least = form.number((*path, "min_length"), option.get("min_length"), 0, 6000, 0)
    most = form.number((*path, "max_length"), option.get("max_length"), 1, 6000, 6000)
    if least > most:
        message = "min_length must be less than or equal to max_length"
        form.wrong((*path, "min_length"), "APPLICATION_COMMAND_OPTIONS_MIN_LENGTH_INVALID", message)
    if given & {"min_value", "max_value"} and kind not in (INTEGER, NUMBER):
        message = "A least or greatest value is only for numbers"
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_VALUE_TYPE", message)
    if "file_types" in given:
        _check_file_types(form, (*path, "file_types"), option["file_types"], kind)


def _check_file_types(form: Form, path: Path, value: Any, kind: int) -> None:
    if kind != ATTACHMENT or not isinstance(value, list):
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_FILE_TYPES", "File types are only for attachments")
        return
    form.length(path, len(value), 1, MOST_FILE_TYPES)
    for index, item in enumerate(value):
        if item not in ("image", "video", "audio") and not str(item).startswith("."):
            message = "Must be image, video, audio or an ending with its dot"
            form.wrong((*path, index), "APPLICATION_COMMAND_OPTIONS_FILE_TYPES", message)


def _check_together(form: Form, path: Path, options: Sequence[Mapping[str, Any]]) -> None:
    seen: set[object] = set()
    has_optional = False
    for index, option in enumerate(options):
        if str(option.get("name")) in seen:
            message = "Option names must be unique"
            form.wrong((*path, index, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", message)
        seen.add(str(option.get("name")))
        nested = option.get("type") in NESTED
        if option.get("required") and has_optional and not nested:
            message = "Required options must be placed before non-required options"
            form.wrong((*path, index), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        has_optional = has_optional or not option.get("required")
    kinds = {option.get("type") in NESTED for option in options}
    if len(kinds) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        form.wrong(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
