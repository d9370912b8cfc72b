"""The posts of a video: every message that carries it and was not removed, so that all of them can go."""

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, union, update

from db.engine import Database
from db.rows import row_of_post
from db.tables import jobs, posts
from domain.jobs import MADE, Job, State
from domain.posts import Posted

IN_TABLE = select(posts.c.channel_id, posts.c.message_id).where(posts.c.job_id == bindparam("job"))
ON_JOB = select(jobs.c.post_channel_id, jobs.c.post_id).where(
    jobs.c.id == bindparam("job"), jobs.c.post_id.is_not(None)
)
KNOWN = union(IN_TABLE, ON_JOB)
"""The job's own too: a process of an older version, which still runs beside this one, notes no other."""


class Posts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, job_id: str) -> list[Posted]:
        """Oldest first."""
        return await self._database.run(lambda connection: known(connection, job_id))

    async def note(self, job: Job, post: Posted) -> bool:
        """The member posted a made video once more, or for the first time. False where they deleted it meanwhile."""
        values = {"state": State.POSTED.value, "post_channel_id": post.channel_id, "post_id": post.message_id}
        return await self._note(job, post, values)

    async def note_copy(self, job: Job, post: Posted) -> bool:
        """Like `note`, for one that the bot itself could not find again: it is not what /videos leads to."""
        return await self._note(job, post, {"post_id": jobs.c.post_id})  # writes nothing new, and holds the row

    async def _note(self, job: Job, post: Posted, values: dict[str, object]) -> bool:
        made = (jobs.c.id == job.id, jobs.c.state.in_([state.value for state in MADE]), jobs.c.deleted_at.is_(None))

        def work(connection: Connection) -> bool:
            if connection.execute(update(jobs).where(*made).values(values)).rowcount != 1:
                return False
            connection.execute(insert(posts), row_of_post(job.id, post))
            return True

        return await self._database.run(work)

    async def remove(self, job_id: str, message_id: int) -> bool:
        """Its message was deleted; the video stays in /videos, and the newest of its other posts is what that leads to
        now. Whether it was the first of them."""

        def work(connection: Connection) -> bool:
            connection.execute(select(jobs.c.id).where(jobs.c.id == job_id).with_for_update())
            before = known(connection, job_id)
            connection.execute(delete(posts).where(posts.c.job_id == job_id, posts.c.message_id == message_id))
            left = [post for post in before if post.message_id != message_id]
            _lead_to(connection, left[-1] if left else None, (jobs.c.id == job_id, jobs.c.post_id == message_id))
            return bool(before) and before[0].message_id == message_id

        return await self._database.run(work)


def known(connection: Connection, job_id: str) -> list[Posted]:
    rows = connection.execute(KNOWN, {"job": job_id})
    return sorted((Posted(*row) for row in rows), key=lambda post: post.message_id)


def forget(connection: Connection, job_id: str) -> list[Posted]:
    """Those that were still known."""
    left = known(connection, job_id)
    connection.execute(delete(posts).where(posts.c.job_id == job_id))
    return left


def _lead_to(connection: Connection, post: Posted | None, where: tuple[ColumnElement[bool], ...]) -> None:
    channel_id, message_id = (post.channel_id, post.message_id) if post else (None, None)
    connection.execute(update(jobs).where(*where).values(post_channel_id=channel_id, post_id=message_id))
