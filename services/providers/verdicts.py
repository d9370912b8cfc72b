"""What an answer that is no success means, in the few kinds that the bot can act on.

A verdict other than UNKNOWN is a promise that the request was not accepted. So it is given only where the service
itself said so: by a documented reason or number, or by a status that no service accepts a request with.
"""

import re
from enum import StrEnum
from typing import assert_never

from domain.errors import Busy, Down, Forgotten, OperatorNeeded, ProviderError, Rejected
from domain.jobs import Failure
from services.providers.http import Answer, Api


class Verdict(StrEnum):
    KEY = "key"
    MONEY = "money"
    MODEL = "model"
    MISSING = "missing"
    """Not known to the service: the model's path at a submit, the task at a look."""
    BUSY = "busy"
    CONTENT = "content"
    ORDER = "order"
    UNKNOWN = "unknown"


MONEY_WORDS = re.compile(
    r"\b(insufficient|not enough|out of|no)[\s_]+(account[\s_]+)?(balance|credits?|funds?)\b"
    r"|\b(balance|credits?|funds?)[\s_]+((is|are)[\s_]+)?(insufficient|not[\s_]enough|too low|exhausted|empty|used up)"
    r"|\btop(ping)?[- ]?up\b|\brecharge\b|\bpayment required\b",
    re.IGNORECASE,
)
CONTENT_WORDS = re.compile(
    r"\bmoderat(ed|ion)\b|\bnsfw\b|\bsensitive\b|\bprohibited\b|\bflagged\b|\bunsafe\b|\bviolat\w+"
    r"|\bcontent[ _](policy|safety|check|filter\w*|refused|rejected)\b|\bsafety (system|filter|checker)\b"
    r"|\billegal[ _](prompt|image|content)|\binappropriate\b",
    re.IGNORECASE,
)
ORDER_WORDS = re.compile(
    r"\binvalid[ _](parameter|image|input|request)|\bmedia access failed\b|\baspect ratio\b|\bshort side\b"
    r"|\b(image|picture)\W+(\w+\W+)?(format|size|resolution|cannot|could not|too)\b",
    re.IGNORECASE,
)
UNDECIDED = frozenset({408, 409, 425, 499})
"""Answers in the 4xx that do not say whether the request was taken."""


def judge(status: int, words: str, is_readable: bool) -> Verdict:
    """By number, then by words. `is_readable`: the service itself spoke, and not a gateway in front of it."""
    match status:
        case 429:  # before any words: "top up to raise your limit" is no empty account
            return Verdict.BUSY
        case 402:
            return Verdict.MONEY
        case 401 | 403:
            return Verdict.MONEY if MONEY_WORDS.search(words) else Verdict.KEY
        case 404:
            return Verdict.MISSING if is_readable else Verdict.MODEL
        case 413:
            return Verdict.ORDER
        case _ if 400 <= status < 500 and status not in UNDECIDED and is_readable:
            return _judge_refusal(words)
        case _:
            return Verdict.UNKNOWN


def _judge_refusal(words: str) -> Verdict:
    if MONEY_WORDS.search(words):
        return Verdict.MONEY
    return Verdict.CONTENT if CONTENT_WORDS.search(words) else Verdict.ORDER


def failure_of(words: str) -> Failure:
    """Why a task that the service accepted ended without a video, as far as its words tell."""
    if CONTENT_WORDS.search(words):
        return Failure.CONTENT
    return Failure.ORDER if ORDER_WORDS.search(words) else Failure.RENDER


def submit_error(api: Api, answer: Answer, verdict: Verdict, words: str) -> ProviderError:
    provider, status, reason = api.provider, answer.status, api.scrub(words)
    match verdict:
        case Verdict.KEY | Verdict.MONEY | Verdict.MODEL:
            return OperatorNeeded(provider, status, reason, about=verdict.value)
        case Verdict.MISSING:
            return OperatorNeeded(provider, status, reason, about=Verdict.MODEL.value)
        case Verdict.BUSY:
            return Busy(provider, status, reason, retry_after=answer.retry_after)
        case Verdict.CONTENT:
            return Rejected(provider, status, reason, failure=Failure.CONTENT)
        case Verdict.ORDER:
            return Rejected(provider, status, reason, failure=Failure.ORDER)
        case Verdict.UNKNOWN:
            return Down(provider, status, reason)
    assert_never(verdict)


def look_error(api: Api, answer: Answer, verdict: Verdict, words: str) -> ProviderError:
    """A look that was refused for a reason of its own says nothing about the task: it is repeated."""
    provider, status, reason = api.provider, answer.status, api.scrub(words)
    match verdict:
        case Verdict.KEY | Verdict.MONEY:
            return OperatorNeeded(provider, status, reason, about=verdict.value)
        case Verdict.BUSY:
            return Busy(provider, status, reason, retry_after=answer.retry_after)
        case Verdict.MISSING:
            return Forgotten(provider, status, reason)
        case Verdict.MODEL | Verdict.CONTENT | Verdict.ORDER | Verdict.UNKNOWN:
            return Down(provider, status, reason)
    assert_never(verdict)
