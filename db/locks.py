"""Row locks by name: whoever holds one may count, then write."""

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from db.tables import locks


def lock(connection: Connection, name: str) -> None:
    """Holds the row `name` until the transaction ends; others wait. On SQLite nothing is left to do: BEGIN IMMEDIATE
    has locked the whole database. On PostgreSQL an insert that finds the row writes it back, which locks it."""
    if connection.dialect.name == "sqlite":
        return
    statement = insert(locks).values(name=name)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"name": statement.excluded.name}))
