"""Files leave the disk after their time, or sooner where room is short; what is not posted stays."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.drafts import Drafts
from db.engine import Database, open_database
from db.jobs import Jobs
from db.posts import Posts
from domain.drafts import Draft
from domain.jobs import Job, State
from domain.limits import Limits
from domain.orders import Order, Place
from domain.posts import Posted
from services.clips import Clips
from services.clock import Clock
from services.ffmpeg import Ffmpeg
from services.retention import Retention

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LIMITS = Limits(per_day=100, at_once=50, waiting=50)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    async with open_database(sqlite_url) as database:
        yield database


class Attic:
    """A data folder, and a clock that stands where the test puts it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.jobs = Jobs(database)
        self.drafts = Drafts(database)
        self.now = START
        self.folders = [folder / name for name in ("frames", "clips", "downloads")]
        for each in self.folders:
            each.mkdir()

    async def add(self, name: str, state: State, size: int = 1000, frame: str | None = None) -> None:
        place = Place(
            channel_id=1,
            guild_id=2,
            postable=True,
            upload_limit=10,
            application_id=3,
            interaction_id=int.from_bytes(name.encode()[:7]),
            interaction_token="t",
            interaction_at=self.now,
        )
        order = Order(member_id=5, prompt="a boat", model="m", frame=frame, place=place)
        job = Job(id=name, order=order, state=State.QUEUED, queued_at=self.now, owner="me")
        await self.jobs.admit(job, LIMITS)
        ended = None if state is State.READY else self.now
        post = {"post_channel_id": 1, "post_id": 2} if state is State.POSTED else {}
        await self.jobs.move(job, state=state, clip=f"{name}.mp4", ended_at=ended, **post)
        (self.folders[1] / f"{name}.mp4").write_bytes(bytes(size))
        if frame:
            (self.folders[0] / frame).write_bytes(bytes(size))

    async def sweep(self, keep: timedelta = 7 * DAY, most_bytes: int = 10**9) -> list[str]:
        """Names of the files that are left."""
        clips = Clips(self.folders[1], Ffmpeg())
        clock = Clock(now=lambda: self.now)
        await Retention(self.jobs, self.drafts, clips, self.folders, keep, most_bytes, clock).sweep()
        return sorted(file.name for folder in self.folders for file in folder.iterdir())


@pytest.fixture
def attic(database: Database, tmp_path: Path) -> Attic:
    return Attic(database, tmp_path)


async def test_a_clip_stays_for_its_time_and_no_longer(attic: Attic) -> None:
    await attic.add("a", State.POSTED)
    attic.now += 6 * DAY
    assert await attic.sweep() == ["a.mp4"]
    attic.now += 2 * DAY
    assert await attic.sweep() == []
    job = await attic.jobs.find("a")
    assert job is not None
    assert job.clip is None


async def test_a_post_stays_known_when_the_clip_has_left_the_disk(attic: Attic, database: Database) -> None:
    await attic.add("a", State.READY)
    job = await attic.jobs.find("a")
    assert job is not None
    await attic.jobs.posted(job, Posted(1, 2), attic.now)
    attic.now += 8 * DAY
    assert await attic.sweep() == []
    assert await Posts(database).of("a") == [Posted(1, 2)]


async def test_what_is_not_posted_yet_stays_however_old_and_however_full(attic: Attic) -> None:
    await attic.add("ready", State.READY)
    attic.now += 400 * DAY
    assert await attic.sweep(most_bytes=1) == ["ready.mp4"]


async def test_where_room_is_short_the_oldest_that_was_posted_goes_first(attic: Attic) -> None:
    for name in ("first", "second", "third"):
        await attic.add(name, State.POSTED)
        attic.now += timedelta(minutes=1)
    assert await attic.sweep(most_bytes=2000) == ["second.mp4", "third.mp4"]


async def test_what_is_kept_for_its_member_does_not_make_room(attic: Attic) -> None:
    await attic.add("kept", State.KEPT)
    attic.now += DAY
    assert await attic.sweep(most_bytes=1) == ["kept.mp4"]
    attic.now += 7 * DAY
    assert await attic.sweep(most_bytes=1) == []


async def test_the_only_copy_of_a_video_does_not_make_room(attic: Attic, database: Database) -> None:
    await attic.add("a", State.READY)
    job = await attic.jobs.find("a")
    assert job is not None
    await attic.jobs.posted(job, Posted(1, 2), attic.now)
    await Posts(database).remove("a", 2)
    attic.now += timedelta(minutes=1)
    assert await attic.sweep(most_bytes=1) == ["a.mp4"]


async def test_room_is_made_of_what_stands_behind_much_that_is_kept(
    attic: Attic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.retention.AT_ONCE", 2)
    for name, state in (("kept-1", State.KEPT), ("kept-2", State.KEPT), ("posted", State.POSTED)):
        await attic.add(name, state)
        attic.now += timedelta(minutes=1)
    assert await attic.sweep(most_bytes=2000) == ["kept-1.mp4", "kept-2.mp4"]


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
async def test_the_files_of_a_job_that_came_to_nothing_make_room(attic: Attic, state: State) -> None:
    await attic.add("old", state)
    attic.now += timedelta(minutes=1)
    await attic.add("new", State.POSTED)
    attic.now += timedelta(minutes=1)
    assert await attic.sweep(most_bytes=1000) == ["new.mp4"]


async def test_a_frame_that_another_job_names_stays(attic: Attic) -> None:
    await attic.add("old", State.POSTED, frame="f.jpg")
    attic.now += 7 * DAY
    await attic.add("new", State.POSTED, frame="f.jpg")
    attic.now += DAY
    assert await attic.sweep() == ["f.jpg", "new.mp4"]


async def test_what_was_made_of_a_clip_or_frame_counts_and_goes_with_it(attic: Attic) -> None:
    made = [
        attic.folders[0] / "f.thumb.jpg",
        *(attic.folders[1] / f"a.{what}" for what in ("thumb.jpg", "film-0-1.mp4")),
    ]
    await attic.add("a", State.POSTED, frame="f.jpg")
    attic.now += timedelta(minutes=1)
    await attic.add("aa", State.POSTED, frame="ff.jpg")
    attic.now += timedelta(minutes=1)
    for file in made:
        file.write_bytes(bytes(1000))
    assert len(await attic.sweep(most_bytes=7000)) == 7
    assert await attic.sweep(most_bytes=6999) == ["aa.mp4", "ff.jpg"]


async def test_what_a_killed_process_left_half_written_goes(attic: Attic) -> None:
    part = attic.folders[2] / ".a.mp4.1234.part"
    part.write_bytes(b"half")
    attic.now = datetime.now(UTC)
    assert await attic.sweep() == [part.name]
    attic.now += timedelta(hours=3)
    assert await attic.sweep() == []


async def test_a_question_that_was_never_answered_is_forgotten_after_a_day_with_its_frames(attic: Attic) -> None:
    for name in ("old", "new"):
        (attic.folders[0] / f"{name}.jpg").write_bytes(b"jpeg")
        created = START - DAY - timedelta(minutes=1) if name == "old" else START
        await attic.drafts.keep(Draft(id=name, member_id=5, created_at=created, frames={"crop": f"{name}.jpg"}))

    assert await attic.sweep() == ["new.jpg"]
    assert await attic.drafts.find("old", 5) is None
    assert await attic.drafts.find("new", 5) is not None


async def test_an_old_frame_that_nobody_names_is_removed_and_one_that_is_used_stays(attic: Attic) -> None:
    await attic.add("open", State.READY, frame="used.jpg")
    for name in ("stray.jpg", "used.jpg", "young.jpg"):
        age = timedelta() if name == "young.jpg" else 3 * DAY
        (attic.folders[0] / name).write_bytes(b"jpeg")
        os.utime(attic.folders[0] / name, 2 * ((START - age).timestamp(),))

    assert await attic.sweep() == ["open.mp4", "used.jpg", "young.jpg"]
