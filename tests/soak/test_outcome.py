"""A soak is worth nothing where it did not meet what it shall meet."""

from collections import Counter

import pytest

from soak.__main__ import conclude
from soak.run import EVERY_SOAK_MEETS, Outcome

from .books import GOOD


def test_a_soak_that_met_everything_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert conclude(Outcome(evidence=GOOD, met=Counter(EVERY_SOAK_MEETS)), 1) == 0
    assert "kept: 0 breaches" in capsys.readouterr().out


@pytest.mark.parametrize("moment", EVERY_SOAK_MEETS)
def test_a_soak_that_missed_a_moment_names_it_and_fails(capsys: pytest.CaptureFixture[str], moment: str) -> None:
    met = Counter(EVERY_SOAK_MEETS)
    met[moment] = 0
    assert conclude(Outcome(evidence=GOOD, met=met), 1) == 1
    said = capsys.readouterr().out
    assert f"every soak shall meet it: {moment}" in said
    assert "NOT PROVED: 1 of" in said
