"""Videos that a member made long ago, written as rows; and presses on ids that are another's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from db.engine import open_database
from domain.jobs import Job, State
from sandbox.discord import Message
from sandbox.discord.member import Member
from sandbox.discord.use import Use
from tests.db.rows import new_job, write

from .town import Town, press_ids


async def put_videos(town: Town, member: Member, *states: str) -> list[Job]:
    """Ended, a minute after one another, the last of them just now."""
    now = datetime.now(UTC)
    videos = []
    for number, state in enumerate(states, start=1):
        moment = now - timedelta(minutes=len(states) - number, seconds=1)
        job = new_job(member.id, prompt=f"Fox {number} runs", model="minimax-video-01", state=State(state))
        videos.append(replace(job, queued_at=moment, ended_at=moment, settled=True, owner=None))
    async with open_database(f"sqlite:///{town.folder / 'firstframe.db'}") as database:
        await write(database, *videos)
    return videos


async def press_forged(town: Town, member: Member, message: Message, act: str, job_id: str) -> Use:
    """A press on a button of the member's own message that names another's video."""
    items = [item for row in message.components for item in row["components"]]
    item = next(item for item in items if item["custom_id"].split(":")[1] == act)
    parts = item["custom_id"].split(":")
    item["custom_id"] = ":".join([*parts[:2], job_id, *parts[3:]])
    assert item["custom_id"] in press_ids(message)
    return await member.press(message, item["custom_id"])
