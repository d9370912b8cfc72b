"""Novita AI on the loopback: submit, task result, balance, in the forms of its own pages."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.providers.emulator import Emulator
from sandbox.providers.refusals import Refusal
from sandbox.providers.settings import NovitaSettings
from sandbox.providers.tasks import State, Task

STATUSES: Mapping[State, str] = {
    "waiting": "TASK_STATUS_QUEUED",
    "rendering": "TASK_STATUS_PROCESSING",
    "strange": "TASK_STATUS_POSTPROCESSING",
    "succeeded": "TASK_STATUS_SUCCEED",
    "failed": "TASK_STATUS_FAILED",
}
REFUSALS: Mapping[str, tuple[int, str, str]] = {
    "no-key": (403, "INVALID_API_KEY", "invalid api-key"),
    "key": (403, "INVALID_API_KEY", "invalid api-key"),
    "no-model": (404, "API_NOT_FOUND", "api not found"),
    "not-allowed": (403, "FEATURE_NOT_ALLOWED", "feature not allowed"),
    "no-task": (404, "TASK_NOT_FOUND", "task not found"),
    "rate": (429, "RATE_LIMIT_EXCEEDED", "rate limit exceeded"),
    "body": (400, "INVALID_REQUEST_BODY", "invalid request body"),
    "too-large-body": (413, "INVALID_REQUEST_BODY", "request body too large"),
    "money": (400, "BILLING_BALANCE_NOT_ENOUGH", "balance not enough"),
    "content": (400, "ILLEGAL_PROMPT", "the prompt violates the content policy"),
    "unreachable": (400, "INVALID_IMAGE_FORMAT", "failed to download image"),
    "no-picture": (400, "INVALID_IMAGE_FORMAT", "invalid image"),
    "wrong-format": (400, "INVALID_IMAGE_FORMAT", "unsupported image format"),
    "too-many-bytes": (400, "IMAGE_FILE_EXCEEDS_MAX_SIZE", "image file exceeds max size"),
    "too-small": (400, "INVALID_IMAGE_SIZE", "the short side must be more than 300 px"),
    "wrong-ratio": (400, "INVALID_IMAGE_SIZE", "the aspect ratio must be between 2:5 and 5:2"),
    "too-large": (400, "IMAGE_EXCEEDS_MAX_RESOLUTION", "image exceeds max resolution"),
    "create-failed": (500, "CREATE_TASK_FAILED", "create task failed"),
}
FAILURES: Mapping[str, str] = {
    "failed": "model inference failed",
    "failed-no-reason": "",
    "content-refused": "ILLEGAL_PROMPT: the content was rejected by moderation",
    "cancelled": "task cancelled",
    "timeout": "task timeout",
}


class Novita(Emulator[NovitaSettings]):
    name = "novita"
    signed_media = True

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/v3/async/task-result", self._answer_look)
        router.add_post("/v3/async/{model}", self._answer_submit)
        router.add_get("/openapi/v1/billing/balance/detail", self._answer_balance)
        router.add_route("*", "/{rest:.*}", self._answer_nothing)

    def place_of(self, request: web.Request) -> str | None:
        if request.path == "/v3/async/task-result":
            return "novita.look"
        is_submit = request.method == "POST" and request.path.startswith("/v3/async/")
        return "novita.submit" if is_submit else None

    def make_id(self, number: int) -> str:
        return str(uuid.UUID(int=number, version=4))

    def answer_refusal(self, refusal: Refusal) -> web.Response:
        status, reason, message = REFUSALS[refusal.what]
        if refusal.what == "content" and refusal.detail:
            reason = refusal.detail
        elif refusal.detail:
            message = refusal.detail
        error: dict[str, Any] = {"code": status, "reason": reason, "message": message}
        if self.settings.metadata != "missing":
            error["metadata"] = {} if self.settings.metadata == "object" else []
        return web.json_response(error, status=status)

    def webhook_url(self, request: web.Request, body: Mapping[str, Any]) -> str | None:
        """Documented as `extra.webhook.url`; the page of Video-01 knows no `extra`, so it is refused there."""
        match body:
            case {"extra": {"webhook": {"url": str(url)}}}:
                return url
        return None

    def webhook_event(self, task: Task) -> tuple[bytes, Mapping[str, str]]:
        payload = self._result(task, self.lasting_state(task))
        event = {"event_type": "ASYNC_TASK_RESULT", "payload": payload}
        return json.dumps(event).encode(), {"Content-Type": "application/json"}

    async def _answer_submit(self, request: web.Request) -> web.Response:
        task = await self.take_submit(request.match_info["model"], request)
        return web.json_response({"task_id": task.id})

    async def _answer_look(self, request: web.Request) -> web.Response:
        self.account.check_key(request)
        task, state = self.look(request.query.get("task_id", ""))
        return web.json_response(self._result(task, state))

    async def _answer_nothing(self, request: web.Request) -> web.Response:
        raise Refusal("no-model")

    async def _answer_balance(self, request: web.Request) -> web.Response:
        """Amounts are strings in 1/10000 US dollar."""
        self.account.check_key(request)
        left = str(round(self.account.balance * 10_000))
        nothing = dict.fromkeys(("creditLimit", "pendingCharges", "outstandingInvoices"), "0")
        return web.json_response({"availableBalance": left, "cashBalance": left, **nothing})

    def _result(self, task: Task, state: State) -> dict[str, Any]:
        succeeded = state == "succeeded"
        result: dict[str, Any] = {"task": self._describe(task, state)}
        lists: dict[str, list[Any]] = {
            "images": [],
            "videos": [self._video(task)] if succeeded and task.outcome.kind != "no-video" else [],
        }
        if self.settings.extra:
            result["extra"] = self._extra(task)
            lists["audios"] = []
        elif succeeded and task.outcome.kind == "nsfw":
            result["extra"] = {"has_nsfw_contents": [True]}
        for name, items in lists.items():
            if items or self.settings.lists == "empty":
                result[name] = items
            elif self.settings.lists == "null":
                result[name] = None
        return result

    def _describe(self, task: Task, state: State) -> dict[str, Any]:
        reason = ""
        if state == "failed":
            reason = task.outcome.options.get("reason") or self._failure_text(task.failure or "failed")
        described = {
            "task_id": task.id,
            "task_type": task.model.name.replace("-", "_").upper(),
            "status": STATUSES[state],
            "reason": reason,
        }
        if not self.settings.progress:
            return described
        percent, eta = self._progress(task, state)
        return described | {"eta": eta, "progress_percent": percent}

    def _failure_text(self, what: str) -> str:
        return FAILURES[what] if what in FAILURES else REFUSALS[what][2]

    def _progress(self, task: Task, state: State) -> tuple[int, int]:
        """Percent and seconds left; at the end 100 and 0, or 0 and 0 as in one of the documented answers."""
        if state not in ("rendering", "strange"):
            return (100 if state == "succeeded" and self.settings.progress_at_end else 0), 0
        share = task.share(self.clock.time())
        return min(99, int(share * 100)), round((1 - share) * task.seconds)

    def _video(self, task: Task) -> dict[str, Any]:
        video: dict[str, Any] = {"video_url": self.link(task), "video_type": "mp4"}
        seconds = int(self.settings.media_seconds)
        match self.settings.ttl:
            case "string":
                video["video_url_ttl"] = str(seconds)
            case "int":
                video["video_url_ttl"] = seconds
            case "zero":
                video["video_url_ttl"] = "0"
            case "missing":
                pass
        return video

    def _extra(self, task: Task) -> dict[str, Any]:
        times = (task.created, task.started, task.ended)
        names = ("submit_time_ms", "execute_time_ms", "complete_time_ms")
        stamps = {name: str(int((at or 0) * 1000)) for name, at in zip(names, times, strict=True)}
        return {"seed": "0", "enable_nsfw_detection": False, "debug_info": {"request_info": "", **stamps}}
