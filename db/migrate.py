"""Brings a database up to date: `python -m db.migrate`, with the database's address on standard input.

It runs as a child process, so that what Alembic needs in memory is given back. The address may hold a
password: it appears neither among the arguments nor in the environment.
"""

import asyncio
import sys
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from db.engine import POSTGRES_LIMITS, open_database, read_address
from domain.errors import DatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"
CHILD_SECONDS = 600.0
POSTGRES_LOCK = 7_242_004  # any number that all Firstframe processes agree on


def newest() -> str:
    """The newest revision this program knows."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


async def ensure_current(url: str) -> None:
    """Migrates if the database is older, refuses with DatabaseError if it is newer than this program."""
    revision = await current(url)
    if revision == newest():
        return
    if revision is not None and revision > newest():
        raise DatabaseError(f"it was written by a newer version (revision {revision}); this one knows {newest()}")
    await _migrate_in_child(url)


async def current(url: str) -> str | None:
    """The database's revision, None for an empty one."""
    async with open_database(url) as database:
        return await database.run(_read_revision)


def _read_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


async def _migrate_in_child(url: str) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "db.migrate", stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=MIGRATIONS.parent.parent,
    )  # fmt: skip
    try:
        _, errors = await asyncio.wait_for(child.communicate(_absolute(url).encode()), CHILD_SECONDS)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:]
        raise DatabaseError(f"the migration failed: {''.join(last)}")


def _absolute(url: str) -> str:
    """The child runs in another folder: a relative SQLite file must be found from there too."""
    address = read_address(url)
    if address.get_backend_name() == "sqlite" and address.database:
        return f"sqlite:///{Path(address.database).absolute()}"
    return url


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Runs every missing migration, to `revision` at most, in the transaction of `connection`."""
    from alembic import command  # only the child pays for it
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        for limit in POSTGRES_LIMITS:  # another's migration may take its time, and so may this one
            connection.execute(text(f"SET LOCAL {limit} = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def migrate(url: str) -> None:
    async with open_database(url) as database:
        await database.run(upgrade)


if __name__ == "__main__":
    asyncio.run(migrate(sys.stdin.read().strip()))
