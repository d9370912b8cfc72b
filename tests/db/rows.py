"""Jobs as tests need them, and what stands in the tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, delete, insert, select

from db import tables
from db.engine import Database
from db.rows import job_of, row_of
from domain.jobs import Job, State
from domain.limits import Limits
from domain.orders import Order, Place

START = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
MANY = Limits(per_day=1000, at_once=1000, waiting=1000)
MODEL = "video-01"
OURS, THEIRS = "ours", "theirs"
"""Two processes."""
_numbers = count(1)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def place(**changes: Any) -> Place:
    plain = Place(
        channel_id=11,
        guild_id=12,
        postable=True,
        upload_limit=10_000_000,
        application_id=13,
        interaction_id=14,
        interaction_token="an-interaction-token",
        interaction_at=START,
    )
    return replace(plain, **changes)


def new_job(
    member: int = 1,
    seconds: float = 0,
    *,
    prompt: str = "A fox runs",
    model: str = MODEL,
    frame: str | None = None,
    **changes: Any,
) -> Job:
    """A waiting job of OURS, queued `seconds` after the start, whose card is there. Each comes of its own order."""
    job_id = changes.pop("id", f"{next(_numbers):016x}")
    where = place(interaction_id=crc32(job_id.encode()))
    order = Order(member_id=member, prompt=prompt, model=model, frame=frame, place=where)
    plain = Job(id=job_id, order=order, state=State.QUEUED, queued_at=at(seconds), owner=OURS, card_id=99)
    return replace(plain, **changes)


async def write(database: Database, *made: Job) -> None:
    """Rows as they are, past all rules."""
    if made:
        await database.run(lambda connection: connection.execute(insert(tables.jobs), [row_of(job) for job in made]))


async def rows(database: Database) -> list[Job]:
    def read(connection: Connection) -> Sequence[Any]:
        return connection.execute(select(tables.jobs).order_by(tables.jobs.c.id)).mappings().all()

    return [job_of(row) for row in await database.run(read)]


async def wipe(database: Database) -> None:
    def work(connection: Connection) -> None:
        for table in tables.metadata.sorted_tables:
            connection.execute(delete(table))

    await database.run(work)
