"""A member's videos, as they browse them, and what is done with one after it was ordered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Update, and_, func, select, update

from db.engine import Database
from db.posts import forget
from db.rows import job_of
from db.tables import jobs
from domain.jobs import MADE, OPEN, UNCOUNTED, Job, State
from domain.posts import Posted
from domain.shelf import Page, Part

LONGEST_CHAIN = 50
"""Clips: five minutes of six seconds each."""


STATES = {
    Part.MADE: [state.value for state in MADE],
    Part.OPEN: [state.value for state in OPEN],
    Part.FAILED: [state.value for state in UNCOUNTED],
}


class Shelf:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, member_id: int, part: Part, offset: int, most: int) -> Page:
        """Newest first."""
        mine = _mine(member_id, part)
        count = select(func.count()).where(mine)
        statement = select(jobs).where(mine).order_by(jobs.c.queued_at.desc(), jobs.c.id).offset(offset).limit(most)
        found = await self._read(statement)
        total = await self._database.run(lambda connection: int(connection.execute(count).scalar_one()))
        return Page(found, total)

    async def since(self, member_id: int, moment: datetime) -> Sequence[Job]:
        """All the member's jobs queued after `moment`, newest first, deleted ones included: they count."""
        mine = and_(jobs.c.member_id == member_id, jobs.c.queued_at > moment)
        return await self._read(select(jobs).where(mine).order_by(jobs.c.queued_at.desc()))

    async def chain(self, job: Job) -> Sequence[Job]:
        """The job and those whose last picture it goes on from, first to last."""
        found = [job]
        while found[0].order.parent_id and len(found) < LONGEST_CHAIN:
            before = await self._read(select(jobs).where(jobs.c.id == found[0].order.parent_id))
            if not before:
                break
            found.insert(0, before[0])
        return found

    async def cancel(self, job_id: str, member_id: int, now: datetime) -> bool:
        """Whether it still waited: from now on it is CANCELLED, and whoever cancelled it knows that already."""
        waiting = and_(_of(job_id), jobs.c.member_id == member_id, jobs.c.state == State.QUEUED.value)
        values = {"state": State.CANCELLED.value, "ended_at": now, "settled": True}
        return await self._write(update(jobs).where(waiting).values(values))

    async def withhold(self, job_id: str, member_id: int) -> bool:
        """Whether it is still under way: once made it goes to /videos alone."""
        open_states = jobs.c.state.in_([state.value for state in OPEN])
        under_way = and_(_of(job_id), jobs.c.member_id == member_id, open_states)
        return await self._write(update(jobs).where(under_way).values(withheld=True))

    async def note_clip(self, job_id: str, clip: str) -> bool:
        """Its clip is on disk again."""
        return await self._write(update(jobs).where(_of(job_id), jobs.c.ended_at.is_not(None)).values(clip=clip))

    async def delete(self, job_id: str, member_id: int, now: datetime) -> list[Posted] | None:
        """An ended video leaves /videos for good, and its words with it. The row stays and counts; its posts, which are
        returned, are forgotten. None where there is nothing to delete."""
        ended = and_(_of(job_id), jobs.c.member_id == member_id, jobs.c.ended_at.is_not(None))
        values = {"deleted_at": now, "prompt": "", "interaction_token": ""}
        statement = update(jobs).where(ended, jobs.c.deleted_at.is_(None)).values(values)
        return await self._database.run(
            lambda connection: forget(connection, job_id) if connection.execute(statement).rowcount == 1 else None
        )

    async def _read(self, statement: Select[tuple[object, ...]]) -> list[Job]:
        return await self._database.run(
            lambda connection: [job_of(row) for row in connection.execute(statement).mappings()]
        )

    async def _write(self, statement: Update) -> bool:
        return await self._database.run(lambda connection: connection.execute(statement).rowcount == 1)


def _of(job_id: str) -> ColumnElement[bool]:
    return jobs.c.id == job_id


def _mine(member_id: int, part: Part) -> ColumnElement[bool]:
    mine = and_(jobs.c.member_id == member_id, jobs.c.deleted_at.is_(None))
    return and_(mine, jobs.c.state.in_(STATES[part])) if part in STATES else mine
