"""One way to run a transaction on SQLite and PostgreSQL, and what each of them needs to be safe.

A transaction is a plain function of a SQLAlchemy connection: the same text serves both engines, and on SQLite it is
one visit to aiosqlite's thread instead of one for every statement, cursor and row.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, StaticPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from domain.errors import DatabaseError

T = TypeVar("T")

BUSY_SECONDS = 15
BUSY_PAUSE = 0.05
PRIMARY = 0xFF
"""The part of SQLite's error codes that says what kind of error it is."""
POSTGRES_CONNECTIONS = 8
POSTGRES_SECONDS = {"timeout": 10.0, "command_timeout": 60.0}
"""Limits of asyncpg, for a new connection and for one statement."""
POSTGRES_LIMITS = {"idle_in_transaction_session_timeout": "4000", "lock_timeout": "6000"}
"""Limits that the server keeps, in milliseconds. A process that is stopped between a statement and its commit, or whose
host lost its power, keeps what it locked for so long; whoever waits for it waits a little longer, and gets it. Together
they are less than the time between two renewals of a lease of 30 seconds."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A commit must survive a power cut: the row that says "submitting" keeps a video from being paid twice.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class Database(Protocol):
    """SQLite and PostgreSQL are the two implementations. Errors of a driver leave as DatabaseError, without the
    values of the statement."""

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in one transaction: commits at its end, rolls back on any exception."""
        ...


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """`url` begins with sqlite:/// or postgresql://. Migrations are db.migrate's."""
    address = read_address(url)
    if address.get_backend_name() == "postgresql":
        async with _open_postgres(address) as postgres:
            yield postgres
    else:
        async with _open_sqlite(Path(address.database or "firstframe.db")) as sqlite:
            yield sqlite


def read_address(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        # The error is not chained: it quotes the address, and with it the password.
        raise DatabaseError("DATABASE_URL cannot be read; are all odd characters of its password %-encoded?") from None


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error, OSError, UnicodeError) as error:
        original = _original_of(error)
        if isinstance(original, UnicodeError) or isinstance(original.__cause__, ValueError):
            # The driver could not encode a value. Its error is not chained: it quotes the value.
            raise DatabaseError("a value cannot be stored") from None
        raise DatabaseError(f"{type(original).__name__}: {str(original).partition(chr(10))[0]}") from error


def _original_of(error: Exception) -> Exception:
    """The driver's own error below SQLAlchemy's."""
    while isinstance(below := getattr(error, "orig", None), Exception):
        error = below
    return error


class _Postgres:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Callable[[Connection], T]) -> T:
        with _translate_errors():
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)


@asynccontextmanager
async def _open_postgres(address: URL) -> AsyncIterator[Database]:
    engine = create_async_engine(
        address.set(drivername="postgresql+asyncpg"),
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={**POSTGRES_SECONDS, "server_settings": POSTGRES_LIMITS},
    )
    try:
        yield _Postgres(engine)
    finally:
        await engine.dispose()


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection and the thread that owns it."""

    async def open(self) -> None:
        try:
            await self
        except BaseException:
            # aiosqlite has told its thread to end; it answers to this event loop, which must not be closed before.
            await asyncio.to_thread(self._thread.join)
            raise

    async def visit(self, work: Callable[[], T]) -> T:
        done: T = await self._execute(work)  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped
        return done


class _Sqlite:
    """Transactions queue in order for the one connection, instead of fighting for SQLite's lock. `driver` is the
    driver's own under `connection`."""

    def __init__(self, thread: _Thread, connection: Connection, driver: sqlite3.Connection) -> None:
        self._thread = thread
        self._connection = connection
        self._driver = driver

    async def run(self, work: Callable[[Connection], T]) -> T:
        with _translate_errors():
            return await self._thread.visit(lambda: self._transact(work))

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with self._connection.begin():
            _begin_immediate(self._driver)  # by no event of SQLAlchemy's: with one, each statement asks for more
            return work(self._connection)


@asynccontextmanager
async def _open_sqlite(path: Path) -> AsyncIterator[Database]:
    opened: list[sqlite3.Connection] = []

    def connect() -> sqlite3.Connection:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The driver must not begin transactions of its own kind: isolation_level None leaves them to us.
        opened.append(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None))
        _set_up(opened[0])
        return opened[0]

    engine = create_engine("sqlite://", creator=lambda: opened[0], poolclass=StaticPool, hide_parameters=True)
    thread = _Thread(connect, iter_chunk_size=64)
    with _translate_errors():
        await thread.open()
    try:
        # Kept: a round through the pool costs as much as a small transaction.
        connection = await thread.visit(engine.connect)
        try:
            yield _Sqlite(thread, connection, opened[0])
        finally:
            await thread.visit(connection.close)
    finally:
        await thread.close()


def _set_up(connection: sqlite3.Connection) -> None:
    """Of several processes that make a new database a WAL at once, SQLite lets only one, and does not let the others
    wait. Blocks for BUSY_SECONDS at most."""
    end = time.monotonic() + BUSY_SECONDS
    for pragma in PRAGMAS:
        while True:
            try:
                connection.execute(pragma)
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(BUSY_PAUSE)


def _begin_immediate(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.rollback()  # its commit failed, for example because the disk was full
    connection.execute("BEGIN IMMEDIATE")
