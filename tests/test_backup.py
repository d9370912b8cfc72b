"""A copy of the database while the bot uses it, and the way back."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backup import back_up, restore
from db.engine import open_database
from db.jobs import Jobs
from db.posts import Posts
from db.processes import Processes
from db.shelf import Shelf
from domain.errors import DatabaseError
from domain.jobs import Job, State
from domain.limits import Limits
from domain.orders import Order, Place
from domain.posts import Posted
from domain.shelf import Part

LIMITS = Limits(per_day=100, at_once=50, waiting=50)


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def make_job(name: str) -> Job:
    now = datetime.now(UTC)
    place = Place(
        channel_id=1,
        guild_id=2,
        postable=True,
        upload_limit=10,
        application_id=3,
        interaction_id=int.from_bytes(name.encode()[:7]),
        interaction_token="t",
        interaction_at=now,
    )
    order = Order(member_id=5, prompt="a boat", model="m", frame=None, place=place)
    return Job(id=name, order=order, state=State.QUEUED, queued_at=now, owner="me")


async def admit(url: str, *names: str) -> None:
    async with open_database(url) as database:
        for name in names:
            await Jobs(database).admit(make_job(name), LIMITS)


async def states(url: str) -> dict[str, State]:
    async with open_database(url) as database:
        return {job.id: job.state for job in (await Shelf(database).page(5, Part.ALL, 0, 10)).jobs}


async def test_a_backup_is_taken_while_the_database_is_in_use(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with open_database(url) as database:
        await Jobs(database).admit(make_job("a"), LIMITS)
        back_up(url, copy)
        await Jobs(database).admit(make_job("b"), LIMITS)
    assert set(await states(f"sqlite:///{copy}")) == {"a"}


async def test_a_copy_knows_every_post(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    await admit(url, "a")
    async with open_database(url) as database:
        await Jobs(database).posted(make_job("a"), Posted(1, 2), datetime.now(UTC))
        await Posts(database).note(make_job("a"), Posted(3, 4))
    back_up(url, copy)
    async with open_database(f"sqlite:///{copy}") as database:
        assert await Posts(database).of("a") == [Posted(1, 2), Posted(3, 4)]


async def test_what_waited_in_the_backup_is_not_ordered_again(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    await admit(url, "waiting", "running")
    async with open_database(url) as database:
        jobs = Jobs(database)
        running = await jobs.find("running")
        assert running is not None
        await jobs.move(running, state=State.RUNNING, provider="novita", task_id="t")
    back_up(url, copy)
    await admit(url, "later")
    assert restore(url, copy) == 1
    assert await states(url) == {"waiting": State.CANCELLED, "running": State.RUNNING}
    async with open_database(url) as database:
        taken = await Jobs(database).take_over("new", datetime.now(UTC))
    assert {job.id for job in taken} == {"waiting", "running"}
    assert set(await states(f"sqlite:///{tmp_path / 'firstframe.db.before-restore'}")) == {
        "waiting",
        "running",
        "later",
    }


async def test_nothing_is_restored_under_a_bot_that_runs(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url, copy)
    await admit(url, "since")
    async with open_database(url) as database:
        await Processes(database).renew("alive", datetime.now(UTC) + timedelta(seconds=30))
        with pytest.raises(DatabaseError):
            restore(url, copy)
    assert set(await states(url)) == {"since"}


async def test_a_lease_of_a_clock_that_was_ahead_keeps_nobody_from_a_restore(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url, copy)
    async with open_database(url) as database:
        await Processes(database).renew("gone", datetime.now(UTC) + timedelta(days=1))
    assert restore(url, copy) == 0


async def test_a_damaged_copy_is_refused_and_nothing_is_touched(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    await admit(url, "a")
    copy.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(DatabaseError):
        restore(url, copy)
    assert set(await states(url)) == {"a"}


async def test_a_copy_of_a_newer_version_is_refused(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(url, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(DatabaseError, match="newer"):
        restore(url, copy)


@pytest.mark.parametrize("url_of_another", ["postgresql://u:pw-secret@host/name"])
def test_another_engine_has_tools_of_its_own(url_of_another: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="pg_dump") as raised:
        back_up(url_of_another, tmp_path / "copy.db")
    assert "secret" not in str(raised.value.explanation)


async def test_no_file_is_overwritten_by_a_backup(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine", encoding="utf-8")
    with pytest.raises(DatabaseError):
        back_up(url, copy)
    assert copy.read_text(encoding="utf-8") == "mine"
