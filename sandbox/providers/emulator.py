"""What both services do alike: take submits, let their tasks run, and offer the clips."""

import abc
import math
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Generic, Self, TypeVar

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Middleware

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers import bodies
from sandbox.providers.account import Account
from sandbox.providers.intake import Intake
from sandbox.providers.line import Line
from sandbox.providers.media import Entry, Media
from sandbox.providers.models import read_models
from sandbox.providers.refusals import Refusal
from sandbox.providers.render import Renderer
from sandbox.providers.serving import serve
from sandbox.providers.settings import Settings
from sandbox.providers.tasks import State, Submit, Task
from sandbox.providers.webhooks import Webhooks
from sandbox.transport import Handler

S = TypeVar("S", bound=Settings)


class Emulator(abc.ABC, Generic[S]):
    """One service on a port of its own, its clips on another. A subclass gives it its paths and words.

    `submits` holds every POST that reached it, `tasks` what came of them, `looks` how often it was asked.
    """

    name: str
    signed_media: bool

    def __init__(
        self, settings: S, clock: Clock, faults: Faults, renderer: Renderer, key: str, chance: random.Random
    ) -> None:
        self.url = ""
        self.settings = settings
        self.clock = clock
        self.faults = faults
        self.models = read_models(self.name)
        self.tasks: dict[str, Task] = {}
        self.looks = 0
        self.account = Account(key, settings, clock)
        self.media = Media(clock, faults, signed=self.signed_media)
        self.webhooks = Webhooks(settings, clock)
        self._line = Line(lambda: self.settings.at_once)
        self._intake = Intake(self.account, self.models, settings, clock, renderer, chance, self._begin, self._drop)

    @property
    def key(self) -> str:
        return self.account.key

    @property
    def submits(self) -> list[Submit]:
        return self.account.submits

    @property
    def leaked_keys(self) -> int:
        return self.media.leaked_keys

    @asynccontextmanager
    async def serve(self, port: int = 0, media_port: int = 0) -> AsyncIterator[Self]:
        middlewares = [self.faults.middleware(self.place_of), self._answer_refusals()]
        app = web.Application(middlewares=middlewares, client_max_size=bodies.MOST_BYTES)
        self.add_routes(app.router)
        app.on_shutdown.append(self.faults.stop)
        async with aiohttp.ClientSession() as self._client, self.media.serve(media_port):
            async with serve(app, port) as self.url:
                yield self
            await self._intake.close()
            await self.webhooks.close()

    @abc.abstractmethod
    def add_routes(self, router: web.UrlDispatcher) -> None: ...

    @abc.abstractmethod
    def place_of(self, request: web.Request) -> str | None:
        """The place of this request in the sense of the faults."""

    @abc.abstractmethod
    def make_id(self, number: int) -> str:
        """A task id of this service's form from 128 random bits."""

    @abc.abstractmethod
    def answer_refusal(self, refusal: Refusal) -> web.Response: ...

    @abc.abstractmethod
    def webhook_url(self, request: web.Request, body: Mapping[str, Any]) -> str | None:
        """Where this submit wants to be told of its task's end."""

    @abc.abstractmethod
    def webhook_event(self, task: Task) -> tuple[bytes, Mapping[str, str]]: ...

    def next_outcome(self, kind: str, **options: Any) -> None:
        """The next task that is accepted ends so (see `tasks.OUTCOMES`); after several calls, the next in turn.

        `seconds` sets the rendering time of any kind. `reason` (and for WaveSpeed `code`) go with the failures,
        `megabytes` with `huge`, `at="submit"` with `content-refused`, `at="start"` with `forgotten`.
        """
        self._intake.expect(kind, options)

    async def take_submit(self, model_name: str, request: web.Request) -> Task:
        task, body = await self._intake.take(model_name, request, self._client, self.make_id)
        url = self.webhook_url(request, body)
        if url is not None and task.outcome.kind != "forgotten":
            self.webhooks.watch(task, url, self._client, self.catch_up, lambda: self.webhook_event(task))
        return task

    def _begin(self, task: Task) -> None:
        self.tasks[task.id] = task
        self._line.join(task, self.clock.time())

    def _drop(self, task: Task) -> None:
        self._line.leave(task, self.clock.time())
        self._close(task)

    def catch_up(self) -> None:
        """Let everything happen that was due by now."""
        for task in self._line.turn(self.clock.time()):
            self._close(task)

    def _close(self, task: Task) -> None:
        if task.failure is not None:
            if self.settings.refund:
                self.account.refund(task.submit, task.model.price)
        elif task.clip is not None and task.ended is not None and task.outcome.kind != "dead-link":
            path = None if task.outcome.kind == "not-a-video" else task.clip.path
            life = self.settings.keep_seconds if self.signed_media else self.settings.media_seconds
            self.media.offer(f"{task.id}.mp4", Entry(path, self.settings.media_type, task.ended + life))

    def delete(self, task_id: str) -> Task:
        """The task is gone and its place is free; what it cost is not given back."""
        task, _ = self.find(task_id)
        task.deleted = True
        self._line.leave(task, self.clock.time())
        return task

    def find(self, task_id: str) -> tuple[Task, State]:
        """The task with its state of this moment; a forgotten one is as unknown as one that never was."""
        self.catch_up()
        task = self.tasks.get(task_id)
        state = "forgotten" if task is None else task.state(self.clock.time(), self.settings.keep_seconds)
        if task is None or state == "forgotten":
            raise Refusal("no-task")
        return task, state

    def lasting_state(self, task: Task) -> State:
        """Its state as if results were kept for ever."""
        return task.state(self.clock.time(), math.inf)

    def look(self, task_id: str) -> tuple[Task, State]:
        self.looks += 1
        self.account.count_look()
        task, state = self.find(task_id)
        task.looks += 1
        return task, state

    def link(self, task: Task) -> str:
        """Where the clip of a task that succeeded is fetched."""
        name, seconds = f"{task.id}.mp4", self.settings.media_seconds
        if task.link is None and task.outcome.kind == "expired-link":
            gone = name if self.signed_media else f"gone-{name}"
            task.link = self.media.link(gone, seconds, self.clock.time() - seconds - 2)
        elif task.link is None or self.settings.renew_links:
            task.link = self.media.link(name, seconds)
        return task.link

    def listing(self, most: int = 50) -> list[dict[str, Any]]:
        """The newest tasks for people to see; no prompts, no links."""
        self.catch_up()
        now, keep = self.clock.time(), self.settings.keep_seconds
        newest = list(self.tasks.values())[-most:][::-1]
        return [
            {"id": task.id, "model": task.model.name, "state": task.state(now, keep), "created": task.created}
            for task in newest
        ]

    def _answer_refusals(self) -> Middleware:
        @web.middleware
        async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except Refusal as refusal:
                response = self.answer_refusal(refusal)
                if refusal.what == "rate" and self.settings.retry_after is not None:
                    response.headers["Retry-After"] = f"{self.settings.retry_after:g}"
                return response

        return answer
