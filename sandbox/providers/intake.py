"""Where a submit becomes a task: the key, the limits, the body, the first frame, in the order of a real service."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.clock import Clock
from sandbox.faults import FAULT
from sandbox.providers import bodies
from sandbox.providers.account import Account
from sandbox.providers.models import Model
from sandbox.providers.pictures import Picture, PictureError, read_first_frame
from sandbox.providers.refusals import Refusal
from sandbox.providers.render import Renderer
from sandbox.providers.settings import Settings
from sandbox.providers.tasks import OUTCOMES, Outcome, Submit, Task, shorten

HUGE_MEGABYTES = 12.0
AS_USUAL = "as-usual"
"""The outcome that takes back those which no task has taken yet."""


class Intake:
    """`begin` is given each accepted task, `drop` each one whose picture could not be used after that."""

    def __init__(
        self,
        account: Account,
        models: Mapping[str, Model],
        settings: Settings,
        clock: Clock,
        renderer: Renderer,
        chance: random.Random,
        begin: Callable[[Task], None],
        drop: Callable[[Task], None],
    ) -> None:
        self._account = account
        self._models = models
        self._settings = settings
        self._clock = clock
        self._renderer = renderer
        self._chance = chance
        self._begin = begin
        self._drop = drop
        self._outcomes: deque[Outcome] = deque()
        self._reading: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        for reading in self._reading:
            reading.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    def expect(self, kind: str, options: dict[str, Any]) -> None:
        """The next accepted task ends so; called several times, the tasks after it in turn."""
        if kind == AS_USUAL:
            self._outcomes.clear()
            return
        if kind not in OUTCOMES:
            raise ValueError(f"no such outcome: {kind}")
        self._outcomes.append(Outcome(kind, options))

    async def take(
        self, model_name: str, request: web.Request, client: aiohttp.ClientSession, make_id: Callable[[int], str]
    ) -> tuple[Task, dict[str, Any]]:
        """The accepted task and its whole body; a Refusal is what stands in the way."""
        submit = Submit(self._clock.time(), model_name)
        self._account.submits.append(submit)
        try:
            model, body = await self._check(submit, request)
            picture = await self._read_at_once(model, body, client)
        except Refusal as refusal:
            submit.refusal = refusal.what
            raise
        task = self._accept(submit, model, make_id)
        if self._settings.check_picture == "task" and model.images(body):
            reading = asyncio.create_task(self._read_later(task, body, client))
            self._reading.add(reading)
            reading.add_done_callback(self._reading.discard)
        else:
            self._start_clip(task, body, picture)
        return task, body

    async def _check(self, submit: Submit, request: web.Request) -> tuple[Model, dict[str, Any]]:
        self._account.check_key(request)
        model = self._models.get(submit.model)
        if model is None or submit.model in self._settings.retired:
            raise Refusal("no-model")
        self._account.count_request()
        body = await bodies.read_object(request)
        submit.body = shorten(body)
        bodies.check_body(model, body, strict=self._settings.strict)
        self._account.check_money(model.price)
        self._refuse_as_told(request)
        return model, body

    def _refuse_as_told(self, request: web.Request) -> None:
        """A fault of the kind `refuse` names a reason; an outcome may refuse the content at once."""
        rule = request.get(FAULT)
        if rule is not None and rule.kind == "refuse":
            raise Refusal(str(rule.options.get("what", "body")), str(rule.options.get("detail", "")))
        expected = self._outcomes[0] if self._outcomes else Outcome()
        if expected.kind == "content-refused" and expected.options.get("at") == "submit":
            self._outcomes.popleft()
            raise Refusal("content", str(expected.options.get("reason", "")))

    async def _read_at_once(
        self, model: Model, body: Mapping[str, Any], client: aiohttp.ClientSession
    ) -> Picture | None:
        if self._settings.check_picture == "task":
            return None
        try:
            return await read_first_frame(client, model, body)
        except PictureError as error:
            raise Refusal(error.what) from error

    def _accept(self, submit: Submit, model: Model, make_id: Callable[[int], str]) -> Task:
        outcome = self._outcomes.popleft() if self._outcomes else Outcome()
        spread = self._chance.uniform(1 - self._settings.spread, 1 + self._settings.spread)
        seconds = outcome.options.get("seconds", self._settings.render_seconds * spread)
        task_id = make_id(self._chance.getrandbits(128))
        task = Task(task_id, model, submit, self._clock.time(), seconds, outcome)
        self._account.bill(submit, task.id, model.price)
        self._begin(task)
        return task

    async def _read_later(self, task: Task, body: Mapping[str, Any], client: aiohttp.ClientSession) -> None:
        try:
            picture = await read_first_frame(client, task.model, body)
        except PictureError as error:
            task.fail_early(error.what, self._clock.time())
            self._drop(task)
        else:
            self._start_clip(task, body, picture)

    def _start_clip(self, task: Task, body: Mapping[str, Any], picture: Picture | None) -> None:
        if picture is not None:
            task.first_frame = (picture.width, picture.height)
        if task.outcome.needs_clip:
            huge = task.outcome.kind == "huge"
            megabytes = task.outcome.options.get("megabytes", HUGE_MEGABYTES) if huge else None
            content = None if picture is None else picture.content
            task.clip = self._renderer.start(task.model.prompt(body), content, megabytes)
