"""Filling in a modal as a person does."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.discord.checks.modal import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    ROW,
    TEXT_INPUT,
    inputs,
)
from sandbox.discord.checks.selects import STRING_SELECT
from sandbox.discord.client import Upload, check_range, receive
from sandbox.discord.errors import ClientRefusal
from sandbox.discord.places import Channel
from sandbox.discord.state import State

Fields = Mapping[str, Any]


class Sheet:
    """One modal being filled in; `resolved` describes the files that come with it."""

    def __init__(self, state: State, channel: Channel, *, unchecked: bool) -> None:
        self._state, self._channel, self._unchecked = state, channel, unchecked
        self.resolved: dict[str, dict[str, Any]] = {}

    def fill(self, modal: Mapping[str, Any], fields: Fields) -> list[dict[str, Any]]:
        known = [component["custom_id"] for component in inputs(modal)]
        unknown = sorted(set(fields) - set(known))
        if unknown:
            raise ClientRefusal(f"no such field: {', '.join(unknown)}; there are: {', '.join(known) or 'none'}")
        return [self._top(top, fields) for top in modal["components"]]

    def _top(self, top: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
        filled = {"type": top["type"], "id": top["id"]}
        if top["type"] == LABEL:
            return filled | {"component": self._component(top["component"], fields)}
        if top["type"] == ROW:
            return filled | {"components": [self._component(each, fields) for each in top["components"]]}
        return filled

    def _component(self, component: Mapping[str, Any], fields: Fields) -> dict[str, Any]:
        kind, name = component["type"], component["custom_id"]
        filled = {"type": kind, "id": component["id"], "custom_id": name}
        given = fields.get(name)
        if kind == TEXT_INPUT:
            return filled | {"value": self._text(component, given)}
        if kind == FILE_UPLOAD:
            return filled | {"values": self._files(component, given)}
        if kind == CHECKBOX:
            return filled | {"value": bool(component.get("default") if given is None else given)}
        picked = picked_values(component, given)
        if not self._unchecked:
            check_picked(component, picked)
        for name, found in resolved_picks(self._state, kind, picked).get("resolved", {}).items():
            self.resolved.setdefault(name, {}).update(found)
        if kind == RADIO_GROUP:
            return filled | {"value": picked[0] if picked else None}
        return filled | {"values": picked}

    def _text(self, component: Mapping[str, Any], given: Any) -> str:
        """What is typed; an untouched field has the text that the bot put there."""
        text = str(component.get("value") or "") if given is None else str(given)
        if self._unchecked:
            return text
        if not text:
            refuse_if_required(component, "text")
        else:
            most = component.get("max_length") or 4000
            check_range(component["custom_id"], len(text), component.get("min_length"), most, "characters")
        return text

    def _files(self, component: Mapping[str, Any], given: Any) -> list[str]:
        uploads = [given] if isinstance(given, Upload) else list(given or [])
        if not self._unchecked:
            if not uploads:
                refuse_if_required(component, "file")
            else:
                least, most = component.get("min_values"), component.get("max_values") or 1
                check_range(component["custom_id"], len(uploads), least, most, "files")
        files = [receive(self._state, self._channel, upload) for upload in uploads]
        for file in files:
            self.resolved.setdefault("attachments", {})[str(file.id)] = file.json(self._state.signer)
        return [str(file.id) for file in files]


def picked_values(component: Mapping[str, Any], given: Any) -> list[str]:
    if given is None:
        return [option["value"] for option in component.get("options") or [] if option.get("default")]
    return [given] if isinstance(given, str) else [str(value) for value in given]


def check_picked(component: Mapping[str, Any], picked: Sequence[str]) -> None:
    """The values of a select menu or group, as many as it takes and among those it has."""
    if not picked and component.get("required") is False:
        return
    least, most = component.get("min_values"), component.get("max_values")
    if component["type"] == CHECKBOX_GROUP:
        most = most or len(component["options"])
    check_range(component["custom_id"], len(picked), 1 if least is None else least, most or 1, "values")
    if component["type"] == STRING_SELECT or component.get("options"):
        known = [option["value"] for option in component["options"]]
        wrong = [value for value in picked if value not in known]
        if wrong:
            raise ClientRefusal(f"{component['custom_id']} has no value {wrong[0]!r}; there are: {known}")


def resolved_picks(state: State, kind: int, picked: Sequence[str]) -> dict[str, Any]:
    """What the ids mean that are picked in a menu of users (5), roles (6), both (7) or channels (8)."""
    if kind not in (5, 6, 7, 8):
        return {}
    ids = [int(value) for value in picked]
    roles = {number: role for guild in state.guilds.values() for number, role in guild.roles.items()}
    known: dict[str, Mapping[int, Any]] = {"users": state.users, "roles": roles, "channels": state.channels}
    wanted = {5: ("users",), 6: ("roles",), 7: ("users", "roles"), 8: ("channels",)}[kind]
    found = {name: {str(each): known[name][each].json() for each in ids if each in known[name]} for name in wanted}
    return {"resolved": {name: items for name, items in found.items() if items}}


def refuse_if_required(component: Mapping[str, Any], what: str) -> None:
    if component.get("required", True):
        raise ClientRefusal(f"{component['custom_id']} needs a {what}")
