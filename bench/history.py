"""A bot with a long past: how soon a card is there, and what a job costs, when a hundred thousand jobs have ended."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.burst import OPEN_HANDED, settle
from bench.meters import read_meters
from bench.orders import Crowd, until_posted
from bench.standing import MODEL, write_jobs
from domain.jobs import Job, State
from domain.orders import Order, Place
from sandbox import open_sandbox
from sandbox.runner import run_bot

MEMBERS = 50
ORDERS, SECONDS = 60, 30.0
RENDER_SECONDS = 10.0
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Past:
    """`first_answers` are seconds; `own` is the bot's CPU time for each job."""

    first_answers: tuple[float, ...]
    own: float


async def run_history(count: int) -> Past:
    async with open_sandbox(render_seconds=RENDER_SECONDS) as sandbox:
        crowd = Crowd(sandbox, MEMBERS)
        members = [sandbox.world.member(crowd.name(number)).user.id for number in range(MEMBERS)]
        with TemporaryDirectory(prefix="bench-") as folder:
            ended = [make_ended(number, count, members[number % MEMBERS]) for number in range(count)]
            await write_jobs(f"sqlite:///{Path(folder) / 'firstframe.db'}", ended)
            async with run_bot(sandbox, Path(folder), **OPEN_HANDED) as bot:
                before = await settle(bot)
                sent = await crowd.order(ORDERS, SECONDS)
                await until_posted(sent)
                own = (read_meters(bot.pid).own - before.own) / ORDERS
        return Past(tuple(order.first_answer or float("inf") for order in sent), own)


def make_ended(number: int, count: int, member_id: int) -> Job:
    """Evenly over the year, up to two days ago."""
    began = datetime.now(UTC) - timedelta(days=2) - YEAR * (1 - number / count)
    place = Place(
        channel_id=1,
        guild_id=1,
        postable=True,
        upload_limit=10_000_000,
        application_id=1,
        interaction_id=number,
        interaction_token="",
        interaction_at=began,
    )
    return Job(
        id=f"{number:016x}",
        order=Order(member_id=member_id, prompt=f"an old order {number}", model=MODEL, frame=None, place=place),
        state=State.POSTED,
        settled=True,
        queued_at=began,
        submitting_at=began,
        ready_at=began + timedelta(seconds=RENDER_SECONDS),
        ended_at=began + timedelta(seconds=RENDER_SECONDS),
        provider=("novita", "wavespeed")[number % 2],
        task_id=f"old-{number}",
        card_id=number,
        post_channel_id=1,
        post_id=number,
    )
