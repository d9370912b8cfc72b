"""Running processes and their leases, and small facts that outlive them."""

from datetime import datetime

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from db.engine import Database
from db.tables import notes, processes


class Processes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def renew(self, owner: str, until: datetime) -> None:
        """One statement holds every job of this process until `until`."""
        await self._database.run(lambda connection: _write(connection, processes, "id", id=owner, lease_until=until))

    async def release(self, owner: str) -> None:
        """Gives all jobs of this process back at once."""
        statement = delete(processes).where(processes.c.id == owner)
        await self._database.run(lambda connection: connection.execute(statement))

    async def sweep(self, before: datetime) -> None:
        """Forgets processes whose lease lapsed before `before`."""
        statement = delete(processes).where(processes.c.lease_until < before)
        await self._database.run(lambda connection: connection.execute(statement))


class Notes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, name: str) -> str | None:
        statement = select(notes.c.value).where(notes.c.name == name)
        value: str | None = await self._database.run(lambda connection: connection.execute(statement).scalar())
        return value

    async def write(self, name: str, value: str) -> None:
        await self._database.run(lambda connection: _write(connection, notes, "name", name=name, value=value))


def _write(connection: Connection, table: Table, key: str, **values: object) -> None:
    """Inserts the row or overwrites it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))
