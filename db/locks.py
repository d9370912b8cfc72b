"""Row locks by name: the same statement on both engines."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import locks


async def lock(connection: AsyncConnection, name: str) -> None:
    """Holds the row `name` until the transaction ends; others wait. The insert that finds it writes it back,
    which locks it on PostgreSQL; on SQLite the whole database is locked since BEGIN IMMEDIATE."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(locks).values(name=name)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"name": statement.excluded.name})
    )
