"""Command mentions: `</video:1234>`, which Discord shows as a command that can be pressed."""

from collections.abc import Mapping

_ids: dict[str, int] = {}
"""Discord's ids of the commands, by every name that a member may see: of the whole process, as the words are."""


def learn(ids: Mapping[str, int]) -> None:
    _ids.clear()
    _ids.update(ids)


def mention(name: str) -> str:
    """In plain letters where the command's id is not known."""
    return f"</{name}:{_ids[name]}>" if name in _ids else f"/{name}"
