"""The fair line over all waiting jobs, as a query."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Subquery, bindparam, case, func, select

from db.tables import OPEN_ROWS, jobs
from domain.jobs import State
from domain.limits import STUCK_AFTER


def _line() -> Subquery:
    busy = (
        select(jobs.c.member_id, func.count().label("busy"))
        .where(OPEN_ROWS, jobs.c.state != State.QUEUED.value, jobs.c.submitting_at > bindparam("stuck"))
        .group_by(jobs.c.member_id)
        .subquery()
    )
    own_place = func.row_number().over(partition_by=jobs.c.member_id, order_by=(jobs.c.queued_at, jobs.c.id))
    own = jobs.alias()
    served = select(func.max(own.c.submitting_at)).where(own.c.member_id == jobs.c.member_id).scalar_subquery()
    since = case((served > jobs.c.queued_at, served), else_=jobs.c.queued_at)
    return (
        select(jobs.c.id, since.label("since"), (func.coalesce(busy.c.busy, 0) + own_place).label("turn"))
        .outerjoin(busy, busy.c.member_id == jobs.c.member_id)
        .where(OPEN_ROWS, jobs.c.state == State.QUEUED.value)
        .subquery()
    )


LINE = _line()
"""`turn` is 1 for the first waiting video of a member with nothing under way, 2 for the next. `since` is when the video
was queued or, if that is later, when its member last had a turn: whoever had one stands behind those who had none.
Queries of it take the parameters of `at`."""
ORDER: tuple[Any, ...] = (LINE.c.turn, LINE.c.since, LINE.c.id)
_RANKED = select(LINE.c.id, func.row_number().over(order_by=ORDER).label("place")).subquery()
_POSITION = select(_RANKED.c.place).where(_RANKED.c.id == bindparam("job_id"))


def at(now: datetime) -> dict[str, Any]:
    """The parameters of the line as it stands at this moment."""
    return {"stuck": now - STUCK_AFTER}


def position(connection: Connection, job_id: str, now: datetime) -> int:
    """1 for the job that is next; 0 for one that does not wait."""
    return int(connection.execute(_POSITION, {"job_id": job_id, **at(now)}).scalar() or 0)
