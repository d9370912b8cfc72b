"""One model's entry in the catalogue's file, read strictly: every mistake becomes a line, none stops the reading."""

import math
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from domain.errors import Rejected
from domain.models import PROVIDERS, FrameForm, FrameRules, FrameUse, Model, Offer
from services.providers.body import request_body
from services.providers.port import Submission

KEY = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*")

MODEL_FIELDS = ("label", "enabled", "prompt_limit", "usual_seconds", "slow_seconds", "frame", "offers")
FRAME_FIELDS = ("use", "most_bytes", "over_side", "least_ratio", "most_ratio")
OFFER_FIELDS = (
    "path",
    "frame_path",
    "prompt_field",
    "frame_field",
    "frame_form",
    "parameters",
    "price_usd",
)


class Table:
    """One table of the file. What is missing or wrong is put down as a mistake and read as the default."""

    def __init__(self, value: Any, place: str, known: tuple[str, ...], mistakes: list[str]) -> None:
        self.place = place
        self.mistakes = mistakes
        self._values: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.complain(f"must be a table, not {value!r}")
        for name in sorted(self._values.keys() - set(known)):
            self.complain(f"{name} is not known; known are {', '.join(known)}")

    def complain(self, what: str) -> None:
        self.mistakes.append(f"{self.place}: {what}.")

    def refuse(self, name: str, wanted: str, value: Any) -> None:
        self.complain(f"{name} is missing: {wanted}" if value is None else f"{name} must be {wanted}, not {value!r}")

    def take(self, name: str, default: Any = None) -> Any:
        return self._values.get(name, default)

    def inner(self, name: str, known: tuple[str, ...]) -> "Table":
        return Table(self.take(name, {}), f"{self.place}, {name}", known, self.mistakes)

    def text(self, name: str, longest: int) -> str:
        value = self.take(name)
        if isinstance(value, str) and value.strip() and len(value) <= longest and value.isprintable():
            return value.strip()
        self.refuse(name, f"a text of 1 to {longest} letters", value)
        return "?"

    def pattern(self, name: str, pattern: re.Pattern[str], example: str, default: str | None = None) -> str:
        value = self.take(name, default)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self.refuse(name, f"a name like {example}", value)
        return example

    def flag(self, name: str, default: bool) -> bool:
        value = self.take(name, default)
        if not isinstance(value, bool):
            self.refuse(name, "true or false", value)
        return value is True

    def number(self, name: str, least: float, most: float, default: float | None = None) -> float:
        value = self.take(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.refuse(name, f"a number from {least:,g} to {most:,g}", value)
        return least

    def whole(self, name: str, least: int, most: int, default: int | None = None) -> int:
        value = self.take(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.refuse(name, f"a whole number from {least:,} to {most:,}", value)
        return least

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.take(name, default)
        if value in allowed:
            return str(value)
        self.refuse(name, f"one of {', '.join(allowed)}", value)
        return default


def read_model(key: str, value: Any, place: str, mistakes: list[str]) -> tuple[Model, bool]:
    """The model, and whether the file switches it on. It may be used only if no mistake was put down."""
    table = Table(value, f"{place}, model {key}", MODEL_FIELDS, mistakes)
    if not KEY.fullmatch(key):
        table.complain("a key is made of small letters, digits, dots and hyphens")
    usual = table.number("usual_seconds", 1, 86_400)
    frame = read_frame(table.inner("frame", FRAME_FIELDS))
    model = Model(
        key=key,
        label=table.text("label", 80),
        frame=frame,
        prompt_limit=table.whole("prompt_limit", 1, 100_000),
        usual_seconds=usual,
        slow_seconds=table.number("slow_seconds", usual, 86_400),
        offers=read_offers(table.inner("offers", PROVIDERS), frame.use),
    )
    return model, table.flag("enabled", False)


def read_frame(table: Table) -> FrameRules:
    usual = FrameRules()
    least = table.number("least_ratio", 0.01, 1, usual.least_ratio)
    most = table.number("most_ratio", 1, 100, usual.most_ratio)
    if least >= most:
        table.complain(
            f"least_ratio must be less than most_ratio, not {least:g} and {most:g}: no picture lies between them"
        )
    return FrameRules(
        use=FrameUse(table.choice("use", tuple(FrameUse), usual.use)),
        most_bytes=table.whole("most_bytes", 10_000, 100_000_000, usual.most_bytes),
        over_side=table.whole("over_side", 0, 10_000, usual.over_side),
        least_ratio=least,
        most_ratio=most,
    )


def read_offers(table: Table, use: FrameUse) -> dict[str, Offer]:
    providers = [name for name in PROVIDERS if table.take(name) is not None]
    if not providers:
        table.complain(f"at least one of {', '.join(PROVIDERS)} is needed")
    return {name: read_offer(name, table.inner(name, OFFER_FIELDS), use) for name in providers}


def read_offer(provider: str, table: Table, use: FrameUse) -> Offer:
    path = table.pattern("path", PATH, "/v3/async/model")
    takes_frame = use is not FrameUse.NONE
    offer = Offer(
        provider=provider,
        path=path,
        frame_path=table.pattern("frame_path", PATH, "/v3/async/model", path),
        prompt_field=table.pattern("prompt_field", FIELD, "prompt", "prompt"),
        frame_field=table.pattern("frame_field", FIELD, "image") if takes_frame else None,
        frame_form=FrameForm(table.choice("frame_form", tuple(FrameForm), FrameForm.URL)),
        parameters=read_parameters(table),
    )
    if table.take("price_usd") is not None:
        table.number("price_usd", 0, 10_000)  # for whoever reads the file: nothing is reckoned with it
    check_body(offer, table)
    return offer


def read_parameters(table: Table) -> Mapping[str, Any]:
    value = table.take("parameters", {})
    if not isinstance(value, dict):
        table.complain(f"parameters must be a table, not {value!r}")
        return {}
    if not is_json(value):
        table.complain("parameters may hold texts, finite numbers, true, false, lists and tables only")
        return {}
    return value


def is_json(value: Any) -> bool:
    match value:
        case dict():
            return all(map(is_json, value.values()))
        case list():
            return all(map(is_json, value))
        case float():
            return math.isfinite(value)
        case _:
            return not isinstance(value, date | time)


def check_body(offer: Offer, table: Table) -> None:
    """Put a trial order into the offer's own names, to find names that stand in one another's way."""
    frame = None if offer.frame_field is None else "frame"
    try:
        request_body(Submission(offer=offer, prompt="prompt", frame=frame))
    except (ValueError, Rejected) as error:
        table.complain(str(error))
