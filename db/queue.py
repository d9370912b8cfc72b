"""Whose turn it is: a fair line over all waiting jobs, and a provider's own limits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, false, func, or_, select, update

from db.engine import Database
from db.line import LINE, ORDER, at
from db.locks import lock
from db.rows import job_of
from db.tables import OPEN_ROWS, jobs
from domain.jobs import AT_PROVIDER, Job, State

# Statements are built once: SQLAlchemy takes longer to put one together than the database to carry it out.
POSITIONS = select(LINE.c.id).order_by(*ORDER)
TAKE = (
    update(jobs)
    .where(jobs.c.id == bindparam("job_id"), jobs.c.state == State.QUEUED.value, jobs.c.owner == bindparam("owned_by"))
    .values(state=State.SUBMITTING.value, provider=bindparam("at"), submitting_at=bindparam("now"))
)
BUSY = (
    select(func.count())
    .where(jobs.c.provider == bindparam("at"), OPEN_ROWS, jobs.c.submitting_at > bindparam("stuck"))
    .where(or_(*(jobs.c.state == state.value for state in sorted(AT_PROVIDER))))
)
OLDEST_OF_FULL_MINUTE = (
    select(jobs.c.submitting_at)
    .where(jobs.c.provider == bindparam("at"), jobs.c.submitting_at > bindparam("since"))
    .where(jobs.c.submitting_at < bindparam("until"))  # a clock that was set back must not stop the line
    .order_by(jobs.c.submitting_at.desc())
    .limit(1)
    .offset(bindparam("others"))
)
SLOTS = select(BUSY.scalar_subquery().label("busy"), OLDEST_OF_FULL_MINUTE.scalar_subquery().label("oldest"))
REMEMBERED = 32
"""Statements: one for each provider's list of models, and one where others are passed over."""
MINUTE = timedelta(minutes=1)
ON_ITS_WAY = timedelta(seconds=2)
"""So much later than its turn was noted a request may arrive; the provider counts its minute from there."""
WAIT_FOR_END = 60.0
"""Seconds until a full provider is asked for again, unless a job that ends rings the bell sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What a provider takes: requests in any minute, and tasks at once."""

    per_minute: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Turn:
    """`job` is SUBMITTING now, or None; then `wait` says, if known, in how many seconds a slot comes free, or
    `theirs` which job of another process has the turn."""

    job: Job | None
    wait: float | None = None
    theirs: Job | None = None


class Queue:
    """A member's first waiting video stands before anybody's second; among equals is first who has waited longest."""

    def __init__(self, database: Database, videos_at_once: int) -> None:
        self._database = database
        self._videos_at_once = videos_at_once

    async def positions(self, now: datetime) -> list[str]:
        """The id of every waiting job in the order of the line: the first is next."""
        return await self._database.run(lambda connection: list(connection.execute(POSITIONS, at(now)).scalars()))

    async def take(
        self,
        provider: str,
        models: Sequence[str],
        slots: Slots,
        owner: str,
        now: datetime,
        passed: Collection[str] = (),
    ) -> Turn:
        """Moves the job whose turn it is at `provider` to SUBMITTING. This commit is the intent: the paid request
        follows it. A turn that belongs to another process is left to that process, unless it is one of `passed`."""
        wanted: dict[str, Any] = {"videos_at_once": self._videos_at_once, "refused": f"%{provider}%", **at(now)}
        if passed:
            wanted["passed"] = list(passed)

        def work(connection: Connection) -> Turn:
            lock(connection, f"provider:{provider}")
            wait = _wait_for_slot(connection, provider, slots, now)
            if wait is not None:
                return Turn(None, wait)
            row = connection.execute(_next(tuple(models), bool(passed)), wanted).mappings().first()
            if row is None:
                return Turn(None)
            if row["owner"] != owner:
                return Turn(None, theirs=job_of(row))
            return _begin(connection, job_of(row), provider, now)

        return await self._database.run(work)


@lru_cache(REMEMBERED)
def _next(models: tuple[str, ...], passes: bool) -> Select[Any]:
    """Both are the same at nearly every turn. A list that comes with the parameters would make SQLAlchemy put the text
    together anew each time."""
    statement = select(jobs).join(LINE, jobs.c.id == LINE.c.id)
    statement = statement.where(
        LINE.c.turn <= bindparam("videos_at_once"),
        or_(false(), *(jobs.c.model == model for model in models)),
        jobs.c.card_id.is_not(None),  # nothing is paid for an order that was never answered
        jobs.c.refused_by.not_like(bindparam("refused")),
    )
    if passes:
        statement = statement.where(jobs.c.owner.is_(None) | jobs.c.owner.not_in(bindparam("passed", expanding=True)))
    return statement.order_by(*ORDER).limit(1)


def _begin(connection: Connection, job: Job, provider: str, now: datetime) -> Turn:
    if connection.execute(TAKE, {"job_id": job.id, "owned_by": job.owner, "at": provider, "now": now}).rowcount != 1:
        return Turn(None, 0.0)  # cancelled or taken over this very moment: another may have its turn
    return Turn(replace(job, state=State.SUBMITTING, provider=provider, submitting_at=now))


def _wait_for_slot(connection: Connection, provider: str, slots: Slots, now: datetime) -> float | None:
    """None if a slot is free, else seconds until one may be."""
    since, until = now - MINUTE - ON_ITS_WAY, now + MINUTE
    full = {"at": provider, "since": since, "until": until, "others": slots.per_minute - 1, **at(now)}
    found = connection.execute(SLOTS, full).one()
    if found.busy >= slots.at_once:
        return WAIT_FOR_END
    return None if found.oldest is None else max(0.05, (found.oldest - since).total_seconds())
