"""The fair line over all waiting jobs, as a query."""

from typing import Any

from sqlalchemy import Connection, Subquery, func, select

from db.tables import jobs
from domain.jobs import UNDER_WAY, State


def line() -> Subquery:
    """`turn` is 1 for the first waiting video of a member with nothing under way, 2 for the next."""
    busy = (
        select(jobs.c.member_id, func.count().label("busy"))
        .where(jobs.c.state.in_([state.value for state in UNDER_WAY]))
        .group_by(jobs.c.member_id)
        .subquery()
    )
    own_place = func.row_number().over(partition_by=jobs.c.member_id, order_by=(jobs.c.queued_at, jobs.c.id))
    return (
        select(jobs.c.id, jobs.c.queued_at, (func.coalesce(busy.c.busy, 0) + own_place).label("turn"))
        .outerjoin(busy, busy.c.member_id == jobs.c.member_id)
        .where(jobs.c.state == State.QUEUED.value)
        .subquery()
    )


def order_of(fair: Subquery) -> tuple[Any, ...]:
    return fair.c.turn, fair.c.queued_at, fair.c.id


def position(connection: Connection, job_id: str) -> int:
    """1 for the job that is next; 0 for one that does not wait."""
    fair = line()
    place = func.row_number().over(order_by=order_of(fair)).label("place")
    ranked = select(fair.c.id, place).subquery()
    found = connection.execute(select(ranked.c.place).where(ranked.c.id == job_id))
    return int(found.scalar() or 0)
