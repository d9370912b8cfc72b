"""One engine for SQLite and PostgreSQL, and what each of them needs to be safe."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from domain.errors import DatabaseError

BUSY_SECONDS = 15
POSTGRES_CONNECTIONS = 8
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A commit must survive a power cut: the row that says "submitting" keeps a video from being paid twice.
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA foreign_keys = ON",
)


class Database:
    """Hands out transactions. Errors of the driver leave as DatabaseError, without the statement's values."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commits at the end, rolls back on any exception."""
        with translate_errors():
            async with self._engine.begin() as connection:
                yield connection


@contextmanager
def translate_errors() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError) as error:
        original = getattr(error, "orig", None) or error
        raise DatabaseError(f"{type(original).__name__}: {str(original).partition(chr(10))[0]}") from error


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """`url` begins with sqlite:/// or postgresql://. Migrations are db.migrate's."""
    engine = make_engine(url)
    try:
        yield Database(engine)
    finally:
        await engine.dispose()


def make_engine(url: str) -> AsyncEngine:
    address = driver_url(url)
    if address.get_backend_name() == "postgresql":
        return create_async_engine(
            address, pool_size=POSTGRES_CONNECTIONS, max_overflow=0, pool_pre_ping=True, hide_parameters=True
        )
    _make_folder(address)
    # One connection: writers queue in order inside the process instead of fighting for SQLite's lock.
    engine = create_async_engine(address, pool_size=1, max_overflow=0, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def driver_url(url: str) -> URL:
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    address = make_url(url)
    return address.set(drivername=driver[address.get_backend_name()])


def _make_folder(address: URL) -> None:
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own kind
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
