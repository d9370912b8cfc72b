"""Every language holds the same words with the same variables, within Discord's limits, and all of them are used."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from fluent.syntax import ast

from cogs.places import RIGHTS, THREAD_RIGHTS, VOICE_RIGHTS
from cogs.refusals import RIGHTS as RIGHTS_WITH_NAMES
from cogs.tongue import DEFAULT, FOLDER, GRAMMARS
from tests.cogs.code import asked_for, literals
from tests.cogs.locales import (
    Entries,
    entries,
    letters,
    longest,
    name_of,
    parse,
    references,
    source_of,
    variables,
)

LIMITS = {
    "command-": 32,
    "menu-": 32,
    "option-": 32,
    "about-": 100,
    "choice-": 100,
    "button-": 80,
    "title-": 45,
    "field-": 45,
    "hint-": 100,
}
"""Discord's, by how an id begins."""
NAME = re.compile(r"[-_'\w]{1,32}")
"""Of a chat command and of what it takes; no capital letters either."""
SAME = {
    "es-ES": {"command-video", "command-videos", "span-seconds", "span-minutes"},
    "zh-CN": set[str](),
}
"""What really is the same in that language and in English."""
ENGLISH = source_of(DEFAULT)


def faults_of(name: str, source: str, english: str = ENGLISH) -> list[str]:
    there = entries(source)
    rules = [_writing(source), _twins(there), _lengths(there)]
    if name != DEFAULT:
        rules.append(_differences(there, entries(english), SAME[name]))
    return [f"{name}: {fault}" for rule in rules for fault in rule]


def _writing(source: str) -> Iterator[str]:
    read = parse(source)
    names = Counter(name_of(entry) for entry in read if not isinstance(entry, ast.Junk))
    yield from (f"cannot be read: {entry.content}" for entry in read if isinstance(entry, ast.Junk))
    yield from (f"{name} is there twice" for name, times in names.items() if times > 1)
    for name, entry in entries(source).items():
        yield from (f"{name} quotes {quoted}, which is not there" for quoted in references(entry) - names.keys())
        if entry.attributes:
            yield f"{name} has attributes"
        if not re.fullmatch(r"-?[a-z]+(-[a-z]+)*", name):
            yield f"{name} is no id in small letters"


def _twins(there: Entries) -> Iterator[str]:
    """Two commands, or two things that one command takes, with one name."""
    shown = Counter(
        (re.sub("-[^-]+$", "", name), letters(entry))
        for name, entry in there.items()
        if name.startswith(("command-", "option-", "menu-"))
    )
    yield from (f"{kind}: two are called {text}" for (kind, text), times in shown.items() if times > 1)


def _lengths(there: Entries) -> Iterator[str]:
    for name, entry in there.items():
        limit = next((limit for begin, limit in LIMITS.items() if name.startswith(begin)), None)
        if limit is not None and not references(entry) - there.keys() and longest(entry.value, there) > limit:
            yield f"{name} is longer than {limit}"
        text = letters(entry)
        if name.startswith(("command-", "option-")) and (not NAME.fullmatch(text) or text != text.lower()):
            yield f"{name} is no name: {text}"


def _differences(there: Entries, english: Entries, same: set[str]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in english.keys() - there.keys())
    yield from (f"{name} is not in English" for name in there.keys() - english.keys())
    for name in there.keys() & english.keys():
        mine, theirs = there[name], english[name]
        if variables(mine, there) != variables(theirs, english):
            yield f"{name} has other variables than in English"
        if mine.equals(theirs) and re.search("[a-z]", letters(mine)) and name not in same:
            yield f"{name} is still English"


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_language_is_whole_and_within_the_limits(name: str) -> None:
    assert len(entries(source_of(name))) > 60
    assert faults_of(name, source_of(name)) == []


def test_every_file_is_a_language_and_every_language_a_file() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.ftl" for name in GRAMMARS}


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_file_has_the_same_order_and_headings(name: str) -> None:
    assert outline(source_of(name)) == outline(ENGLISH)


def outline(source: str) -> list[str]:
    """Headings and ids, as they stand."""
    return re.findall(r"^(?:## .+|-?[a-z][a-z-]*(?= =))", source, re.MULTILINE)


@pytest.mark.parametrize(
    ("english", "spanish", "fault"),
    [
        ("a = Hello", "a = Hola\nb", "cannot be read"),
        ("a = Hello", "a = Hola\na = Hola", "twice"),
        ("a = Hello", "a = Hola { -b }", "quotes -b"),
        ("a = Hello", "a = Hola\n    .b = c", "attributes"),
        ("aB = Hello", "aB = Hola", "no id"),
        ("a = Hello\nb = You", "a = Hola", "b is missing"),
        ("a = Hello", "a = Hola\n-b = B", "-b is not in English"),
        ("a = Hello { $b }", "a = Hola", "other variables"),
        ("a = Hello { c }\nc = { $b }", "a = Hola { c }\nc = { $d }", "a has other variables"),
        ("a = Hello", "a = Hello", "still English"),
        ("command-a = hello", "command-a = Hola", "no name"),
        ("command-a = hello", "command-a = dos palabras", "no name"),
        ("option-a-b = hello", f"option-a-b = {'a' * 33}", "longer than 32"),
        ("menu-a = Hello you", f"menu-a = {'a ' * 16}a", "longer than 32"),
        ("command-a = a\ncommand-b = b", "command-a = uno\ncommand-b = uno", "two are called uno"),
        ("option-a-b = b\noption-a-c = c", "option-a-b = uno\noption-a-c = uno", "two are called uno"),
        ("about-a = Hello", f"about-a = {'a' * 101}", "longer than 100"),
        ("button-a = Hello { -b }\n-b = B", f"button-a = Hola {{ -b }}\n-b = {'c' * 80}", "longer than 80"),
        ("title-a = Hello", f"title-a = {'a' * 46}", "longer than 45"),
        ("field-a = { $n }", "field-a = { $n ->\n    [one] b\n   *[other] " + "c" * 46 + "\n}", "longer than 45"),
        ("hint-a = { $n }", "hint-a = { $n } " + "a" * 92, "longer than 100"),
    ],
)
def test_each_rule_can_fail(english: str, spanish: str, fault: str) -> None:
    assert any(fault in found for found in faults_of("es-ES", spanish, english))


def test_what_is_allowed_is_not_complained_about() -> None:
    english = "a = Hi { $b } { -c }\n-c = See\nmenu-a = Two words\nspan-seconds = { $count } s\noption-a-b = x"
    spanish = "a = Hola { -c } { $b }\n-c = Ve\nmenu-a = Dos Palabras\nspan-seconds = { $count } s\noption-a-b = añadir"

    assert faults_of("es-ES", spanish, english) == []


def test_every_id_that_the_code_asks_for_is_there() -> None:
    names = entries(ENGLISH).keys()
    kinds = {name.partition("-")[0] for name in names} - {""}
    asked = set(asked_for()) | {text for text in literals() if re.fullmatch(rf"({'|'.join(kinds)})(-[a-z]+)+", text)}

    assert len(asked) > 60
    assert asked - names == set()


def test_every_word_is_used() -> None:
    there = entries(ENGLISH)
    quoted = {name for entry in there.values() for name in references(entry)}

    assert there.keys() - set(literals()) - quoted == set()


def test_every_right_that_the_bot_may_lack_has_its_name() -> None:
    assert RIGHTS_WITH_NAMES.keys() == {*RIGHTS, *THREAD_RIGHTS, *VOICE_RIGHTS}
