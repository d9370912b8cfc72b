"""PostgreSQL: a process that is stopped within a write, or whose host lost its power, holds up others for seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from db import engine
from db.engine import Database, open_database
from db.jobs import Jobs
from db.locks import lock
from db.migrate import upgrade
from db.processes import Processes
from domain.errors import DatabaseError

from .rows import MANY, OURS, START, THEIRS, at, new_job, write

NAME = "a lock"


@asynccontextmanager
async def stopped_in_a_write(database: Database, job_id: str) -> AsyncIterator[asyncio.Task[None]]:
    """Within: a row and a lock are held by a transaction that does not go on. After: it has gone on and ended."""
    within, goes_on = asyncio.Event(), asyncio.Event()

    def work(connection: Connection) -> None:
        lock(connection, NAME)
        connection.execute(text("UPDATE jobs SET settled = settled WHERE id = :id"), {"id": job_id})
        within.set()
        await_only(goes_on.wait())

    writing = asyncio.create_task(database.run(work))
    await within.wait()
    try:
        yield writing
    finally:
        goes_on.set()
        await asyncio.wait([writing])


def limit(monkeypatch: pytest.MonkeyPatch, name: str, milliseconds: int) -> None:
    monkeypatch.setitem(engine.POSTGRES_LIMITS, name, str(milliseconds))


async def test_all_but_what_it_writes_is_taken_over_at_once(postgres_url: str) -> None:
    async with open_database(postgres_url) as database, open_database(postgres_url) as stopped:
        jobs = Jobs(database)
        await write(database, *(new_job(id=name, owner=THEIRS) for name in ("stuck", "other", "third")))
        await Processes(database).renew(OURS, at(30))
        async with stopped_in_a_write(stopped, "stuck"):
            taken = await jobs.take_over(OURS, START)
        assert {job.id for job in taken} == {"other", "third"}
        assert [job.id for job in await jobs.take_over(OURS, START)] == ["stuck"]


async def test_what_it_holds_is_free_after_a_while_and_nothing_of_its_write_remains(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(monkeypatch, "idle_in_transaction_session_timeout", 300)
    async with open_database(postgres_url) as database, open_database(postgres_url) as stopped:
        await write(database, new_job(id="stuck"), new_job(id="other"))
        async with stopped_in_a_write(stopped, "stuck") as writing:
            await database.run(lambda connection: lock(connection, NAME))
            await Jobs(database).settled(new_job(id="stuck"))
        with pytest.raises(DatabaseError):
            await writing
        await Jobs(stopped).settled(new_job(id="other"))
        await Jobs(stopped).admit(new_job(), MANY)


async def test_whoever_waits_for_too_long_is_told(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, "lock_timeout", 100)
    async with open_database(postgres_url) as database, open_database(postgres_url) as stopped:
        await write(database, new_job(id="stuck"))
        async with stopped_in_a_write(stopped, "stuck") as writing:
            with pytest.raises(DatabaseError, match="lock timeout"):
                await database.run(lambda connection: lock(connection, NAME))
            with pytest.raises(DatabaseError, match="lock timeout"):
                await Jobs(database).settled(new_job(id="stuck"))
        await writing
        await Jobs(database).settled(new_job(id="stuck"))


async def test_a_migration_may_take_longer(postgres_url: str) -> None:
    def work(connection: Connection) -> list[str]:
        upgrade(connection)
        return [str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in engine.POSTGRES_LIMITS]

    async with open_database(postgres_url) as database:
        assert await database.run(work) == ["0", "0"]
        assert await database.run(lambda connection: connection.execute(text("SHOW lock_timeout")).scalar_one()) == "6s"
