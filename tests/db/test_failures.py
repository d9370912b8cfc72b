"""A database that fails: the error is ours, tells no secret, and the next transaction works again."""

import asyncio
import sqlite3
import traceback
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from db import engine
from db.engine import Database, open_database
from db.jobs import Admitted, Jobs
from db.migrate import ensure_current
from domain.errors import DatabaseError
from domain.jobs import State

from .rows import MANY, new_job, place, rows

PROMPT = "a very private fox"


@pytest.fixture
async def on_sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    async with open_database(sqlite_url) as opened:
        yield opened


def told(error: BaseException) -> str:
    """All that a log could show of an error."""
    return "".join(traceback.format_exception(error))


async def failure_of(url: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as raised:
        await ensure_current(url)
    return raised.value


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:1/d",  # nobody listens
        "no-such-host.invalid/d",
        "127.0.0.1:port/d",
        "[::1/d",
    ],
)
async def test_an_unreachable_server_is_told_without_its_password(address: str) -> None:
    error = await failure_of(f"postgresql://ada:sesame@{address}")
    assert error.explanation
    assert "sesame" not in told(error)


async def test_an_odd_password_is_not_quoted_where_it_spoils_the_address() -> None:
    error = await failure_of("postgresql://ada:ses@me:open/d@127.0.0.1:5432/d")
    assert not {"ses@me", "open", "me:"} & set(told(error).replace("'", " ").split())
    assert "DATABASE_URL" in error.explanation


async def test_a_database_that_is_not_there_is_named(postgres_url: str) -> None:
    error = await failure_of(postgres_url.replace("/test", "/none"))
    assert "does not exist" in error.explanation


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.db"
    path.write_bytes(b"\x89PNG" * 1000)
    assert "not a database" in (await failure_of(f"sqlite:///{path}")).explanation
    assert path.read_bytes() == b"\x89PNG" * 1000


async def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "unable to open" in (await failure_of(f"sqlite:///{tmp_path}")).explanation


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    await ensure_current(f"sqlite:///{tmp_path}/a/b/firstframe.db")
    assert (tmp_path / "a/b/firstframe.db").is_file()


async def test_no_prompt_shows_in_the_error_of_a_statement(jobs: Jobs) -> None:
    job = new_job(prompt=PROMPT)
    await jobs.admit(job, MANY)
    with pytest.raises(DatabaseError) as raised:
        await jobs.admit(replace(job, order=replace(job.order, place=place())), MANY)
    assert "fox" not in told(raised.value)
    assert job.order.place.interaction_token not in told(raised.value)


async def test_a_text_that_cannot_be_encoded_is_refused_and_not_quoted(jobs: Jobs, database: Database) -> None:
    with pytest.raises(DatabaseError) as raised:
        await jobs.admit(new_job(prompt=f"{PROMPT} \ud800"), MANY)
    assert "fox" not in told(raised.value)
    assert await rows(database) == []


async def test_postgres_refuses_a_nul_character_and_quotes_nothing(postgres_url: str) -> None:
    async with open_database(postgres_url) as database:
        with pytest.raises(DatabaseError, match="0x00") as raised:
            await Jobs(database).admit(new_job(prompt=f"{PROMPT} \0"), MANY)
        assert "fox" not in told(raised.value)
        assert await rows(database) == []


async def test_after_an_error_in_a_transaction_nothing_of_it_remains(jobs: Jobs, database: Database) -> None:
    job = new_job()
    await jobs.admit(job, MANY)

    def work(connection: Connection) -> None:
        connection.execute(text("UPDATE jobs SET prompt = 'another'"))
        raise KeyError

    with pytest.raises(KeyError):
        await database.run(work)
    assert await jobs.find(job.id) == job


async def test_after_a_commit_that_failed_the_next_transaction_works(jobs: Jobs, database: Database) -> None:
    def prepare(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text("CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)")
        )

    await database.run(prepare)
    with pytest.raises(DatabaseError):
        await database.run(lambda connection: connection.execute(text("INSERT INTO children VALUES (1)")))
    assert await database.run(lambda connection: connection.execute(text("SELECT * FROM children")).all()) == []
    await jobs.admit(new_job(), MANY)


async def test_a_full_disk_is_an_error_and_passes(on_sqlite: Database) -> None:
    jobs = Jobs(on_sqlite)
    await jobs.admit(new_job(), MANY)

    def fill(connection: Connection) -> None:
        connection.execute(text(f"PRAGMA max_page_count = {connection.execute(text('PRAGMA page_count')).scalar()}"))

    await on_sqlite.run(fill)
    with pytest.raises(DatabaseError, match="full"):
        await jobs.admit(new_job(prompt=PROMPT * 1000), MANY)
    await on_sqlite.run(lambda connection: connection.execute(text("PRAGMA max_page_count = 1000000")))
    await jobs.admit(new_job(prompt=PROMPT * 1000), MANY)
    assert len(await rows(on_sqlite)) == 2


async def test_a_database_locked_for_too_long_is_an_error_and_passes(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    async with open_database(sqlite_url) as database:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as greedy:
            greedy.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseError, match="locked"):
                await Jobs(database).admit(new_job(), MANY)
        assert await rows(database) == []
        await Jobs(database).admit(new_job(), MANY)


async def test_the_commit_of_a_submit_survives_a_power_cut(on_sqlite: Database) -> None:
    def read(connection: Connection) -> tuple[str, int]:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        return str(mode), int(connection.execute(text("PRAGMA synchronous")).scalar_one())

    assert await on_sqlite.run(read) == ("wal", 2)


async def test_a_transaction_that_nobody_waits_for_any_more_disturbs_no_other(jobs: Jobs, database: Database) -> None:
    admitted = [asyncio.ensure_future(jobs.admit(new_job(number), MANY)) for number in range(40)]
    await asyncio.sleep(0)
    for task in admitted[::2]:
        task.cancel()
    results = await asyncio.gather(*admitted, return_exceptions=True)
    assert {type(result) for result in results[1::2]} == {Admitted}
    there = {job.order.member_id for job in await rows(database)}
    assert there >= set(range(1, 40, 2))
    (job, *_) = await rows(database)
    assert (await jobs.move(job, state=State.CANCELLED)).state is State.CANCELLED
