"""Whose turn it is: a fair line over all waiting jobs, and a provider's own limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from db.engine import Database
from db.line import line, order_of
from db.locks import lock
from db.rows import job_of
from db.tables import jobs
from domain.jobs import AT_PROVIDER, Job, State

MINUTE = timedelta(minutes=1)
WAIT_FOR_END = 60.0
"""Seconds until a full provider is asked for again, unless a job that ends rings the bell sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What a provider takes: requests in any minute, and tasks at once."""

    per_minute: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Turn:
    """`job` is SUBMITTING now, or None; then `wait` says, if known, in how many seconds a slot comes free."""

    job: Job | None
    wait: float | None = None


class Queue:
    """A member's first waiting video stands before anybody's second; among equals the older is first."""

    def __init__(self, database: Database, videos_at_once: int) -> None:
        self._database = database
        self._videos_at_once = videos_at_once

    async def positions(self) -> list[str]:
        """The id of every waiting job in the order of the line: the first is next."""
        fair = line()
        statement = select(fair.c.id).order_by(*order_of(fair))
        return await self._database.run(lambda connection: list(connection.execute(statement).scalars()))

    async def take(self, provider: str, models: Sequence[str], slots: Slots, owner: str, now: datetime) -> Turn:
        """Moves the job whose turn it is at `provider` to SUBMITTING. This commit is the intent: the paid request
        follows it. A turn that belongs to another process is left to that process."""

        def work(connection: Connection) -> Turn:
            lock(connection, f"provider:{provider}")
            wait = _wait_for_slot(connection, provider, slots, now)
            if wait is not None:
                return Turn(None, wait)
            row = connection.execute(self._next(provider, models)).mappings().first()
            if row is None or row["owner"] != owner:
                return Turn(None)
            return _begin(connection, job_of(row), provider, now)

        return await self._database.run(work)

    def _next(self, provider: str, models: Sequence[str]) -> Select[Any]:
        fair = line()
        return (
            select(jobs)
            .join(fair, jobs.c.id == fair.c.id)
            .where(fair.c.turn <= self._videos_at_once, jobs.c.model.in_(models))
            .where(jobs.c.card_id.is_not(None))  # nothing is paid for an order that was never answered
            .where(jobs.c.refused_by.not_like(f"%{provider}%"))
            .order_by(*order_of(fair))
            .limit(1)
        )


def _begin(connection: Connection, job: Job, provider: str, now: datetime) -> Turn:
    taken = update(jobs).where(jobs.c.id == job.id, jobs.c.state == State.QUEUED.value)
    values = {"state": State.SUBMITTING.value, "provider": provider, "submitting_at": now}
    if connection.execute(taken.values(values)).rowcount != 1:
        return Turn(None, 0.0)  # cancelled this very moment: another may have its turn
    return Turn(replace(job, state=State.SUBMITTING, provider=provider, submitting_at=now))


def _wait_for_slot(connection: Connection, provider: str, slots: Slots, now: datetime) -> float | None:
    """None if a slot is free, else seconds until one may be."""
    busy = select(func.count()).where(
        jobs.c.provider == provider, jobs.c.state.in_([state.value for state in AT_PROVIDER])
    )
    if connection.execute(busy).scalar_one() >= slots.at_once:
        return WAIT_FOR_END
    recent = (
        select(jobs.c.submitting_at)
        .where(jobs.c.provider == provider, jobs.c.submitting_at > now - MINUTE)
        .order_by(jobs.c.submitting_at.desc())
        .limit(slots.per_minute)
    )
    times = list(connection.execute(recent).scalars())
    if len(times) < slots.per_minute:
        return None
    oldest: datetime = times[-1]
    return max(0.05, (oldest + MINUTE - now).total_seconds())
