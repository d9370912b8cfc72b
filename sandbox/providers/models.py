"""The models of both services as data, and what each refuses in a request's body."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "image": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "any": object,
}


@dataclass(frozen=True)
class Field:
    """One field of a body. `least` and `most` bound a number, or the letters of a string."""

    kind: str
    required: bool = False
    least: float | None = None
    most: float | None = None
    values: tuple[str | int, ...] = ()
    data: bool = False
    megabytes: int = 20
    fields: Mapping[str, "Field"] = field(default_factory=dict)

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        inner = {name: Field.read(entry) for name, entry in table.get("fields", {}).items()}
        return cls(**{**table, "values": tuple(table.get("values", ())), "fields": inner})

    def problems(self, name: str, value: object) -> Iterator[str]:
        if not self.fits_kind(value):
            yield f"{name}: expected {'string' if self.kind == 'image' else self.kind}"
        elif self.values and value not in self.values:
            yield f"{name}: must be one of {', '.join(map(str, self.values))}"
        elif isinstance(value, dict) and self.kind == "object":
            yield from object_problems(self.fields, value, f"{name}.")
        elif self.kind in ("string", "integer", "number"):
            yield from self.bound_problems(name, value)

    def fits_kind(self, value: object) -> bool:
        if isinstance(value, bool) and self.kind in ("integer", "number"):
            return False
        return isinstance(value, KINDS[self.kind])

    def bound_problems(self, name: str, value: object) -> Iterator[str]:
        size = len(value) if isinstance(value, str) else value
        what = "length" if isinstance(value, str) else "value"
        assert isinstance(size, int | float)
        if self.least is not None and size < self.least:
            yield f"{name}: {what} must be at least {self.least:g}"
        if self.most is not None and size > self.most:
            yield f"{name}: {what} must be at most {self.most:g}"


@dataclass(frozen=True)
class Model:
    name: str
    price: float
    fields: Mapping[str, Field]
    type: str = ""
    forbid: Mapping[str, object] = field(default_factory=dict)

    def problems(self, body: Mapping[str, object]) -> list[str]:
        """What the service has against this body; nothing if it is taken."""
        found = list(object_problems(self.fields, body, ""))
        if self.forbid and all(body.get(name) == value for name, value in self.forbid.items()):
            found.append(f"{' and '.join(self.forbid)} do not go together")
        return found

    def prompt(self, body: Mapping[str, Any]) -> str:
        return str(body.get("prompt") or body.get("input", {}).get("prompt") or "")

    def images(self, body: Mapping[str, Any]) -> list[tuple[Field, str]]:
        """The images of a body that has no problems; the first of them is the first frame."""
        return list(find_images(self.fields, body))

    def schema(self) -> dict[str, Any]:
        """As JSON schema, in the form of WaveSpeed's list of models."""
        return object_schema(self.fields)


def object_problems(fields: Mapping[str, Field], body: Mapping[str, object], prefix: str) -> Iterator[str]:
    for name in body.keys() - fields.keys():
        yield f"{prefix}{name}: additional property is not allowed"
    for name, rule in fields.items():
        if name in body:
            yield from rule.problems(prefix + name, body[name])
        elif rule.required:
            yield f"{prefix}{name}: is required"


def find_images(fields: Mapping[str, Field], body: Mapping[str, Any]) -> Iterator[tuple[Field, str]]:
    for name, rule in fields.items():
        if rule.kind == "image" and name in body:
            yield rule, body[name]
        elif rule.kind == "object":
            yield from find_images(rule.fields, body.get(name, {}))


def object_schema(fields: Mapping[str, Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, rule in fields.items() if rule.required],
        "properties": {name: field_schema(rule) for name, rule in fields.items()},
        "x-order-properties": list(fields),
    }


def field_schema(rule: Field) -> dict[str, Any]:
    if rule.kind == "object":
        return object_schema(rule.fields)
    least, most = ("minLength", "maxLength") if rule.kind == "string" else ("minimum", "maximum")
    schema = {"type": "string" if rule.kind == "image" else rule.kind}
    bounds = {least: rule.least, most: rule.most, "enum": list(rule.values) or None}
    return schema | {name: bound for name, bound in bounds.items() if bound is not None}


def read_models(service: str) -> dict[str, Model]:
    """The models of `novita` or `wavespeed`, by the name that stands in their path."""
    tables = tomllib.loads((Path(__file__).parent / "models.toml").read_text("utf-8"))[service]
    return {name: read_model(name, table) for name, table in tables.items()}


def read_model(name: str, table: Mapping[str, Any]) -> Model:
    fields = {field_name: Field.read(entry) for field_name, entry in table["fields"].items()}
    return Model(name, table["price"], fields, table.get("type", ""), table.get("forbid", {}))
