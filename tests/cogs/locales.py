"""The files of the languages, as their tests read them."""

from collections.abc import Iterator, Mapping

from fluent.syntax import FluentParser, ast

from cogs.tongue import FOLDER

VARIABLE_LENGTH = 10
"""Characters that a variable is taken to have, where a text has a limit."""
Entry = ast.Message | ast.Term
Entries = Mapping[str, Entry]
"""By id; a term's begins with its dash."""


def source_of(name: str) -> str:
    return (FOLDER / f"{name}.ftl").read_text(encoding="utf-8")


def parse(source: str) -> list[Entry | ast.Junk]:
    body = FluentParser(with_spans=False).parse(source).body
    return [entry for entry in body if isinstance(entry, ast.Message | ast.Term | ast.Junk)]


def name_of(entry: Entry) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name


def entries(source: str) -> dict[str, Entry]:
    return {name_of(entry): entry for entry in parse(source) if not isinstance(entry, ast.Junk)}


def nodes(node: object) -> Iterator[ast.BaseNode]:
    """This node and all below it."""
    if isinstance(node, ast.BaseNode):
        yield node
        for child in vars(node).values():
            yield from nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child)


def references(entry: Entry) -> set[str]:
    found = set()
    for node in nodes(entry):
        if isinstance(node, ast.MessageReference):
            found.add(node.id.name)
        elif isinstance(node, ast.TermReference):
            found.add(f"-{node.id.name}")
    return found


def variables(entry: Entry, among: Entries) -> set[str]:
    """Its own and those of the words it quotes."""
    found = {node.id.name for node in nodes(entry) if isinstance(node, ast.VariableReference)}
    for name in references(entry) & among.keys():
        found |= variables(among[name], among)
    return found


def letters(entry: Entry) -> str:
    """The text of its own, without what it quotes."""
    return "".join(node.value for node in nodes(entry.value) if isinstance(node, ast.TextElement)).strip()


def longest(node: object, among: Entries) -> int:
    """How many characters it can have."""
    match node:
        case ast.Pattern():
            return sum(longest(element, among) for element in node.elements)
        case ast.TextElement() | ast.Literal():
            return len(node.value)
        case ast.Placeable():
            return longest(node.expression, among)
        case ast.SelectExpression():
            return max(longest(variant.value, among) for variant in node.variants)
        case ast.MessageReference() | ast.TermReference():
            name = f"-{node.id.name}" if isinstance(node, ast.TermReference) else node.id.name
            return longest(among[name].value, among)
        case _:
            return VARIABLE_LENGTH
