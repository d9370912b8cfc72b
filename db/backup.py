"""A copy of the SQLite database while the bot runs, and the way back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from db.engine import BUSY_SECONDS
from db.migrate import newest
from domain.errors import DatabaseError
from domain.leases import latest_end

WAL_FILES = ("-wal", "-shm")
NOT_SINCE = """
UPDATE jobs SET state = 'cancelled', ended_at = :now WHERE state = 'queued'
"""
"""What was waiting then may have been made and paid for since: nobody can tell, so it is not ordered again. What was
at a provider is only looked at, and a post that is there is found, so those may go on."""
ALIVE = "SELECT count(*) FROM processes WHERE lease_until > ? AND lease_until <= ?"
UNOWNED = "UPDATE jobs SET owner = NULL WHERE NOT settled"


def back_up(url: str, target: Path) -> None:
    """Writes a whole, compact copy. Raises DatabaseError."""
    source = _file_of(url)
    if target.exists():
        raise DatabaseError(f"{target} is there already; name a new file")
    with _opened(source) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def restore(url: str, source: Path) -> int:
    """Puts the copy in the place of the database, which nobody may use meanwhile, and tells how many orders that
    waited in line then are cancelled now. The database that was there stays beside it. Raises DatabaseError."""
    target = _file_of(url)
    _check(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.restored")
    shutil.copyfile(source, fresh)
    cancelled = _make_safe(fresh)
    _put_aside(target)
    fresh.replace(target)
    return cancelled


def _file_of(url: str) -> Path:
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise DatabaseError("this command is for SQLite; use pg_dump and pg_restore for PostgreSQL")
    return Path(address.database)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that must be there; errors of SQLite leave as DatabaseError."""
    if not path.is_file():
        raise DatabaseError(f"{path} is not there")
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}") from error


def _check(source: Path) -> None:
    with _opened(source) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise DatabaseError(f"{source} is damaged: {verdict}")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        if revision > newest():
            raise DatabaseError(f"{source} was written by a newer version (revision {revision})")


def _make_safe(fresh: Path) -> int:
    with _opened(fresh) as connection:
        connection.execute("BEGIN IMMEDIATE")
        cancelled = connection.execute(NOT_SINCE, {"now": _text(datetime.now(UTC))}).rowcount
        connection.execute(UNOWNED)
        connection.execute("COMMIT")
        return cancelled


def _put_aside(target: Path) -> None:
    """The write-ahead log belongs to the old file; under the new one it would be played into a stranger."""
    if not target.is_file():
        return
    with _opened(target) as connection:
        now = datetime.now(UTC)
        if connection.execute(ALIVE, (_text(now), _text(latest_end(now)))).fetchone()[0]:
            raise DatabaseError("a bot is using it; stop it first (after a crash its lease ends by itself)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.replace(target.with_name(f"{target.name}.before-restore"))
    for ending in WAL_FILES:
        target.with_name(target.name + ending).unlink(missing_ok=True)


def _text(moment: datetime) -> str:
    """A time as SQLAlchemy writes it for SQLite."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
