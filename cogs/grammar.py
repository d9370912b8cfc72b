"""The grammar of a language, as far as words need it: its plural forms, its ordinals and its decimal sign."""

from collections.abc import Mapping

from babel.core import Locale
from babel.localedata import LocaleDataDict
from babel.numbers import parse_pattern
from babel.plural import PluralRule

UNGROUPED = "#0.###"
"""2345 stays 2345: widths, heights and lengths read better so."""


class Grammar(Locale):
    """Says itself what babel would read from CLDR: that takes 5 MB of memory for the first language, and 1 MB for
    each that follows. The rules are CLDR's, without the Spanish form for whole millions."""

    def __init__(
        self,
        language: str,
        *,
        plurals: Mapping[str, str] | None = None,
        ordinals: Mapping[str, str] | None = None,
        decimal: str = ".",
    ) -> None:
        super().__init__(language)
        self.ordinal = PluralRule(dict(ordinals or {}))
        self._plurals = PluralRule(dict(plurals or {}))
        self._formats = LocaleDataDict({None: parse_pattern(UNGROUPED)})
        self._symbols = LocaleDataDict({"latn": {"decimal": decimal, "group": "", "minusSign": "-"}})

    @property
    def plural_form(self) -> PluralRule:
        return self._plurals

    @property
    def decimal_formats(self) -> LocaleDataDict:
        return self._formats

    @property
    def number_symbols(self) -> LocaleDataDict:
        return self._symbols


ENGLISH = Grammar(
    "en",
    plurals={"one": "i = 1 and v = 0"},
    ordinals={
        "one": "n % 10 = 1 and n % 100 != 11",
        "two": "n % 10 = 2 and n % 100 != 12",
        "few": "n % 10 = 3 and n % 100 != 13",
    },
)
SPANISH = Grammar("es", plurals={"one": "n = 1"}, decimal=",")
CHINESE = Grammar("zh")
