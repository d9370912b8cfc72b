"""WaveSpeedAI on the loopback: submit, result, list, delete, balance, prices, models, in its envelope."""

import json
import secrets
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from aiohttp import web

from sandbox.providers import bodies
from sandbox.providers.emulator import Emulator
from sandbox.providers.predictions import Search, describe, status_word
from sandbox.providers.refusals import Refusal
from sandbox.providers.settings import WavespeedSettings
from sandbox.providers.tasks import State, Task
from sandbox.providers.webhooks import sign

REFUSALS: Mapping[str, tuple[int, str]] = {
    "no-key": (401, "invalid authentication"),
    "key": (401, "invalid authentication"),
    "no-model": (404, "model not found"),
    "no-task": (404, "prediction not found"),
    "rate": (429, "rate limit exceeded"),
    "body": (400, "invalid parameters"),
    "too-large-body": (413, "request body too large"),
    "money": (402, "insufficient credits, please top up"),
    "content": (400, "content moderation: the request was flagged"),
    "unreachable": (400, "media access failed"),
    "no-picture": (400, "image: cannot be decoded"),
    "wrong-format": (400, "image: format must be JPG, JPEG or PNG"),
    "too-many-bytes": (400, "image: size must not exceed 20MB"),
    "too-small": (400, "image: short side must be greater than 300px"),
    "wrong-ratio": (400, "image: aspect ratio must be between 2:5 and 5:2"),
    "too-large": (400, "image: resolution is too large"),
}


class Wavespeed(Emulator[WavespeedSettings]):
    name = "wavespeed"
    signed_media = False

    @cached_property
    def webhook_secret(self) -> str:
        return f"whsec_{secrets.token_hex(24)}"

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/api/v3/predictions", self._answer_list)
        router.add_post("/api/v3/predictions/delete", self._answer_delete_many)
        router.add_get("/api/v3/predictions/{id}", self._answer_look)
        router.add_get("/api/v3/predictions/{id}/result", self._answer_look)
        router.add_delete("/api/v3/predictions/{id}", self._answer_delete)
        router.add_get("/api/v3/balance", self._answer_balance)
        router.add_get("/api/v3/models", self._answer_models)
        router.add_post("/api/v3/model/price", self._answer_price)
        router.add_get("/api/v3/webhook/secret", self._answer_secret)
        router.add_post("/api/v3/media/upload/binary", self._answer_upload)
        router.add_post("/api/v3/media/uploads", self._answer_ticket)
        router.add_post("/api/v3/{model:.+}", self._answer_submit)
        router.add_route("*", "/{rest:.*}", self._answer_nothing)

    def place_of(self, request: web.Request) -> str | None:
        match request.method, request.path.removeprefix("/api/v3/").split("/"):
            case "GET", ["predictions", _] | ["predictions", _, "result"]:
                return "wavespeed.look"
            case "POST", ["predictions"]:
                return "wavespeed.list"
            case "POST", ["predictions" | "model" | "media", *_]:
                return None
            case "POST", _:
                return "wavespeed.submit"
        return None

    def make_id(self, number: int) -> str:
        return f"{number:032x}"

    def answer_refusal(self, refusal: Refusal) -> web.Response:
        code, message = REFUSALS[refusal.what]
        if refusal.what == "money":
            code = self.settings.money_status
        error: dict[str, Any] = {"code": code, "message": refusal.detail or message}
        if code == 403:
            error["error_code"] = "FORBIDDEN"
        return web.json_response(error, status=200 if self.settings.errors_in_envelope else code)

    def webhook_url(self, request: web.Request, body: Mapping[str, Any]) -> str | None:
        return request.query.get("webhook")

    def webhook_event(self, task: Task) -> tuple[bytes, Mapping[str, str]]:
        """The bare prediction with its inputs, signed."""
        event = self._describe(task, self.lasting_state(task)) | {"input": task.inputs}
        body = json.dumps(event).encode()
        return body, sign(body, self.webhook_secret, task.id, self.clock.time())

    def _wrap(self, data: object) -> web.Response:
        return web.json_response({"code": 200, "message": "success", "data": data})

    def _wrap_prediction(self, task: Task, state: State) -> web.Response:
        prediction = self._describe(task, state)
        return self._wrap(prediction) if self.settings.envelope else web.json_response(prediction)

    async def _answer_submit(self, request: web.Request) -> web.Response:
        task = await self.take_submit(request.match_info["model"], request)
        return self._wrap_prediction(task, "waiting")

    async def _answer_look(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        return self._wrap_prediction(*self.look(request.match_info["id"]))

    async def _answer_nothing(self, request: web.Request) -> web.Response:
        raise Refusal("no-model")

    async def _answer_delete(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        task = self.delete(request.match_info["id"])
        return self._wrap({"id": task.id, "status": "deleted"})

    async def _answer_delete_many(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        body = await bodies.read_object(request)
        ids = body.get("ids")
        if not isinstance(ids, list):
            raise Refusal("body", "ids: expected a list")
        return self._wrap([{"id": self.delete(str(task_id)).id, "status": "deleted"} for task_id in ids])

    async def _answer_balance(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        return self._wrap({"balance": round(self.account.balance, 4)})

    async def _answer_secret(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        return self._wrap({"secret": self.webhook_secret})

    async def _answer_upload(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        return self._wrap(await self.media.uploads.take_file(request))

    async def _answer_ticket(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        return self._wrap(await self.media.uploads.give_ticket(request))

    async def _answer_models(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        return self._wrap([self._describe_model(name) for name in self.models])

    def _describe_model(self, name: str) -> dict[str, Any]:
        model = self.models[name]
        run = {"type": "model_run", "method": "POST", "api_path": f"/api/v3/{name}"}
        schemas = [{**run, "server": self.url, "request_schema": model.schema()}]
        described = {"model_id": name, "name": name, "type": model.type, "base_price": model.price}
        return {**described, "api_schema": {"api_schemas": schemas}}

    async def _answer_price(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        body = await bodies.read_object(request)
        model = self.models.get(str(body.get("model_id")))
        if model is None:
            raise Refusal("no-model")
        price = {"price": model.price, "discounted_price": model.price, "discount_rate": 0}
        return self._wrap({**price, "currency": "USD"})

    async def _answer_list(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        search = Search.read(await bodies.read_object(request))
        self.catch_up()
        found = [(task, state) for task, state in self._kept() if search.finds(task, self._status(task, state))]
        first = (search.page - 1) * search.page_size
        items = [self._describe_item(task, state) for task, state in found[first : first + search.page_size]]
        return self._wrap({"page": search.page, "total": len(found), "items": items})

    def _kept(self) -> Iterator[tuple[Task, State]]:
        """Newest first, with their states of this moment."""
        now = self.clock.time()
        for task in reversed(self.tasks.values()):
            state = task.state(now, self.settings.keep_seconds)
            if state not in ("forgotten", "deleted"):
                yield task, state

    def _status(self, task: Task, state: State) -> str:
        return status_word(task, state, self.settings.words)

    def _describe(self, task: Task, state: State) -> dict[str, Any]:
        has_clip = state == "succeeded" and task.outcome.kind != "no-video"
        return describe(task, state, self.settings, self.url, self.link(task) if has_clip else None)

    def _describe_item(self, task: Task, state: State) -> dict[str, Any]:
        item = self._describe(task, state)
        return item | {"input": task.inputs} if self.settings.list_inputs else item
