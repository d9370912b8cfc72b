"""Migrations: they make exactly the tables the program knows, once, and nothing newer is touched."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from db import tables
from db.engine import Database, open_database
from db.jobs import Jobs
from db.migrate import POSTGRES_LOCK, current, ensure_current, newest, upgrade
from db.shelf import Shelf
from domain.errors import DatabaseError
from domain.jobs import State
from domain.shelf import Part

from .rows import MANY, START, new_job, write

PATIENCE, LOOKS = 30.0, 1500
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix_%' ORDER BY name",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix_%' ORDER BY indexname",
}


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    async with open_database(empty_url) as opened:
        yield opened


def compare(connection: Connection) -> Sequence[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    differences: Sequence[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata)
    return differences


def indexes(connection: Connection) -> list[tuple[str, str]]:
    return [(name, " ".join(sql.split())) for name, sql in connection.execute(text(INDEXES[connection.dialect.name]))]


async def test_the_newest_revision_has_exactly_the_tables_the_program_knows(database: Database) -> None:
    assert await database.run(compare) == []


async def test_a_missing_column_would_be_seen(database: Database) -> None:
    await database.run(lambda connection: connection.execute(text("ALTER TABLE jobs DROP COLUMN clip")))
    assert [change[0] for change in await database.run(compare)] == ["add_column"]


async def test_the_indexes_hold_the_same_rows_as_the_program_says(database: Database) -> None:
    migrated = await database.run(indexes)
    await database.run(tables.metadata.drop_all)
    await database.run(tables.metadata.create_all)
    assert migrated == await database.run(indexes)
    assert len(migrated) == 9


async def test_an_empty_database_is_brought_up_to_date_and_then_left_alone(empty_url: str) -> None:
    assert await current(empty_url) is None
    await ensure_current(empty_url)
    assert await current(empty_url) == newest()
    async with open_database(empty_url) as database:
        await Jobs(database).admit(new_job(), MANY)
        await ensure_current(empty_url)
        assert (await Shelf(database).page(1, Part.ALL, 0, 10)).total == 1


async def test_a_relative_file_is_the_same_for_the_child_that_migrates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await ensure_current("sqlite:///data/firstframe.db")
    assert await current(f"sqlite:///{tmp_path}/data/firstframe.db") == newest()


async def test_the_posts_of_a_database_of_0002_stay_known(empty_url: str, empty: Database) -> None:
    posted = new_job(1, id="posted", state=State.POSTED, ended_at=START, post_channel_id=60, post_id=50)
    deleted = replace(posted, id="deleted", deleted_at=START)
    await empty.run(lambda connection: upgrade(connection, "0002"))
    await write(empty, posted, deleted, new_job(1, id="waits"))
    await ensure_current(empty_url)
    found = await empty.run(lambda connection: connection.execute(select(tables.posts)).all())
    assert [tuple(row) for row in found] == [("posted", 50, 60)]


async def test_two_processes_may_migrate_at_the_same_time(empty_url: str) -> None:
    await asyncio.gather(ensure_current(empty_url), ensure_current(empty_url))
    async with open_database(empty_url) as database:
        assert await database.run(compare) == []


async def test_on_postgres_a_migration_waits_for_the_one_under_way(empty_postgres_url: str) -> None:
    address = empty_postgres_url.replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(address)
    try:
        async with engine.connect() as first, engine.connect() as watcher:
            await first.execute(text(f"SELECT pg_advisory_lock({POSTGRES_LOCK})"))
            second = asyncio.create_task(ensure_current(empty_postgres_url))
            await until_somebody_waits(watcher)
            assert not second.done()
            await first.execute(text(f"SELECT pg_advisory_unlock({POSTGRES_LOCK})"))
            await asyncio.wait_for(second, PATIENCE)
    finally:
        await engine.dispose()
    assert await current(empty_postgres_url) == newest()


async def until_somebody_waits(watcher: AsyncConnection) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    for _ in range(LOOKS):
        if (await watcher.execute(waiting)).scalar_one():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def test_a_database_of_a_newer_program_is_refused(url: str, database: Database) -> None:
    await database.run(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseError) as raised:
        await ensure_current(url)
    assert "9999" in raised.value.explanation
    assert newest() in raised.value.explanation


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str, empty: Database) -> None:
    await empty.run(lambda connection: connection.execute(text("CREATE TABLE notes (mine INTEGER)")))
    with pytest.raises(DatabaseError, match="notes") as raised:
        await ensure_current(empty_url)
    assert "Traceback" not in raised.value.explanation
    assert await empty.run(lambda connection: inspect(connection).get_table_names()) == ["notes"]
