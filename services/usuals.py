"""How long each model usually takes: learned from the bot's own finished jobs."""

from collections import deque

from db.jobs import LEARN_FROM, Jobs
from domain.models import Model
from domain.pace import Usual, usual_of

UNKNOWN = Usual(fast=40.0, typical=120.0, slow=300.0)


class Usuals:
    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._durations: dict[str, deque[float]] = {}

    async def of(self, key: str, model: Model | None) -> Usual:
        """`model` is None for one that left the catalogue while its job was under way."""
        if key not in self._durations:
            self._durations[key] = deque(reversed(await self._jobs.durations(key)), maxlen=LEARN_FROM)
        return usual_of(self._durations[key], _stated(model))

    def learn(self, key: str, seconds: float) -> None:
        if key in self._durations:
            self._durations[key].append(seconds)


def _stated(model: Model | None) -> Usual:
    if model is None:
        return UNKNOWN
    return Usual(fast=model.usual_seconds * 0.7, typical=model.usual_seconds, slow=model.slow_seconds)
