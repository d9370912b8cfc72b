"""Values out of answers, read so that nonsense is nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.jobs import Failure
from services.providers import readings
from services.providers.http import read_retry_after
from services.providers.verdicts import MONEY_WORDS, Verdict, failure_of, judge

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("7", None, 7),
        ("0.5", None, 0.5),
        ("-3", None, 0),
        ("999999", None, 3600),
        ("nan", None, None),
        ("inf", None, None),
        ("soon", DATE, None),
        ("", DATE, None),
        (None, DATE, None),
        ("Wed, 21 Oct 2026 07:28:30 GMT", DATE, 30),
        ("Wed, 21 Oct 2026 07:27:30 GMT", DATE, 0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", None, None),
        ("Wed, 21 Oct 2026 07:28:30", DATE, None),
    ],
)
def test_a_retry_after_is_seconds_or_a_date(value: str | None, date: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, date) == seconds


@given(st.text(), st.none() | st.text())
def test_no_retry_after_is_an_error(value: str, date: str | None) -> None:
    seconds = read_retry_after(value, date)
    assert seconds is None or 0 <= seconds <= 3600


@pytest.mark.parametrize(
    ("value", "percent"),
    [(37, 37), (37.9, 37), ("37", 37), (-4, 0), (400, 100), (10**400, None), ("", None), (None, None), (True, None)],
)
def test_a_percentage_is_clamped(value: Any, percent: int | None) -> None:
    assert readings.read_percent(value) == percent


@pytest.mark.parametrize(
    ("value", "task_id"),
    [
        ("f6aec953-2e81-4a1b", "f6aec953-2e81-4a1b"),
        (" e6832d4abffb ", "e6832d4abffb"),
        (12, "12"),
        ("", None),
        ("..", None),
        ("a b", None),
        ("a\x00", None),
        ("é", None),
        ("x" * 201, None),
        (None, None),
        (True, None),
        (["a"], None),
    ],
)
def test_a_task_id_is_what_fits_into_an_address(value: Any, task_id: str | None) -> None:
    assert readings.read_task_id(value) == task_id


@pytest.mark.parametrize(
    "value",
    ["", "ftp://a.example/x", "javascript:1", "https://", "/x.mp4", "https://a b", "http://[", None, 1],
)
def test_an_address_that_leads_nowhere_is_none(value: Any) -> None:
    assert readings.read_url(value) is None


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2025-05-19T06:09:15.948268264Z", 948268),
        ("2025-05-19T06:09:15Z", 0),
        ("2025-05-19T08:09:15.5+02:00", 500000),
        ("2025-05-19T06:09:15", 0),
    ],
)
def test_a_time_may_have_any_number_of_digits(text: str, microsecond: int) -> None:
    assert readings.read_time(text) == datetime(2025, 5, 19, 6, 9, 15, microsecond, UTC)


@pytest.mark.parametrize("value", ["", "yesterday", None, 5, "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_time_that_is_none_is_none(value: Any) -> None:
    assert readings.read_time(value) is None


@pytest.mark.parametrize(
    "words",
    [
        "insufficient credits",
        "Insufficient account balance",
        "INSUFFICIENT_BALANCE",
        "your balance is not enough",
        "balance not enough",
        "please top up your account",
        "not enough credits",
        "Payment Required",
    ],
)
def test_money_is_known_by_its_words(words: str) -> None:
    assert judge(400, words, is_readable=True) is Verdict.MONEY
    assert judge(403, words, is_readable=True) is Verdict.MONEY


@pytest.mark.parametrize("words", ["prompt: a balance beam", "white balance", "film credits roll", "invalid field"])
def test_a_prompt_about_balance_is_not_about_money(words: str) -> None:
    assert not MONEY_WORDS.search(words)


def test_an_offer_to_top_up_for_a_higher_limit_is_no_empty_account() -> None:
    assert judge(429, "rate limit exceeded, top up to reach Silver", is_readable=True) is Verdict.BUSY


@pytest.mark.parametrize(
    ("words", "failure"),
    [
        ("NSFW content detected", Failure.CONTENT),
        ("the prompt violates the policy", Failure.CONTENT),
        ("image: aspect ratio must be between 2:5 and 5:2", Failure.ORDER),
        ("media access failed", Failure.ORDER),
        ("model load failed", Failure.RENDER),
        ("HTTP 504 content-type text/html", Failure.RENDER),
        ("", Failure.RENDER),
    ],
)
def test_a_failed_task_is_judged_by_its_words(words: str, failure: Failure) -> None:
    assert failure_of(words) is failure


@given(st.integers(-10, 10_000), st.text(), st.booleans())
def test_only_a_number_of_the_four_hundreds_is_ever_definite(status: int, words: str, is_readable: bool) -> None:
    verdict = judge(status, words, is_readable=is_readable)
    assert verdict is Verdict.UNKNOWN or 400 <= status < 500
