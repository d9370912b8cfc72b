"""Which tasks a service renders and which wait for their turn."""

import heapq
import itertools
from collections import deque
from collections.abc import Callable

from sandbox.providers.tasks import Task


class Line:
    """Tasks begin at once as long as fewer than `at_once()` are rendering (None: no limit), else in turn.

    Nothing happens between two requests; `turn` catches up with everything that was due by now, each thing at its
    own moment, so what a client sees does not depend on how often it looks.
    """

    def __init__(self, at_once: Callable[[], int | None]) -> None:
        self._at_once = at_once
        self._waiting: deque[Task] = deque()
        self._rendering: set[Task] = set()
        self._unrendered: set[Task] = set()
        self._due: list[tuple[float, int, Task]] = []
        self._count = itertools.count()

    def join(self, task: Task, now: float) -> None:
        self._waiting.append(task)
        self._begin(now)

    def leave(self, task: Task, now: float) -> None:
        """The task failed early or was deleted; its place is free."""
        if task in self._waiting:
            self._waiting.remove(task)
        self._rendering.discard(task)
        self._unrendered.discard(task)
        self._begin(now)

    def turn(self, now: float) -> list[Task]:
        """Catch up to now, and give the tasks that ended by it."""
        ended = [self._end(task, now) for task in list(self._unrendered) if task.is_rendered]
        while self._due and self._due[0][0] <= now:
            due, _, task = heapq.heappop(self._due)
            if task not in self._rendering:
                continue
            if task.is_rendered:
                ended.append(self._end(task, due))
            else:
                self._unrendered.add(task)
        self._begin(now)
        return ended

    def _end(self, task: Task, at: float) -> Task:
        task.end(at)
        self._rendering.discard(task)
        self._unrendered.discard(task)
        self._begin(at)
        return task

    def _begin(self, at: float) -> None:
        limit = self._at_once()
        while self._waiting and (limit is None or len(self._rendering) < limit):
            task = self._waiting.popleft()
            task.started = max(at, task.created)
            self._rendering.add(task)
            heapq.heappush(self._due, (task.due, next(self._count), task))
