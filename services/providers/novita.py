"""Novita AI: an asynchronous API without an envelope. Errors are `{code, reason, message}`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.jobs import Failure
from domain.looks import Finished, Look, Refused, Waiting
from services.providers.body import request_body, request_path
from services.providers.http import TIMEOUTS, Answer, Api, Sessions, Timeouts
from services.providers.port import Found, Submission
from services.providers.readings import (
    join_words,
    read_list,
    read_object,
    read_percent,
    read_task_id,
    read_text,
    read_url,
)
from services.providers.verdicts import Verdict, failure_of, judge, look_error, submit_error

RESULT_PATH = "/v3/async/task-result"

VERDICTS: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.CONTENT: ("ILLEGAL_PROMPT", "ILLEGAL_IMAGE_CONTENT"),
    Verdict.ORDER: (
        "INVALID_REQUEST_BODY",
        "IMAGE_FILE_EXCEEDS_MAX_SIZE",
        "INVALID_IMAGE_FORMAT",
        "IMAGE_EXCEEDS_MAX_RESOLUTION",
        "INVALID_IMAGE_SIZE",
        "IMAGE_NO_FACE_DETECTED",
        "INVALID_AUDIO_FILE",
        "INVALID_CUSTOM_OUTPUT_PATH",
    ),
    Verdict.MONEY: ("BILLING_BALANCE_NOT_ENOUGH", "NOT_ENOUGH_BALANCE"),
    Verdict.KEY: (
        "MISSING_API_KEY",
        "INVALID_API_KEY",
        "FAILED_TO_AUTH",
        "ACCESS_DENY",
        "BILLING_AUTH_FAILED",
        "NEED_REAL_NAME_VERIFY",
        "ANONYMOUS_ACCESS_QUOTA_EXCEEDS",
    ),
    Verdict.MODEL: ("API_NOT_FOUND", "MODEL_NOT_FOUND", "FEATURE_NOT_ALLOWED", "API_NOT_ALLOWED"),
    Verdict.MISSING: ("TASK_NOT_FOUND",),
    Verdict.BUSY: ("RATE_LIMIT_EXCEEDED",),
}
"""Novita's table of error codes. The reason decides and not the number, which differs between its pages."""
REASONS = {reason: verdict for verdict, reasons in VERDICTS.items() for reason in reasons}


class Novita:
    """The provider `novita`. It cannot list its tasks and does not cancel them."""

    name = "novita"

    def __init__(self, sessions: Sessions, key: str, base_url: str, timeouts: Timeouts = TIMEOUTS) -> None:
        self._api = Api(sessions, self.name, key, base_url, timeouts)

    @property
    def allows_private_hosts(self) -> bool:
        return self._api.is_local

    async def submit(self, submission: Submission) -> str:
        answer = await self._api.submit(request_path(submission), request_body(submission))
        task_id = read_task_id(answer.fields.get("task_id"))
        verdict = judge_submit(answer)
        if task_id is not None and verdict is Verdict.UNKNOWN:
            return task_id  # even beside a server error: whoever names a task has made it
        raise submit_error(self._api, answer, verdict, words_of(answer))

    async def look(self, task_id: str) -> Look:
        answer = await self._api.look(RESULT_PATH, {"task_id": task_id})
        task = read_object(answer.fields.get("task"))
        if answer.is_success and read_text(task.get("status")):
            return self._api.scrub_look(read_look(task, answer.fields))
        raise look_error(self._api, answer, judge_look(answer), words_of(answer))

    async def find(self, submission: Submission, since: datetime, until: datetime) -> list[Found] | None:
        return None


def words_of(answer: Answer) -> str:
    return join_words(answer.fields.get("reason"), answer.fields.get("message"), answer.text)


def judge_submit(answer: Answer) -> Verdict:
    """A 5xx is never definite, whatever it says: the task may have been made before something broke."""
    if answer.status >= 500:
        return Verdict.UNKNOWN
    known = REASONS.get(read_text(answer.fields.get("reason")).strip().upper())
    return known or judge(answer.status, words_of(answer), is_readable=bool(answer.fields))


def judge_look(answer: Answer) -> Verdict:
    """Only TASK_NOT_FOUND gives a task up: any other 404 may be a gateway's or a moved path."""
    verdict = judge_submit(answer)
    is_forgotten = read_text(answer.fields.get("reason")).strip().upper() == "TASK_NOT_FOUND"
    return Verdict.UNKNOWN if verdict is Verdict.MISSING and not is_forgotten else verdict


def read_look(task: Mapping[str, Any], fields: Mapping[str, Any]) -> Look:
    """`extra`, `eta`, the life of an address and every other list are optional and may be null: none is asked."""
    match read_text(task.get("status")):
        case "TASK_STATUS_SUCCEED":
            return read_finished(fields)
        case "TASK_STATUS_FAILED":
            reason = read_text(task.get("reason"))
            return Refused(read_failure(reason), reason)
        case "TASK_STATUS_PROCESSING":
            return Waiting(read_percent(task.get("progress_percent")))
        case _:
            return Waiting()


def read_finished(fields: Mapping[str, Any]) -> Look:
    for video in read_list(fields.get("videos")):
        url = read_url(read_object(video).get("video_url"))
        if url is not None:
            return Finished(url)
    return Refused(Failure.NO_VIDEO)


def read_failure(reason: str) -> Failure:
    """The text is free; it sometimes holds a word of the error table."""
    for word, verdict in REASONS.items():
        if word in reason.upper() and verdict in (Verdict.CONTENT, Verdict.ORDER):
            return Failure(verdict.value)
    return failure_of(reason)
