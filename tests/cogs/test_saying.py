"""A tongue says what it is asked for, in its language or in English, and never fails."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs import refusals, words
from cogs.tongue import tongue_for
from domain import errors
from domain.limits import Quota
from domain.pace import Usual
from domain.progress import InLine

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("en-US", "en-US"),
        ("en-GB", "en-US"),
        ("es-ES", "es-ES"),
        ("es-419", "es-ES"),
        ("zh-CN", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("de", "en-US"),
        ("", "en-US"),
        ("../../etc", "en-US"),
    ],
)
def test_every_locale_has_a_tongue(asked: str, spoken: str) -> None:
    assert tongue_for(asked).locale == spoken
    assert tongue_for(asked) is tongue_for(asked)


@given(st.text(max_size=200))
def test_a_value_is_shown_as_it_is(prompt: str) -> None:
    said = tongue_for("en-US").say("card-picture", prompt=prompt)

    assert said == f"The first frame for: {prompt}"


def test_a_value_is_not_read_as_words() -> None:
    said = tongue_for("es-ES").say("card-picture", prompt="{ -free } { $prompt } { card-ended }")

    assert said.endswith("{ -free } { $prompt } { card-ended }")


def test_plurals_are_those_of_the_language() -> None:
    one, two = (Quota(used=0, limit=limit, next_at=None) for limit in (1, 2))

    assert words.quota(tongue_for("es-ES"), one).endswith("0 de 1 video en las últimas 24 horas; te queda 1.")
    assert words.quota(tongue_for("es-419"), two).endswith("0 de 2 videos en las últimas 24 horas; te quedan 2.")
    assert words.quota(tongue_for("zh-CN"), one) == "过去 24 小时你已使用 0/1 个视频，还剩 1 个。"


def test_one_is_said_right_in_english() -> None:
    english, one = tongue_for("en-US"), Quota(used=1, limit=1, next_at=None)
    waiting = [refusals.refusal(english, errors.TooManyWaiting(limit)) for limit in (1, 3)]
    used_up = [refusals.refusal(english, errors.QuotaUsedUp(limit, NOON)) for limit in (1, 5)]

    assert words.quota(english, one) == "You have used 1 of 1 video in the last 24 hours; 0 left."
    assert waiting[0].startswith("You already have 1 video waiting besides those under way. Nothing was charged. Order")
    assert waiting[1].endswith(
        "3 videos waiting besides those under way. Nothing was charged. Order the next one when one of them is done."
    )
    assert used_up[0].startswith("You have used the one video of your day. Nothing was charged. The next place")
    assert used_up[1].startswith("You have used all 5 videos of your day. Nothing was charged. The next place")


def test_a_decimal_sign_is_that_of_the_language() -> None:
    large = errors.PictureTooLarge(34_520_000, 20_000_000)

    assert "pesa 34,5 MB; este modelo admite 20,0 MB" in refusals.refusal(tongue_for("es-ES"), large)
    assert "有 34.5 MB，这个模型最多接受 20.0 MB" in refusals.refusal(tongue_for("zh-CN"), large)


def test_a_card_is_read_in_three_languages() -> None:
    line = InLine(1022, Usual(fast=60.0, typical=132.0, slow=140.0))

    assert words.card(tongue_for("en-GB"), "Kling", line) == "**Kling** · 1022nd in line · usually about 2 min"
    assert words.card(tongue_for("es-419"), "Kling", line).endswith("puesto 1022 en la cola · suele tardar unos 2 min")
    assert words.card(tongue_for("zh-TW"), "Kling", line).endswith("排队第 1022 位 · 通常约需 2 分钟")


def test_a_word_that_is_nowhere_shows_its_id_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    said = [tongue_for("es-ES").say("no-such-word", count=1) for _ in range(3)]

    assert said == ["no-such-word"] * 3
    assert [record.getMessage() for record in caplog.records] == [
        "words in es-ES: no-such-word: is not there",
        "words in en-US: no-such-word: is not there",
    ]


def test_a_word_without_its_values_shows_its_id(caplog: pytest.LogCaptureFixture) -> None:
    assert tongue_for("zh-CN").say("refusal-frame-unused") == "refusal-frame-unused"
    assert "Unknown external: model" in caplog.text


def test_a_word_that_one_language_lacks_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    spanish = tongue_for("es-ES")
    monkeypatch.setattr(spanish._words, "has_message", lambda key: False)

    assert spanish.own("card-fetching") is None
    assert spanish.say("card-fetching") == "made; fetching the video"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5, 10**30, "x" * 10_000, True])
def test_no_value_makes_it_fail(value: float | str) -> None:
    for locale in ("en-US", "es-ES", "zh-CN"):
        for key in ("card-in-line", "refusal-picture-large", "quota-now", "span-minutes"):
            values = dict.fromkeys(("position", "usual", "size", "limit", "used", "left", "count"), value)
            assert tongue_for(locale).say(key, **values)
