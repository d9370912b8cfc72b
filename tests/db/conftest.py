"""An open database on each engine, and the queries on it."""

from collections.abc import AsyncIterator

import pytest

from db.engine import Database, open_database
from db.jobs import Jobs
from db.processes import Processes


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with open_database(url) as opened:
        yield opened


@pytest.fixture
async def second(url: str) -> AsyncIterator[Database]:
    """The same database, opened once more as another process would."""
    async with open_database(url) as opened:
        yield opened


@pytest.fixture
def jobs(database: Database) -> Jobs:
    return Jobs(database)


@pytest.fixture
def processes(database: Database) -> Processes:
    return Processes(database)
