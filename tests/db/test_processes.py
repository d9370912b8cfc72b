"""Whole processes at one database, as in a cluster or beside a command line."""

from collections import Counter

from db.engine import Database
from domain.jobs import State

from .processes import run_children
from .rows import new_job, rows, write


async def test_two_processes_admit_together_what_one_would(url: str, database: Database) -> None:
    admitted = await run_children("admit", url, times=2)
    assert sum(map(int, admitted)) == 30
    assert Counter(job.order.member_id for job in await rows(database)) == dict.fromkeys(range(10), 3)


async def test_two_processes_take_each_job_once_and_no_more_than_the_slots(url: str, database: Database) -> None:
    await write(database, *(new_job(member) for member in range(80)))
    taken = " ".join(await run_children("take", url, times=2)).split()
    assert len(taken) == len(set(taken)) == 60
    submitting = {job.id for job in await rows(database) if job.state is State.SUBMITTING}
    assert submitting == set(taken)
