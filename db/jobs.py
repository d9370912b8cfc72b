"""Jobs in the database: admitted under a lock, moved only by the process that holds them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, and_, func, or_, select, update

from db.engine import Database
from db.line import position
from db.locks import lock
from db.rows import columns_of, job_of, row_of
from db.tables import jobs, processes
from domain import limits as quota_rules
from domain.errors import LeaseLost
from domain.jobs import OPEN, Job, State
from domain.limits import WINDOW, Limits, Quota, Trace

LEARN_FROM = 50
"""Finished jobs of a model that its usual time is learned from."""


class Jobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def admit(self, job: Job, limits: Limits) -> int:
        """Writes a new job and tells its position in line, or raises QuotaUsedUp or TooManyWaiting. Counting and
        writing are one transaction under the member's lock, so that no burst passes a quota."""

        def work(connection: Connection) -> int:
            lock(connection, f"member:{job.order.member_id}")
            quota_rules.check(_traces(connection, job.order.member_id, job.queued_at), limits, job.queued_at)
            connection.execute(jobs.insert(), row_of(job))
            return position(connection, job.id)

        return await self._database.run(work)

    async def check(self, member_id: int, limits: Limits, now: datetime) -> None:
        """Raises what `admit` would raise now; holds nothing."""
        traces = await self._database.run(lambda connection: _traces(connection, member_id, now))
        quota_rules.check(traces, limits, now)

    async def quota(self, member_id: int, limits: Limits, now: datetime) -> Quota:
        traces = await self._database.run(lambda connection: _traces(connection, member_id, now))
        return quota_rules.count(traces, limits, now)

    async def move(self, job: Job, **changes: Any) -> Job:
        """The job with `changes` written, or LeaseLost if it left this state or this process."""
        await self._write(job, columns_of(changes))
        return replace(job, **changes)

    async def answered(self, job: Job, card_id: int, private: bool) -> Job:
        """Notes the card. Only from now on the job can have its turn: LeaseLost if it was withdrawn."""
        await self._write(job, {"card_id": card_id, "private": private})
        place = replace(job.order.place, private=private)
        return replace(job, card_id=card_id, order=replace(job.order, place=place))

    async def _write(self, job: Job, values: dict[str, Any]) -> None:
        statement = update(jobs).where(jobs.c.id == job.id, jobs.c.state == job.state.value, jobs.c.owner == job.owner)
        if await self._count_written(statement.values(values)) != 1:
            raise LeaseLost(job.id)

    async def settled(self, job: Job) -> Job:
        """Notes that the member was told how the job ended."""
        statement = update(jobs).where(jobs.c.id == job.id).values(settled=True)
        await self._count_written(statement)
        return replace(job, settled=True)

    async def find(self, job_id: str) -> Job | None:
        found = await self._read(select(jobs).where(jobs.c.id == job_id))
        return found[0] if found else None

    async def is_held(self, job: Job) -> bool:
        """Whether the row still is in this state and this process's."""
        row = await self.find(job.id)
        return row is not None and (row.owner, row.state) == (job.owner, job.state)

    async def recent(self, member_id: int, most: int) -> list[Job]:
        """The member's jobs, newest first."""
        statement = (
            select(jobs).where(jobs.c.member_id == member_id).order_by(jobs.c.queued_at.desc(), jobs.c.id).limit(most)
        )
        return await self._read(statement)

    async def take_over(self, owner: str, now: datetime) -> list[Job]:
        """Makes the jobs that no living process holds `owner`'s, and returns them, oldest first: those that
        are open, and those whose end was not told yet."""
        alive = select(processes.c.id).where(processes.c.lease_until > now)
        lapsed = or_(jobs.c.owner.is_(None), jobs.c.owner.not_in(alive))
        statement = update(jobs).where(jobs.c.settled.is_(False), lapsed).values(owner=owner).returning(jobs)
        return sorted(await self._read(statement), key=lambda job: (job.queued_at, job.id))

    async def durations(self, model: str) -> list[float]:
        """Seconds from submit to finished of the model's latest videos."""
        statement = (
            select(jobs.c.submitting_at, jobs.c.ready_at)
            .where(jobs.c.model == model, jobs.c.ready_at.is_not(None), jobs.c.submitting_at.is_not(None))
            .order_by(jobs.c.ready_at.desc())
            .limit(LEARN_FROM)
        )
        rows = await self._database.run(lambda connection: connection.execute(statement).all())
        return [(ready - submitting).total_seconds() for submitting, ready in rows]

    async def known_tasks(self, provider: str, task_ids: Sequence[str]) -> set[str]:
        """Those of `task_ids` that already belong to a job."""
        statement = select(jobs.c.task_id).where(jobs.c.provider == provider, jobs.c.task_id.in_(task_ids))
        return await self._database.run(lambda connection: set(connection.execute(statement).scalars()))

    async def twins(self, job: Job, same_prompt: bool) -> int:
        """How many other jobs of the model have no task id at this provider yet: a task that is found may be theirs."""
        statement = select(func.count()).where(
            jobs.c.state.in_([State.UNSURE.value, State.SUBMITTING.value]),
            jobs.c.provider == job.provider,
            jobs.c.model == job.order.model,
            jobs.c.id != job.id,
        )
        if same_prompt:
            statement = statement.where(jobs.c.prompt == job.order.prompt)
        return await self._database.run(lambda connection: int(connection.execute(statement).scalar_one()))

    async def ended_before(self, moment: datetime, most: int) -> list[Job]:
        """Jobs that ended before `moment` and still have a clip or a frame on disk, oldest first."""
        has_files = or_(jobs.c.clip.is_not(None), jobs.c.frame.is_not(None))
        statement = (
            select(jobs)
            .where(jobs.c.ended_at.is_not(None), jobs.c.ended_at < moment, has_files)
            .order_by(jobs.c.ended_at)
            .limit(most)
        )
        return await self._read(statement)

    async def is_frame_used(self, frame: str, except_by: str) -> bool:
        """Whether another job names the same frame."""
        statement = select(func.count()).where(jobs.c.frame == frame, jobs.c.id != except_by)
        return await self._database.run(lambda connection: bool(connection.execute(statement).scalar_one()))

    async def forget_files(self, job: Job) -> None:
        """Ended jobs belong to nobody; the row only stops naming files that are gone."""
        statement = update(jobs).where(jobs.c.id == job.id, jobs.c.ended_at.is_not(None))
        await self._count_written(statement.values(clip=None, frame=None))

    async def _read(self, statement: Executable) -> list[Job]:
        return await self._database.run(
            lambda connection: [job_of(row) for row in connection.execute(statement).mappings()]
        )

    async def _count_written(self, statement: Executable) -> int:
        return await self._database.run(lambda connection: connection.execute(statement).rowcount)


def _traces(connection: Connection, member_id: int, now: datetime) -> list[Trace]:
    counts = or_(jobs.c.queued_at > now - WINDOW, _is_open())
    statement = select(jobs.c.queued_at, jobs.c.state).where(and_(jobs.c.member_id == member_id, counts))
    return [Trace(queued_at, State(state)) for queued_at, state in connection.execute(statement)]


def _is_open() -> Any:
    return jobs.c.state.in_([state.value for state in OPEN])
