"""One soak: a sandbox, members, weather, a crew; then calm, rest, and the books."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from sandbox.clock import Clock
from sandbox.discord import DiscordServer, World
from sandbox.faults import Faults
from sandbox.providers import open_providers
from soak.crew import Crew
from soak.crowd import Crowd
from soak.evidence import Evidence
from soak.gather import gather, open_jobs
from soak.moments import Moments
from soak.weather import Weather

RENDER_SECONDS = 1.5
RENDER_SPREAD = 0.6
PER_DAY = 25
EVERY_SOAK_MEETS = (
    "SIGSTOP right before a submit",
    "SIGSTOP right before a post",
    "SIGKILL right after a submit",
    "a while without a process",
    "wavespeed.submit lost",
    "a post lost, the room closed",
)
"""Without each of them a mechanism could be taken out, and the soak would stay green."""
PATIENT_SECONDS = 120.0
"""How long the processes may take to come to rest by themselves; after that they are begun anew, once."""
REST_SECONDS = 60.0
LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    seed: int
    orders: int
    seconds: float
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    evidence: Evidence
    met: Counter[str]
    """What was done to the bot, and how often."""

    @property
    def missed(self) -> list[str]:
        return [act for act in EVERY_SOAK_MEETS if not self.met[act]]


@asynccontextmanager
async def open_place(chance: random.Random) -> AsyncIterator[Sandbox]:
    """A sandbox in which Discord has a clock of its own: time may pass there while the bot's and the services' clocks,
    which must agree, go on as they are."""
    clock, faults = Clock(), Faults()
    world = World(Clock(), faults)
    with closing(world):
        async with open_providers(clock, faults, fast=True, chance=chance) as services:
            for service in (services.novita, services.wavespeed):
                service.settings.render_seconds, service.settings.spread = RENDER_SECONDS, RENDER_SPREAD
                service.settings.per_minute = service.settings.at_once = None
            async with DiscordServer(world) as server:
                yield Sandbox(world, services.novita, services.wavespeed, clock, faults, server)


async def run(plan: Plan) -> Outcome:
    """Takes the plan's seconds, or longer where not everything was met by then that every soak shall meet; and up to
    `PATIENT_SECONDS + REST_SECONDS` more."""
    chance = random.Random(plan.seed)
    first, *others = (random.Random(chance.getrandbits(64)) for _ in range(4))
    async with open_place(first) as sandbox:
        crowd, weather = Crowd(sandbox.world, others[0]), Weather(sandbox, others[1])
        moments = Moments(sandbox, plan.folder, crowd)
        crew = Crew(sandbox, plan.folder, others[2], moments, VIDEOS_PER_DAY=PER_DAY)
        async with crew.aboard():
            orders = _while(crowd.order(plan.orders, plan.seconds), weather.blow())
            await _while(_both(orders, crew.until_through()), crew.suffer())
            weather.calm()
            await crew.settle()
            await _rest(crew, plan.folder)
            evidence = await gather(sandbox, plan.folder, crowd.said, crowd.members, crew.accidents, PER_DAY)
    return Outcome(evidence=evidence, met=weather.met + crew.met)


async def _both(*works: Coroutine[Any, Any, Any]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for work in works:
            tasks.create_task(work)


async def _while(work: Coroutine[Any, Any, None], *troubles: Coroutine[Any, Any, None]) -> None:
    """Troubles go on until the work is done. One that fails is told at once."""
    tasks = [asyncio.create_task(each) for each in (work, *troubles)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _rest(crew: Crew, folder: Path) -> None:
    if await _comes_to_rest(folder, PATIENT_SECONDS):
        return
    crew.met["begun anew to come to rest"] += 1
    await crew.renew()
    await _comes_to_rest(folder, REST_SECONDS)


async def _comes_to_rest(folder: Path, seconds: float) -> bool:
    """Whether every job has come to its end within so many seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        if await asyncio.to_thread(open_jobs, folder) == 0:
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False
