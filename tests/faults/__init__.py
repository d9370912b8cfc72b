"""The matrix of faults: each row is one order through the whole bot, one thing that goes wrong, and how it must end."""

import pytest

pytest.register_assert_rewrite(*(f"tests.faults.{name}" for name in ("play", "machine", "outages", "pauses")))
