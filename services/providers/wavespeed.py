"""WaveSpeedAI: every answer in an envelope `{code, message, data}`, though some pages of its documentation show the
bare task. A code other than 200 is an error, whatever the HTTP status; a failed generation is a success to both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from domain.errors import Down
from domain.jobs import Failure
from domain.looks import Finished, Look, Refused, Waiting
from services.providers.body import request_body, request_path
from services.providers.http import TIMEOUTS, Answer, Api, Sessions, Timeouts
from services.providers.port import Found, Submission
from services.providers.readings import (
    join_words,
    read_dotted,
    read_list,
    read_object,
    read_task_id,
    read_text,
    read_time,
    read_url,
    read_whole,
)
from services.providers.verdicts import Verdict, failure_of, judge, look_error, submit_error

ROOT = "/api/v3/"
TASKS_PATH = f"{ROOT}predictions"
PAGE_SIZE = 50
MOST_PAGES = 20
LIST_BYTES = 16_000_000
"""A list may repeat the inputs of its tasks, and those hold pictures."""

FINISHED = frozenset({"completed", "succeeded"})
UNMADE = frozenset({"failed", "cancelled", "canceled", "timeout", "deleted"})
INPUTS = ("input", "inputs")
VERDICTS = {1200: Verdict.CONTENT, 1400: Verdict.ORDER, 1401: Verdict.ORDER, 1402: Verdict.ORDER}
"""WaveSpeed's codes of a task, which count as codes of an envelope too. Those left out blame the service."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer without its envelope, or one that never had one."""

    code: int
    """The envelope's where there is one, else the HTTP status."""
    task: Mapping[str, Any] = field(repr=False)
    words: str = field(repr=False)
    is_readable: bool

    @property
    def is_success(self) -> bool:
        return 200 <= self.code < 300

    @property
    def tells_of_task(self) -> bool:
        """Codes from 1000 on are about the task and not about the request."""
        return (self.is_success or self.code >= 1000) and bool(read_text(self.task.get("status")))


class WaveSpeed:
    """The provider `wavespeed`."""

    name = "wavespeed"

    def __init__(self, sessions: Sessions, key: str, base_url: str, timeouts: Timeouts = TIMEOUTS) -> None:
        self._api = Api(sessions, self.name, key, base_url, timeouts)

    @property
    def allows_private_hosts(self) -> bool:
        return self._api.is_local

    async def submit(self, submission: Submission) -> str:
        answer = await self._api.submit(request_path(submission), request_body(submission))
        reply = open_envelope(answer)
        verdict = judge_reply(reply)
        task_id = read_task_id(reply.task.get("id"))
        # Even beside a server error: whoever names a task and its status has made it.
        is_made = reply.is_success or read_text(reply.task.get("status"))
        if task_id is not None and is_made and verdict is Verdict.UNKNOWN:
            return task_id
        raise submit_error(self._api, answer, verdict, reply.words)

    async def look(self, task_id: str) -> Look:
        """The path is made from the id: the address in `urls.get` may lead anywhere, and the key with it."""
        answer = await self._api.look(f"{TASKS_PATH}/{quote(task_id, safe='')}/result")
        reply = open_envelope(answer)
        if answer.is_success and reply.tells_of_task:
            return self._api.scrub_look(read_look(reply))
        raise look_error(self._api, answer, judge_reply(reply), reply.words)

    async def find(self, submission: Submission, since: datetime, until: datetime) -> list[Found] | None:
        """All pages are read until one is older than `since`; the list comes newest first.

        The service's own filters are not used: a time or a model that it read otherwise than meant would hide
        a task that was paid for.
        """
        found: dict[str, Found | None] = {}
        for number in range(1, MOST_PAGES + 1):
            tasks = await self._page(number)
            news = {str(task["id"]).strip(): compare(task, submission, since, until) for task in tasks}
            is_end = news.keys() <= found.keys() or is_before(tasks[-1], since)
            found |= news
            if is_end:
                return [candidate for candidate in found.values() if candidate]
        raise Down(self.name, reason="The list of tasks does not end.")

    async def _page(self, number: int) -> list[Mapping[str, Any]]:
        body = {"page": number, "page_size": PAGE_SIZE}
        answer = await self._api.page(TASKS_PATH, body, LIST_BYTES)
        reply = open_envelope(answer)
        items = reply.task.get("items")
        if answer.is_success and reply.is_success and isinstance(items, list):
            return [item for item in map(read_object, items) if read_task_id(item.get("id"))]
        verdict = judge_reply(reply)
        verdict = Verdict.UNKNOWN if verdict is Verdict.MISSING else verdict
        raise look_error(self._api, answer, verdict, reply.words)


def open_envelope(answer: Answer) -> Reply:
    fields = answer.fields
    has_envelope = "data" in fields or fields.keys().isdisjoint({"id", "items"})
    task = read_object(fields.get("data")) if has_envelope else fields
    words = join_words(fields.get("message"), fields.get("error_code"), task.get("error"), answer.text)
    return Reply(read_code(answer, has_envelope), task, words, bool(fields))


def read_code(answer: Answer, has_envelope: bool) -> int:
    """The envelope refines a success and a bad request; any other HTTP status stands for itself."""
    code = read_whole(answer.fields.get("code")) if has_envelope else None
    if code and (answer.is_success or (answer.status == 400 and code in VERDICTS)):
        return code
    return answer.status


def judge_reply(reply: Reply) -> Verdict:
    """A 5xx is never definite, whatever it says: the task may have been made before something broke."""
    return VERDICTS.get(reply.code) or judge(reply.code, reply.words, reply.is_readable)


def read_look(reply: Reply) -> Look:
    """There is no progress to read, and a warning about nudity takes no output away."""
    status = read_text(reply.task.get("status")).strip().lower()
    if status in FINISHED:
        return read_finished(reply.task)
    if status in UNMADE:
        return Refused(read_failure(reply, status), join_words(reply.task.get("error")))
    return Waiting()


def read_finished(task: Mapping[str, Any]) -> Look:
    """Outputs are addresses, or objects that hold one."""
    for output in read_list(task.get("outputs")):
        url = read_url(output) or read_url(read_object(output).get("url"))
        if url is not None:
            return Finished(url)
    return Refused(Failure.NO_VIDEO)


def read_failure(reply: Reply, status: str) -> Failure:
    """By the task's code where it has one, else by its words."""
    verdict = VERDICTS.get(read_whole(reply.task.get("code")) or reply.code)
    if verdict is not None:
        return Failure(verdict.value)
    return Failure.FORGOTTEN if status == "deleted" else failure_of(reply.words)


def compare(task: Mapping[str, Any], submission: Submission, since: datetime, until: datetime) -> Found | None:
    """None where something that the task tells contradicts; what a task leaves out, contradicts nothing."""
    model, created = read_text(task.get("model")), read_time(task.get("created_at"))
    if model and model != request_path(submission).removeprefix(ROOT):
        return None
    if created is not None and not since.replace(microsecond=0) <= created <= until:
        return None
    told = [read_text(read_dotted(task.get(name), submission.offer.prompt_field)) for name in INPUTS]
    prompts = [prompt for prompt in told if prompt]
    if any(prompt.split() != submission.prompt.split() for prompt in prompts):
        return None
    return Found(str(task["id"]).strip(), tells_prompt=bool(prompts))


def is_before(task: Mapping[str, Any], since: datetime) -> bool:
    created = read_time(task.get("created_at"))
    return created is not None and created < since.replace(microsecond=0)
