"""An MP4 as a tree of boxes that a test can change before it is written again."""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

HOLDERS = frozenset({b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl"})

Change = Callable[["Node"], "Node"]


@dataclass(frozen=True)
class Node:
    """`inside` is the content, or what it holds."""

    kind: bytes
    inside: "bytes | tuple[Node, ...]"

    @property
    def data(self) -> bytes:
        return self.inside if isinstance(self.inside, bytes) else written(self.inside)

    def holding(self, *more: "Node") -> "Node":
        assert isinstance(self.inside, tuple)
        return replace(self, inside=(*self.inside, *more))


def read(data: bytes) -> tuple[Node, ...]:
    nodes = []
    place = 0
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + size]
        nodes.append(Node(kind, read(content) if kind in HOLDERS else content))
        place += size
    return tuple(nodes)


def written(nodes: Iterable[Node]) -> bytes:
    return b"".join(struct.pack(">I4s", 8 + len(node.data), node.kind) + node.data for node in nodes)


def changed(nodes: Iterable[Node], kind: bytes, change: Change) -> tuple[Node, ...]:
    """Every box of the kind, however deep, after the change of what it holds."""
    return tuple(_changed(node, kind, change) for node in nodes)


def _changed(node: Node, kind: bytes, change: Change) -> Node:
    if isinstance(node.inside, tuple):
        node = replace(node, inside=changed(node.inside, kind, change))
    return change(node) if node.kind == kind else node


def places(table: Node) -> list[int]:
    """Of the chunks, by `stco` or `co64`."""
    data = table.data
    return list(
        struct.unpack_from(f">{int.from_bytes(data[4:8], 'big')}{'Q' if table.kind == b'co64' else 'I'}", data, 8)
    )


def moved(by: Callable[[int], int]) -> Change:
    """A `stco` whose chunks lie elsewhere."""

    def change(table: Node) -> Node:
        new = [by(place) for place in places(table)]
        return Node(b"stco", struct.pack(f">II{len(new)}I", 0, len(new), *new))

    return change


def widened(table: Node) -> Node:
    """A `stco` as a `co64`."""
    return Node(b"co64", struct.pack(f">II{len(places(table))}Q", 0, len(places(table)), *places(table)))


def all_places(nodes: Iterable[Node]) -> list[int]:
    """Of every chunk of every track, in the order of the file."""
    found: list[int] = []

    def look(table: Node) -> Node:
        found.extend(places(table))
        return table

    changed(nodes, b"stco", look)
    return sorted(found)
