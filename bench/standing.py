"""Ten thousand jobs under way: what it costs to keep them, when none of them ends."""

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.burst import OPEN_HANDED
from bench.meters import read_cpu, read_meters
from bench.orders import Crowd
from db.engine import open_database
from db.migrate import migrate
from db.rows import row_of
from db.tables import jobs
from domain.jobs import Job, State
from domain.orders import Order, Place
from sandbox import Sandbox, open_sandbox
from sandbox.discord.calling import call
from sandbox.discord.checks.mentions import Rules
from sandbox.discord.checks.message import Draft
from sandbox.discord.rest.replies import post_reply
from sandbox.discord.use import COMMAND, MESSAGE, Use
from sandbox.providers.tasks import Outcome, Submit, Task
from sandbox.runner import run_bot

MEMBERS = 500
USUAL_SECONDS = 150.0
"""As MiniMax Video-01 takes."""
WARM_UP_SECONDS = 20.0
"""Until the jobs are taken over and their first looks are spread."""
MODEL = "minimax-video-01"
MODEL_PATHS = {"novita": "minimax-video-01", "wavespeed": "minimax/video-01"}


@dataclass(frozen=True)
class Standing:
    """`cores` is the CPU time of the bot per second; `looks` and `edits` are per second too; `peak` is bytes."""

    cores: float
    looks: float
    edits: float
    peak: int


async def run_standing(count: int, seconds: float) -> Standing:
    async with open_sandbox(render_seconds=USUAL_SECONDS) as sandbox:
        crowd = Crowd(sandbox, MEMBERS)
        with TemporaryDirectory(prefix="bench-") as folder:
            made = [make_job(sandbox, crowd, number) for number in range(count)]
            await write_jobs(f"sqlite:///{Path(folder) / 'firstframe.db'}", made)
            async with run_bot(sandbox, Path(folder), **OPEN_HANDED) as bot:
                await asyncio.sleep(WARM_UP_SECONDS)
                before, looks, edits = read_cpu(bot.pid)[0], count_looks(sandbox), count_edits(sandbox)
                await asyncio.sleep(seconds)
                cores = (read_cpu(bot.pid)[0] - before) / seconds
                looked, edited = count_looks(sandbox) - looks, count_edits(sandbox) - edits
                return Standing(cores, looked / seconds, edited / seconds, read_meters(bot.pid).peak)


def count_looks(sandbox: Sandbox) -> int:
    return sandbox.novita.looks + sandbox.wavespeed.looks


def count_edits(sandbox: Sandbox) -> int:
    return sum(
        number for (place, _), number in sandbox.world.counts.items() if place in ("discord.original", "discord.edit")
    )


def make_job(sandbox: Sandbox, crowd: Crowd, number: int) -> Job:
    """An order that was answered, and whose task has been rendering for a part of the usual time."""
    chance = random.Random(number)
    age = chance.uniform(0, USUAL_SECONDS)
    use = make_use(sandbox, crowd, number, age)
    service = (sandbox.novita, sandbox.wavespeed)[number % 2]
    name = MODEL_PATHS[service.name]
    task_id = service.make_id(chance.getrandbits(128))
    since = sandbox.clock.time() - age
    seconds = USUAL_SECONDS * 2
    task = Task(task_id, service.models[name], Submit(since, name), since, seconds, Outcome("never"), started=since)
    service.tasks[task_id] = task
    return job_of(sandbox, use, number, service.name, task_id)


def make_use(sandbox: Sandbox, crowd: Crowd, number: int, age: float) -> Use:
    """Nobody listens yet, so the bot that comes does not see it."""
    channel = crowd.channel(number)
    user = sandbox.world.member(crowd.name(number)).user
    use = call(sandbox.world, COMMAND, user, channel, {"name": "video", "id": "1", "type": 1})
    use.began -= age
    use.message = post_reply(sandbox.world, use, Draft("rendering", [], [], [], 0, Rules()))
    use.acked, use.has_answer = MESSAGE, True
    return use


def job_of(sandbox: Sandbox, use: Use, number: int, provider: str, task_id: str) -> Job:
    began = datetime.fromtimestamp(use.began, UTC)
    place = Place(
        channel_id=use.channel.id,
        guild_id=use.channel.guild.id if use.channel.guild else None,
        postable=True,
        upload_limit=use.limit,
        application_id=sandbox.world.application.id,
        interaction_id=use.id,
        interaction_token=use.token,
        interaction_at=began,
    )
    return Job(
        id=f"{number:016x}",
        order=Order(member_id=use.user.id, prompt=f"order {number}", model=MODEL, frame=None, place=place),
        state=State.RUNNING,
        queued_at=began,
        submitting_at=began + timedelta(milliseconds=100),
        provider=provider,
        task_id=task_id,
        card_id=use.message.id if use.message else 0,
    )


async def write_jobs(url: str, made: list[Job]) -> None:
    await migrate(url)
    async with open_database(url) as database:
        await database.run(lambda connection: connection.execute(jobs.insert(), [row_of(job) for job in made]))
