"""What a trouble is: something that goes wrong once, or until it is switched off again."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.providers import Novita, Wavespeed
from sandbox.providers.intake import AS_USUAL

Service = Novita | Wavespeed


@dataclass(frozen=True)
class Shot:
    """Goes wrong once (or so many times), from the next request on. `act` sets it up."""

    id: str
    label: str
    act: Callable[[], object] = field(repr=False)


@dataclass(frozen=True)
class Switch:
    """Stays wrong until it is switched off again; `told` is its sentence while it is on."""

    id: str
    label: str
    told: str
    is_on: Callable[[], bool] = field(repr=False)
    turn: Callable[[bool], object] = field(repr=False)


@dataclass(frozen=True)
class Group:
    label: str
    entries: tuple[Shot | Switch, ...]
    is_open: bool = False

    def json(self) -> dict[str, Any]:
        return {"label": self.label, "open": self.is_open, "entries": [entry_json(entry) for entry in self.entries]}


def entry_json(entry: Shot | Switch) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": entry.id, "label": entry.label}
    return shown | {"on": entry.is_on()} if isinstance(entry, Switch) else shown


class Endings:
    """How the next tasks of one service shall end: the sentences of those that no task has taken yet."""

    def __init__(self, service: Service, room: str) -> None:
        self._service = service
        self._room = room
        self._waiting: deque[str] = deque()
        self._seen = 0

    def add(self, told: str, kind: str, **options: Any) -> None:
        self._forget_taken()
        self._waiting.append(f"{self._room}, next video: {told}")
        self._service.next_outcome(kind, **options)

    def waiting(self) -> list[str]:
        self._forget_taken()
        return list(self._waiting)

    def clear(self) -> None:
        self._waiting.clear()
        self._service.next_outcome(AS_USUAL)

    def _forget_taken(self) -> None:
        for _ in range(min(len(self._service.tasks) - self._seen, len(self._waiting))):
            self._waiting.popleft()
        self._seen = len(self._service.tasks)
