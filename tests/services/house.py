"""The services without Discord: a real database, the providers' emulators, a stage in a folder, time that hurries."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import aiohttp
from sqlalchemy import Connection

import services.clock
from db.engine import Database, open_database
from db.jobs import Jobs
from db.processes import Processes
from db.queue import Queue, Slots
from domain.errors import DatabaseError
from domain.jobs import Job
from domain.limits import Limits
from domain.orders import Order, Place
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers import Providers, open_providers
from services.carrier import Carrier
from services.claims import Claims
from services.clips import Clips
from services.dispatch import Dispatcher
from services.ffmpeg import Ffmpeg
from services.frames import Frames
from services.gates import Gate
from services.leases import Lease
from services.line import Line
from services.orders import Orders
from services.providers.catalogue import load_catalogue
from services.providers.http import Sessions, open_sessions
from services.providers.novita import Novita
from services.providers.port import Provider
from services.providers.wavespeed import WaveSpeed
from services.unbroken import Unbroken
from services.usuals import Usuals
from services.workshop import Pace, Workshop

from .folder_stage import FolderStage

T = TypeVar("T")
PATIENCE = 60.0
"""Real seconds."""
STEP, PAUSE = 0.5, 0.003
"""Seconds that pass for the bot, in so many real ones."""


class Unlucky:
    """A database over a bad line: `lost_answers` transactions are committed, and nobody is told. While `line` is not
    set, what was committed is told later."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.under_way = 0
        """Transactions that the engine works at."""
        self.lost_answers = 0
        self.line = asyncio.Event()
        self.line.set()
        self.told = asyncio.Semaphore(0)
        """Counts the transactions that are committed while the line is cut."""

    async def run(self, work: Callable[[Connection], T]) -> T:
        self.under_way += 1
        try:
            done = await self._database.run(work)
        finally:
            self.under_way -= 1
        if not self.line.is_set():
            self.told.release()
        await self.line.wait()
        if self.lost_answers:
            self.lost_answers -= 1
            raise DatabaseError("the connection was lost")
        return done


@dataclass
class Wall:
    """The machine's clock, which may be wrong and be set right."""

    ahead: timedelta = timedelta()


@dataclass(frozen=True)
class World:
    """What several processes share."""

    folder: Path
    url: str
    clock: Clock
    faults: Faults
    providers: Providers
    stage: FolderStage
    wall: Wall = field(default_factory=Wall)
    databases: list[Unlucky] = field(default_factory=list)

    def now(self) -> datetime:
        """What a process takes for the time."""
        return self.clock.now() + self.wall.ahead

    async def until(self, condition: Callable[[], object]) -> None:
        """Time stands still while a database is at work: else a slow one lets leases lapse that it is renewing."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                if not any(database.under_way for database in self.databases):
                    self.clock.advance(STEP)
                await asyncio.sleep(PAUSE)


def is_carried(job: Job) -> bool:
    """Whether a process has a task for it."""
    return any(task.get_name() == f"job {job.id}" for task in asyncio.all_tasks())


@dataclass(frozen=True)
class House:
    world: World
    database: Unlucky
    shop: Workshop
    orders: Orders
    dispatcher: Dispatcher
    carrier: Carrier

    async def order(self, member: int = 1, frame: str | None = None) -> Job:
        """Accepted and answered."""
        job = await self.accept(member, frame)
        await self.orders.answered(job, 99, private=False)
        return job

    async def accept(self, member: int = 1, frame: str | None = None) -> Job:
        now = self.world.clock.now()
        place = Place(
            channel_id=1, guild_id=2, postable=True, upload_limit=10_000_000, application_id=3,
            interaction_id=secrets.randbits(60), interaction_token="token", interaction_at=now,
        )  # fmt: skip
        model = self.shop.catalogue.default
        order = Order(member_id=member, prompt=f"Fox {now.timestamp()}", model=model.key, frame=frame, place=place)
        return (await self.orders.accept(order, model)).job

    async def row(self, job: Job) -> Job:
        row = await self.shop.jobs.find(job.id)
        assert row is not None
        return row

    async def leave(self) -> None:
        self.orders.leave()
        await self.dispatcher.leave()
        await self.carrier.close(2.0)
        await self.shop.lease.release()


@asynccontextmanager
async def open_world(folder: Path, url: str) -> AsyncIterator[World]:
    clock, faults = Clock(), Faults()
    async with open_providers(clock, faults, fast=True, chance=random.Random(3)) as providers:
        yield World(folder, url, clock, faults, providers, FolderStage(folder / "stage"))


@asynccontextmanager
async def open_house(world: World, *names: str, works: bool = True) -> AsyncIterator[House]:
    """A process. Without `works` its lasting tasks do not run: a test does what they would do."""
    async with AsyncExitStack() as stack:
        database = Unlucky(await stack.enter_async_context(open_database(world.url)))
        world.databases.append(database)
        media = await stack.enter_async_context(aiohttp.ClientSession())
        sessions = await stack.enter_async_context(open_sessions())
        clock = services.clock.Clock(
            now=world.now, monotonic=world.clock.time, sleep=world.clock.sleep, chance=lambda: 0.5
        )
        jobs, downloads = Jobs(database), world.folder / "downloads"
        downloads.mkdir(exist_ok=True)
        lease = Lease(secrets.token_hex(8), Processes(database), 30.0, clock)
        shop = Workshop(
            lease=lease,
            claims=Claims(lease),
            jobs=jobs,
            providers={name: _provider(world, sessions, name) for name in names},
            gates={name: Gate(name, clock.monotonic) for name in names},
            catalogue=load_catalogue(None, None, names),
            frames=Frames(world.folder / "frames", media),
            clips=Clips(world.folder / "clips", Ffmpeg()),
            downloads=downloads,
            media=media,
            stage=world.stage,
            usuals=Usuals(jobs),
            unbroken=Unbroken(),
            clock=clock,
            pace=Pace(poll=5.0, late_after=900.0, unsure=60.0, missing=300.0),
            line=Line(),
        )
        house = _house(world, database, shop)
        work = _start(house) if works else []
        await shop.lease.renew()
        try:
            yield house
        finally:
            await house.leave()
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)


def _provider(world: World, sessions: Sessions, name: str) -> Provider:
    if name == "novita":
        return Novita(sessions, world.providers.novita.key, world.providers.novita.url)
    return WaveSpeed(sessions, world.providers.wavespeed.key, world.providers.wavespeed.url)


def _house(world: World, database: Unlucky, shop: Workshop) -> House:
    slots = {name: Slots(per_minute=100, at_once=100) for name in shop.providers}
    carrier = Carrier(shop)
    dispatcher = Dispatcher(shop, Queue(database, 2), slots, carrier.begin)
    limits = Limits(per_day=50, at_once=2, waiting=50)
    orders = Orders(shop, limits, lambda: secrets.token_hex(8), carrier.resume)
    return House(world, database, shop, orders, dispatcher, carrier)


def _start(house: House) -> list[asyncio.Task[None]]:
    return [
        asyncio.create_task(house.dispatcher.run()),
        asyncio.create_task(house.shop.lease.keep(house.shop.jobs, house.carrier.inherit, house.carrier.review)),
    ]
