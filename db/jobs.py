"""Jobs in the database: admitted under a lock, moved only by the process that holds them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, and_, bindparam, delete, func, insert, or_, select, true, update

from db.engine import Database
from db.line import position
from db.locks import lock
from db.rows import columns_of, job_of, row_of, row_of_post
from db.tables import OPEN_ROWS, UNSETTLED_ROWS, drafts, jobs, posts, processes
from domain import limits as quota_rules
from domain.errors import DraftGone, LeaseLost, OrderTaken
from domain.jobs import MADE, Failure, Job, State
from domain.leases import latest_end
from domain.limits import WINDOW, Limits, Quota, Trace
from domain.posts import Posted

MADE_STATES = sorted(state.value for state in MADE)
LEARN_FROM = 50
"""Finished jobs of a model that its usual time is learned from."""

# Statements are built once: SQLAlchemy takes longer to put one together than the database to carry it out.
ADMIT = insert(jobs)
_MINE = jobs.c.member_id == bindparam("member")
TRACES = select(jobs.c.queued_at, jobs.c.state, jobs.c.interaction_id).where(
    or_(and_(_MINE, jobs.c.queued_at > bindparam("since")), and_(_MINE, OPEN_ROWS))
)
OTHER = select(jobs.c.id).where(_MINE).limit(1)
TAKE_DRAFT = delete(drafts).where(drafts.c.id == bindparam("draft"), drafts.c.member_id == bindparam("member"))
FIND = select(jobs).where(jobs.c.id == bindparam("job_id"))
HELD = select(jobs.c.withheld).where(
    jobs.c.id == bindparam("job_id"), jobs.c.state == bindparam("in_state"), jobs.c.owner == bindparam("owned_by")
)
"""What a member may change while the job is under way."""
WRITE = update(jobs).where(
    jobs.c.id == bindparam("job_id"), jobs.c.state == bindparam("in_state"), jobs.c.owner == bindparam("owned_by")
)
"""Sets the columns that are named in the parameters."""
GIVE_TASK = (
    update(jobs)
    .where(jobs.c.id == bindparam("job_id"), jobs.c.task_id.is_(None))
    .where(jobs.c.state.in_([State.SUBMITTING.value, State.UNSURE.value]))
    .values(state=State.RUNNING.value, task_id=bindparam("given"), owner=None)
)
ADD_POST = insert(posts)
SETTLED = update(jobs).where(jobs.c.id == bindparam("job_id")).values(settled=True)


@dataclass(frozen=True, slots=True)
class Admitted:
    position: int
    """In line, from 1."""
    is_first: bool
    """Whether the member never ordered anything before."""


class Jobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def admit(self, job: Job, limits: Limits, draft_id: str | None = None) -> Admitted:
        """Writes a new job, or raises QuotaUsedUp, TooManyWaiting, OrderTaken or DraftGone. Counting and writing are
        one transaction under the member's lock, so that no burst passes a quota; and the same one removes the draft
        that is ordered: it is there as long as it is not ordered, and never longer."""

        def work(connection: Connection) -> Admitted:
            lock(connection, f"member:{job.order.member_id}")
            traces = _traces(connection, job.order.member_id, job.queued_at, job.order.place.interaction_id)
            if draft_id is not None:
                _take_draft(connection, draft_id, job.order.member_id)
            quota_rules.check(traces, limits, job.queued_at)
            is_first = not traces and connection.execute(OTHER, {"member": job.order.member_id}).first() is None
            connection.execute(ADMIT, row_of(job))
            return Admitted(position(connection, job.id, job.queued_at), is_first)

        return await self._database.run(work)

    async def check(self, member_id: int, interaction_id: int, limits: Limits, now: datetime) -> None:
        """Raises what `admit` would raise now; holds nothing."""
        traces = await self._database.run(lambda connection: _traces(connection, member_id, now, interaction_id))
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

    async def posted(self, job: Job, post: Posted, now: datetime) -> Job:
        """Like `move`: the job is POSTED, and its post is noted with it."""
        changes: dict[str, Any] = {
            "state": State.POSTED,
            "post_channel_id": post.channel_id,
            "post_id": post.message_id,
            "ended_at": now,
        }

        def work(connection: Connection) -> None:
            if connection.execute(WRITE, columns_of(changes) | _held(job)).rowcount != 1:
                raise LeaseLost(job.id)
            connection.execute(ADD_POST, row_of_post(job.id, post))

        await self._database.run(work)
        return replace(job, **changes)

    async def _write(self, job: Job, values: dict[str, Any]) -> None:
        if await self._count_written(WRITE, values | _held(job)) != 1:
            raise LeaseLost(job.id)

    async def give_task(self, job: Job, task_id: str) -> bool:
        """Notes the task that was paid for, whoever holds the job by now, and leaves the job to whoever takes it over.
        False where the job has ended or goes back in line: it waits for no task any more."""
        values = {"job_id": job.id, "given": task_id}
        return await self._count_written(GIVE_TASK, values) == 1 or (await self._tasks_of(job)) == [task_id]

    async def _tasks_of(self, job: Job) -> list[str | None]:
        statement = select(jobs.c.task_id).where(jobs.c.id == job.id)
        return await self._database.run(lambda connection: list(connection.execute(statement).scalars()))

    async def settled(self, job: Job) -> Job:
        """Notes that the member was told how the job ended."""
        await self._count_written(SETTLED, {"job_id": job.id})
        return replace(job, settled=True)

    async def find(self, job_id: str) -> Job | None:
        found = await self._read(FIND, {"job_id": job_id})
        return found[0] if found else None

    async def read_held(self, job: Job) -> Job | None:
        """The job as its row says now; None if it left this state or this process."""
        found = await self._database.run(lambda connection: connection.execute(HELD, _held(job)).first())
        return replace(job, withheld=found.withheld) if found else None

    async def held_by(self, owner: str) -> set[str]:
        """The ids of the owner's jobs that are open, or whose end was not told yet."""
        statement = select(jobs.c.id).where(jobs.c.owner == owner, UNSETTLED_ROWS)
        return await self._database.run(lambda connection: set(connection.execute(statement).scalars()))

    async def take_over(self, owner: str, now: datetime) -> list[Job]:
        """Makes the jobs that no living process holds `owner`'s, and returns them, oldest first: those that
        are open, and those whose end was not told yet. A row in which another transaction writes is left to the next
        time: whoever was stopped in the middle of one would hold up all."""
        alive = select(processes.c.id).where(processes.c.lease_until > now, processes.c.lease_until <= latest_end(now))
        lapsed = or_(jobs.c.owner.is_(None), jobs.c.owner.not_in(alive))
        free = select(jobs.c.id).where(UNSETTLED_ROWS, lapsed).with_for_update(skip_locked=True)
        statement = update(jobs).where(jobs.c.id.in_(free)).values(owner=owner).returning(jobs)
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

    async def twins(self, job: Job, same_prompt: bool, since: datetime) -> int:
        """How many other jobs of the model have no task id at this provider yet: a task that is found may be theirs,
        also where one was submitted after `since` and given up. Of the same prompt, a task of the same order given up
        is as good as this job's own."""
        waits = jobs.c.state.in_([State.UNSURE.value, State.SUBMITTING.value])
        given_up = and_(
            jobs.c.state == State.FAILED.value, jobs.c.failure == Failure.UNSURE.value, jobs.c.submitting_at > since
        )
        if same_prompt:
            member, frame = job.order.member_id, job.order.frame
            given_up = and_(given_up, or_(jobs.c.member_id != member, jobs.c.frame.is_distinct_from(frame)))
        statement = select(func.count()).where(
            or_(waits, given_up),
            jobs.c.provider == job.provider,
            jobs.c.model == job.order.model,
            jobs.c.id != job.id,
        )
        if same_prompt:
            statement = statement.where(jobs.c.prompt == job.order.prompt)
        return await self._database.run(lambda connection: int(connection.execute(statement).scalar_one()))

    async def ended_before(self, moment: datetime, most: int, *, spared: bool = True) -> list[Job]:
        """Jobs that ended before `moment` and still have a clip or a frame on disk, oldest first. Without the `spared`
        ones: videos that no post carries, so that theirs is the only copy."""
        has_files = or_(jobs.c.clip.is_not(None), jobs.c.frame.is_not(None))
        others = true() if spared else or_(jobs.c.state.not_in(MADE_STATES), jobs.c.post_id.is_not(None))
        statement = (
            select(jobs)
            .where(jobs.c.ended_at.is_not(None), jobs.c.ended_at < moment, has_files, others)
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

    async def _read(self, statement: Executable, values: dict[str, Any] | None = None) -> list[Job]:
        return await self._database.run(
            lambda connection: [job_of(row) for row in connection.execute(statement, values).mappings()]
        )

    async def _count_written(self, statement: Executable, values: dict[str, Any] | None = None) -> int:
        return await self._database.run(lambda connection: connection.execute(statement, values).rowcount)


def _held(job: Job) -> dict[str, Any]:
    return {"job_id": job.id, "in_state": job.state.value, "owned_by": job.owner}


def _take_draft(connection: Connection, draft_id: str, member_id: int) -> None:
    if connection.execute(TAKE_DRAFT, {"draft": draft_id, "member": member_id}).rowcount != 1:
        raise DraftGone


def _traces(connection: Connection, member_id: int, now: datetime, interaction_id: int | None = None) -> list[Trace]:
    """Raises OrderTaken where one of them is this very interaction's."""
    rows = connection.execute(TRACES, {"member": member_id, "since": now - WINDOW}).all()
    if interaction_id is not None and any(row.interaction_id == interaction_id for row in rows):
        raise OrderTaken(interaction_id)
    return [Trace(row.queued_at, State(row.state)) for row in rows]
