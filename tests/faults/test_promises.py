"""The document of the promises names tests that are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
DOCUMENT = (TESTS.parent / "docs" / "promises.md").read_text()
NAMED = sorted(set(re.findall(r"`(?:tests/)?([\w/]+\.py)(?:::(\w+))?`?", DOCUMENT)))


@pytest.mark.parametrize(("file", "name"), NAMED, ids=["::".join(filter(None, named)) for named in NAMED])
def test_a_promise_names_a_test_that_is_there(file: str, name: str) -> None:
    assert f"def {name}" in (TESTS / file).read_text()


def test_every_table_of_the_matrix_is_named() -> None:
    tables = {f"faults/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert tables - {f"faults/{Path(__file__).name}"} <= {file for file, _ in NAMED}
