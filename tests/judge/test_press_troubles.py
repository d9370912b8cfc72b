"""Presses that Discord no longer takes, and presses on a bot that is broken."""

import sqlite3
from contextlib import closing

import pytest

from .judge import Judge, private

GONE, ANSWERED = 10062, 40060
"""Discord's codes for an interaction that is no more, and for one that another process answered."""


@pytest.mark.parametrize("errors", [1])
@pytest.mark.parametrize(("status", "code"), [(404, GONE), (400, ANSWERED)])
@pytest.mark.parametrize("label", ["Edit", "Spoiler on/off", "Delete"])
async def test_a_press_that_discord_no_longer_takes_is_no_failure_and_is_not_answered_again(
    judge: Judge, caplog: pytest.LogCaptureFixture, label: str, status: int, code: int
) -> None:
    post = await judge.posted()
    judge.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    callbacks = len(judge.requests("POST", "/callback"))
    caplog.clear()
    pressed = await judge.ada.click(post, label=label)

    assert not pressed.acknowledged
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert len(judge.requests("POST", "/callback")) == callbacks + 1


@pytest.mark.parametrize("errors", [1])
async def test_a_press_that_breaks_says_so_to_the_member_alone(judge: Judge, caplog: pytest.LogCaptureFixture) -> None:
    post = await judge.posted()
    with closing(sqlite3.connect(judge.world.settings.data_dir / "firstframe.db")) as database:
        database.execute("ALTER TABLE jobs RENAME TO lost")
    answer = private(await judge.ada.click(post, label="Again"))

    assert "Something went wrong here" in answer.content
    assert any(record.levelname == "ERROR" and record.exc_info for record in caplog.records)
