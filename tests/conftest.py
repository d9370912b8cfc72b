"""Databases on both engines: a test that asks for `url` or `empty_url` runs on each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .engines import Postgres, place_newest, run_postgres

ENGINES = ("sqlite", "postgres")

LONGEST_FIRST = ("sandbox_page", "bot", "faults", "judge", "soak")
"""Folders whose tests wait for browsers and whole bots: they begin first, so that none is left over at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {folder: place for place, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with run_postgres() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{place_newest(tmp_path)}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database(template="newest") as address:
        yield address


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database(template="template1") as address:
        yield address


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest) -> str:
    """The address of a database of the newest revision without any row."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest) -> str:
    """The address of a database without any table."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))
