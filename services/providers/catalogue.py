"""The catalogue: which models can be ordered here, read from models.toml and the operator's own file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.errors import SettingsError
from domain.models import Model, Offer
from services.providers.entries import read_model

MODELS_FILE = Path(__file__).with_name("models.toml")
MOST_CHOICES = 25
"""Discord shows so many suggestions."""
WHOLE = frozenset({"parameters"})
"""Tables that an own file replaces instead of adding to them."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The models that are switched on and that a provider with a key offers, in the order of the files."""

    models: tuple[Model, ...]
    default: Model

    def get(self, key: str) -> Model | None:
        return next((model for model in self.models if model.key == key), None)

    def search(self, text: str) -> list[Model]:
        """Models whose key or label holds every word of `text`, those that begin with it first."""
        words = text.casefold().split()
        found = [model for model in self.models if all(word in _names(model) for word in words)]
        found.sort(key=lambda model: (not _begins(model, text), model.key != self.default.key))
        return found[:MOST_CHOICES]

    def offers(self, model: Model, order: Sequence[str]) -> list[Offer]:
        """What the providers of `order` offer, in that order."""
        return [model.offers[provider] for provider in order if provider in model.offers]


def _names(model: Model) -> str:
    return f"{model.key}\n{model.label}".casefold()


def _begins(model: Model, text: str) -> bool:
    start = text.strip().casefold()
    return any(name.startswith(start) for name in _names(model).split("\n"))


def load_catalogue(path: Path | None, switched_on: frozenset[str] | None, providers: tuple[str, ...]) -> Catalogue:
    """`path` is the operator's own file, laid over ours; `switched_on` the keys that the setting MODELS names.

    Raises SettingsError with every mistake of both files at once, or where nothing is left to order.
    """
    tables = read_file(MODELS_FILE)
    place = MODELS_FILE.name
    if path is not None:
        tables, place = overlay(tables, read_file(path)), path.name
    every, enabled, default = _read_models(tables, place, switched_on)
    keys = enabled if switched_on is None else switched_on
    models = tuple(_offered(model, providers) for model in every if model.key in keys)
    models = tuple(model for model in models if model.offers)
    if not models:
        raise SettingsError((_nothing_left(every, keys, providers),))
    return Catalogue(models, next((model for model in models if model.key == default), models[0]))


def read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError((f"{path.name} cannot be read: {error}",)) from error


def overlay(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` wins, field by field."""
    merged = dict(under)
    for name, value in over.items():
        below = merged.get(name)
        deeper = isinstance(value, dict) and isinstance(below, dict) and name not in WHOLE
        merged[name] = overlay(below, value) if deeper and below is not None else value
    return merged


def _read_models(
    tables: Mapping[str, Any], place: str, switched_on: frozenset[str] | None
) -> tuple[list[Model], frozenset[str], str]:
    """All models, the keys of those the file switches on, and the key of the default."""
    mistakes = [f"{place}: {name} is not known." for name in sorted(tables.keys() - {"default", "models"})]
    entries = tables.get("models")
    if not isinstance(entries, dict):
        raise SettingsError((*mistakes, f"{place}: models must be tables: [models.KEY]."))
    read = {key: read_model(key, value, place, mistakes) for key, value in entries.items()}
    default = tables.get("default")
    if not (isinstance(default, str) and default in entries):
        mistakes.append(f"{place}: default must be one of {', '.join(entries)}, not {default!r}.")
    unknown = sorted((switched_on or frozenset()) - entries.keys())
    mistakes += [f"MODELS names {key}, which is none of {', '.join(entries)}." for key in unknown]
    if mistakes:
        raise SettingsError(tuple(mistakes))
    enabled = frozenset(key for key, (_, is_on) in read.items() if is_on)
    return [model for model, _ in read.values()], enabled, str(default)


def _offered(model: Model, providers: tuple[str, ...]) -> Model:
    return replace(model, offers={name: offer for name, offer in model.offers.items() if name in providers})


def _nothing_left(every: Sequence[Model], keys: frozenset[str], providers: tuple[str, ...]) -> str:
    have = ", ".join(providers) or "no provider"
    lost = ", ".join(f"{model.key} ({' or '.join(model.offers)})" for model in every if model.key in keys)
    if not lost:
        return "No model is switched on: name one in MODELS, or set enabled = true in the file of models."
    return f"No model can be ordered with the keys for {have}: {lost}. Add a key or change MODELS."
