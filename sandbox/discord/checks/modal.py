"""Modals: their title, labels and inputs."""

from collections.abc import Mapping
from typing import Any

from sandbox.discord.checks.selects import SELECTS, CustomIds, check_picks, check_select
from sandbox.discord.form import Form, Path

ROW, TEXT_INPUT, TEXT, LABEL, FILE_UPLOAD = 1, 4, 10, 18, 19
RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 21, 22, 23
INPUTS = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)


def check_modal(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """The modal with every component numbered."""
    form.text(("custom_id",), given.get("custom_id"), 100, least=1, required=True)
    form.text(("title",), given.get("title"), 45, least=1, required=True)
    ids = CustomIds(form)
    path: Path = ("components",)
    components = form.items(path, given.get("components"), 5, least=1)
    for index, component in enumerate(components):
        _check_top(form, ids, (*path, index), component)
    form.refuse()
    return dict(given) | {"components": _numbered(components)}


def inputs(modal: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The components that a person fills in."""
    wrapped = [_wrapped(top) for top in modal["components"] if top["type"] in (ROW, LABEL)]
    return [component for component in wrapped if component]


def _wrapped(top: Mapping[str, Any]) -> dict[str, Any]:
    inner: dict[str, Any] = top["component"] if top["type"] == LABEL else top["components"][0]
    return inner


def _check_top(form: Form, ids: CustomIds, path: Path, given: Mapping[str, Any]) -> None:
    match given.get("type"):
        case 1:
            inside = (*path, "components")
            for component in form.items(inside, given.get("components"), 1, least=1):
                form.choice((*inside, 0, "type"), component.get("type"), (TEXT_INPUT,))
                form.text((*inside, 0, "label"), component.get("label"), 45, least=1, required=True)
                _check_input(form, ids, (*inside, 0), component)
        case 10:
            form.text((*path, "content"), given.get("content"), 4000, least=1, required=True)
        case 18:
            form.text((*path, "label"), given.get("label"), 45, least=1, required=True)
            form.text((*path, "description"), given.get("description"), 100)
            place = (*path, "component")
            _check_input(form, ids, place, form.mapping(place, given.get("component")) or {})
        case _:
            message = f'Value of field "type" must be one of {(ROW, TEXT, LABEL)}.'
            form.wrong((*path, "type"), "UNION_TYPE_CHOICES", message)


def _check_input(form: Form, ids: CustomIds, path: Path, given: Mapping[str, Any]) -> None:
    kind = given.get("type")
    if not form.choice((*path, "type"), kind, INPUTS):
        return
    ids.keep(path, given)
    form.flag((*path, "required"), given.get("required"))
    if kind == TEXT_INPUT:
        _check_text_input(form, path, given)
    elif kind in SELECTS:
        check_select(form, path, given)
    elif kind == FILE_UPLOAD:
        form.number((*path, "min_values"), given.get("min_values"), 0, 10, 1)
        form.number((*path, "max_values"), given.get("max_values"), 1, 10, 1)
    elif kind == RADIO_GROUP:
        check_picks(form, path, given, 2, 10)
    elif kind == CHECKBOX_GROUP:
        check_picks(form, path, given, 1, 10)


def _check_text_input(form: Form, path: Path, given: Mapping[str, Any]) -> None:
    form.choice((*path, "style"), given.get("style"), (1, 2))
    least = form.number((*path, "min_length"), given.get("min_length"), 0, 4000, 0)
    most = form.number((*path, "max_length"), given.get("max_length"), 1, 4000, 4000)
    if least > most:
        message = "min_length must be less than or equal to max_length"
        form.wrong((*path, "min_length"), "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", message)
    form.text((*path, "placeholder"), given.get("placeholder"), 100)
    form.text((*path, "value"), given.get("value"), most)


def _numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count = 0
    for top in components:
        for component in [top, _wrapped(top)] if top["type"] in (ROW, LABEL) else [top]:
            count += 1
            component.setdefault("id", count)
    return components
