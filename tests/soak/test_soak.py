"""A short soak: what `make soak` does for minutes, in seconds."""

from pathlib import Path

import pytest

from soak.judge import judge
from soak.run import Plan, run
from soak.table import write_table

SEED = 20_261
MET_BY_ALL = (
    "SIGSTOP right before a submit",
    "SIGSTOP right before a post",
    "SIGKILL right after a submit",
    "a while without a process",
    "wavespeed.submit lost",
    "a post lost, the room closed",
)
"""Without each of them a mechanism could be taken out, and the soak would stay green."""


@pytest.mark.timeout(240)
async def test_no_promise_is_broken_in_a_short_night_of_faults(tmp_path: Path) -> None:
    outcome = await run(Plan(seed=SEED, orders=40, seconds=20.0, folder=tmp_path))
    breaches = judge(outcome.evidence)
    assert breaches == [], write_table(outcome, breaches)
    assert len(outcome.evidence.posts) >= 10
    assert [act for act in MET_BY_ALL if not outcome.met[act]] == []
