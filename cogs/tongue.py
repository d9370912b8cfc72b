"""Tongues: the words of one language, found by id. Each language is one file in locales/."""

import logging
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser

from cogs.grammar import CHINESE, ENGLISH, SPANISH, Grammar
from cogs.mentions import mention

FOLDER = Path(__file__).parent / "locales"
DEFAULT = "en-US"
GRAMMARS = {DEFAULT: ENGLISH, "es-ES": SPANISH, "zh-CN": CHINESE}
"""The languages there are, by the names of their files."""
LANGUAGES = {name.partition("-")[0]: name for name in GRAMMARS}
"""The file of a language wherever it is spoken: `es-419` reads `es-ES`."""
REMEMBERED = 64

log = logging.getLogger(__name__)


class _Bundle(FluentBundle):
    """Words that have been read, and grammar that is not babel's own."""

    def __init__(self, name: str, grammar: Grammar) -> None:
        self._grammar = grammar
        functions: dict[str, Any] = {"ORDINAL": grammar.ordinal, "COMMAND": mention}
        super().__init__([name], functions=functions, use_isolating=False)
        source = (FOLDER / f"{name}.ftl").read_text(encoding="utf-8")
        self.add_resource(FluentParser(with_spans=False).parse(source))

    def _get_babel_locale(self) -> Grammar:
        return self._grammar


@dataclass(frozen=True, slots=True)
class Tongue:
    locale: str
    """The name of its file, whatever was asked for."""
    _words: _Bundle = field(repr=False, compare=False)

    def say(self, key: str, **values: str | int | float) -> str:
        """A value is shown as it is. What this language lacks is said in English, and what nobody has, by its id."""
        said = self.own(key, **values)
        if said is None and self.locale != DEFAULT:
            said = tongue_for(DEFAULT).own(key, **values)
        return key if said is None else said

    def own(self, key: str, **values: str | int | float) -> str | None:
        """What this language itself says; None where it does not know how."""
        if not self._words.has_message(key) or (pattern := self._words.get_message(key).value) is None:
            _complain(self.locale, key, "is not there")
            return None
        try:
            said, mistakes = self._words.format_pattern(pattern, values)
        except ArithmeticError as error:  # infinity, or a number with more digits than babel writes
            said, mistakes = key, [error]
        for mistake in mistakes:
            _complain(self.locale, key, f"{type(mistake).__name__}: {mistake}")
        return None if mistakes else str(said)


@cache
def _complain(locale: str, key: str, wrong: str) -> None:
    """Once for each; a word is asked for again and again."""
    log.error("words in %s: %s: %s", locale, key, wrong)


@lru_cache(REMEMBERED)
def tongue_for(locale: str) -> Tongue:
    """The tongue for a locale of Discord, `es-419`; English where there is none. The first call reads its file."""
    return _tongue(LANGUAGES.get(locale.partition("-")[0], DEFAULT))


@cache
def _tongue(name: str) -> Tongue:
    return Tongue(name, _Bundle(name, GRAMMARS[name]))
