"""A short soak: what `make soak` does for minutes, in seconds."""

from pathlib import Path

import pytest

from soak.judge import judge
from soak.run import Plan, run
from soak.table import write_table

SEED = 20_261


@pytest.mark.timeout(480)  # as long as it tries to meet everything
async def test_no_promise_is_broken_in_a_short_night_of_faults(tmp_path: Path) -> None:
    outcome = await run(Plan(seed=SEED, orders=40, seconds=20.0, folder=tmp_path))
    breaches = judge(outcome.evidence)
    assert breaches == [], write_table(outcome, breaches)
    assert len(outcome.evidence.posts) >= 10
    assert outcome.missed == [], write_table(outcome, breaches)
