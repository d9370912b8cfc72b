"""The parts that messages and modals share: custom ids and select menus."""

from collections.abc import Mapping
from typing import Any

from sandbox.discord.form import Form, Path

STRING_SELECT = 3
SELECTS = (3, 5, 6, 7, 8)
MOST_OPTIONS = 25


class CustomIds:
    """The custom ids of one body, each of which may occur once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._seen: set[str] = set()

    def keep(self, path: Path, given: Mapping[str, Any]) -> str:
        place = (*path, "custom_id")
        custom_id = self._form.text(place, given.get("custom_id"), 100, least=1, required=True)
        if custom_id and custom_id in self._seen:
            message = "Component custom id cannot be duplicated"
            self._form.wrong(place, "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        self._seen.add(custom_id)
        return custom_id


def check_select(form: Form, path: Path, given: Mapping[str, Any]) -> None:
    form.text((*path, "placeholder"), given.get("placeholder"), 150)
    least = form.number((*path, "min_values"), given.get("min_values"), 0, 25, 1)
    most = form.number((*path, "max_values"), given.get("max_values"), 1, 25, 1)
    if least > most:
        message = "min_values must be less than or equal to max_values"
        form.wrong((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", message)
    if given.get("type") == STRING_SELECT:
        _check_options(form, (*path, "options"), given.get("options"), most, MOST_OPTIONS)


def check_picks(form: Form, path: Path, given: Mapping[str, Any], least: int, most: int) -> None:
    """The options of a radio group or a group of checkboxes."""
    _check_options(form, (*path, "options"), given.get("options"), most, most, least)


def _check_options(form: Form, path: Path, value: Any, picked: int, most: int, least: int = 1) -> None:
    options = form.items(path, value, most, least=least)
    seen: set[str] = set()
    for index, option in enumerate(options):
        place = (*path, index)
        form.text((*place, "label"), option.get("label"), 100, least=1, required=True)
        form.text((*place, "description"), option.get("description"), 100)
        chosen = form.text((*place, "value"), option.get("value"), 100, least=1, required=True)
        if chosen in seen:
            message = "The specified option value is already used"
            form.wrong((*place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(chosen)
    if sum(bool(option.get("default")) for option in options) > picked:
        message = "Number of default values must be in the range of the select"
        form.wrong(path, "SELECT_COMPONENT_INVALID_DEFAULT_VALUES", message)
