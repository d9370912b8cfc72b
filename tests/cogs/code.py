"""The source of cogs/, as its tests read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cogs

FILES = sorted(Path(cogs.__file__).parent.glob("*.py"))
ASKING = frozenset({"say", "own", "term"})
"""What takes the id of a word."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def asked_for() -> Iterator[str]:
    """The ids that are written where a word is asked for."""
    for call in (node for path in FILES for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)):
        if call.args and called(call) in ASKING and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def literals() -> Iterator[str]:
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
