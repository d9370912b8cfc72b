"""No sentence for people is written in the code: they all stand in locales/."""

import ast
import re
import textwrap
from collections.abc import Iterator

import pytest

from tests.cogs.code import FILES, called, tree_of

NOT_FOR_MEMBERS = frozenset({"HTTP , code "})
"""Sentences for the log that are made elsewhere than in its call."""
QUIET = frozenset({"_complain", "Grammar"})
"""Calls that log, and such that take the rules of a grammar."""
PATTERNED = frozenset({"compile", "sub", "fullmatch", "search", "match", "split"})
"""Calls of `re`."""


def sentences(node: ast.AST) -> Iterator[str]:
    """The literals with a letter and a space that are no documentation or grammar, not logged, raised or asserted."""
    if isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Call) and _is_quiet(node)):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    text = _text(node)
    if text is not None:
        if " " in text and re.search(r"[^\W\d_]", text):
            yield text
        if isinstance(node, ast.Constant):
            return
    for child in ast.iter_child_nodes(node):
        if not (text is not None and isinstance(child, ast.Constant)):
            yield from sentences(child)


def _is_quiet(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    name = owner.id if isinstance(owner, ast.Name) else ""
    return name == "log" or called(call) in QUIET or (name == "re" and called(call) in PATTERNED)


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
        case _:
            return None


def test_no_sentence_for_people_stands_in_the_code() -> None:
    found = {text: path.name for path in FILES for text in sentences(tree_of(path))}

    assert {text: name for text, name in found.items() if text not in NOT_FOR_MEMBERS} == {}
    assert found.keys() >= NOT_FOR_MEMBERS


@pytest.mark.parametrize(
    "source",
    [
        'await send("Here it is")',
        'text = f"Here is {link}"',
        "text = f\"{link}: {', '.join(x)} is here\"",
        "text = f\"{tell('me this')}\"",
        'NAMES = {"a": "Here it is"}',
        'text = "这里 有"',
        'logger("Here it is")',
    ],
)
def test_a_sentence_is_found_wherever_it_hides(source: str) -> None:
    assert list(sentences(ast.parse(source)))


def test_what_is_not_for_people_is_left_alone() -> None:
    source = '''
    """A docstring with spaces."""
    LIMIT = 3
    """What it means."""
    log.info("job %s is here", job)
    log.error(f"job {job} is here")
    A = re.compile("a b")
    text = f"**{label}** · {say('card-looking')}"
    assert a, "it is not"
    raise ValueError(f"an answer {x} here")
    '''
    assert list(sentences(ast.parse(textwrap.dedent(source)))) == []
