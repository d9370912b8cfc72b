"""A video in /videos and its line in /quota, in every state."""

from dataclasses import replace

import pytest

from cogs import words
from cogs.days import MOST_LINES, day
from cogs.entries import entry
from cogs.tongue import tongue_for
from domain.jobs import UNCOUNTED, Failure, Job, State

from .conftest import NOON

ENGLISH = tongue_for("en-US")
STAMP = f"<t:{int(NOON.timestamp())}:R>"


@pytest.mark.parametrize("state", State)
def test_every_state_is_said_in_words_with_an_inert_prompt(job: Job, state: State) -> None:
    told = entry(ENGLISH, replace(job, state=state), "Kling", "the-link", 300, 2).description or ""

    assert told.startswith(f"**2** · **{ENGLISH.say(words.STATES[state])}** · Kling · {STAMP}\n> A fox\n> \\@everyone")
    assert told.endswith("\nthe-link")


@pytest.mark.parametrize("kind", Failure)
def test_a_failure_says_why_in_both(job: Job, kind: Failure) -> None:
    failed = replace(job, state=State.FAILED, failure=kind)

    assert words.failure(ENGLISH, kind) in (entry(ENGLISH, failed, "Kling", None, 300).description or "")
    assert words.failure(ENGLISH, kind) in (day(ENGLISH, [failed])[0].description or "")


@pytest.mark.parametrize("state", State)
def test_a_day_tells_what_counts_from_what_was_given_back(job: Job, state: State) -> None:
    (embed,) = day(ENGLISH, [replace(job, state=state)])
    title, line = (embed.description or "").split("\n")

    assert title == ("These were given back:" if state in UNCOUNTED else "These count:")
    assert line.startswith(f"- {STAMP} · **{ENGLISH.say(words.STATES[state])}**")
    assert line.endswith("A fox \\@everyone runs")


def test_a_day_of_the_longest_prompts_fits_an_embed(job: Job) -> None:
    longest = replace(job, state=State.FAILED, order=replace(job.order, prompt="*" * 2000))
    (embed,) = day(ENGLISH, [longest] * (MOST_LINES + 1))

    assert len(embed.description or "") <= 4096
    assert (embed.description or "").endswith("and 1 more")


def test_a_day_without_orders_has_nothing_to_tell() -> None:
    assert day(ENGLISH, []) == []
