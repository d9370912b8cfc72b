"""The whole bot before simcord, a second judge of how it speaks Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
from simcord import Env, InteractionResult, MemberActor, ResponseMessage
from simcord.builders import ChannelHandle, GuildHandle

import bot
from config import DISCORD_API, ProviderSettings, Settings
from db.shelf import Shelf
from domain.jobs import Job
from domain.shelf import Part
from sandbox.providers import Providers
from sandbox.providers.tasks import Task
from services.providers.catalogue import load_catalogue

from .cdn import Cdn
from .time import Time

STEP = 2.0
A_MOMENT = 6.0
AFTER_TOKEN = 1200.0
"""After it a provider renders what was ordered, and has not finished."""
LONGEST = 7200.0
LONGEST_TURNS = 12_000
SETTLE_SECONDS = 5.0
"""Less than a connection is kept alive: simcord would wait for that timer too."""


@dataclass(frozen=True)
class World:
    """What outlives a bot."""

    time: Time
    cdn: Cdn
    providers: Providers
    settings: Settings


@dataclass(frozen=True)
class Judge:
    env: Env
    house: bot.House
    world: World
    guild: GuildHandle
    films: ChannelHandle
    ada: MemberActor
    ben: MemberActor

    async def order(self, prompt: str = "A fox runs", **options: Any) -> InteractionResult:
        return await self.ada.slash(self.films, "video", prompt=prompt, **options)

    async def posted(self, prompt: str = "A fox runs", **options: Any) -> discord.Message:
        """Ada's order, and the message with its video."""
        before = len(self.posts)
        await self.order(prompt, **options)
        await self.until(lambda: len(self.posts) > before)
        return self.posts[-1]

    async def until(self, condition: Callable[[], object], step: float = STEP) -> None:
        """Lets time pass until it is so."""
        waited = 0.0
        while not condition():
            if waited > LONGEST:
                raise TimeoutError
            await self.pass_time(step)
            waited += step

    async def pass_time(self, seconds: float) -> None:
        """A visit to the database and to the services comes after those that the bot's work began before."""
        await self.env.advance_time(seconds)
        await self.house.shop.jobs.find("")
        for service in (self.world.providers.wavespeed, self.world.providers.novita):
            async with self.house.shop.media.get(service.url):
                pass
        await self.env.settle(timeout=SETTLE_SECONDS)

    async def until_settled(self) -> None:
        """Until Ada knows how her newest order ended."""
        while not (await self.job()).settled:
            await self.pass_time(STEP)

    async def job(self, member: MemberActor | None = None) -> Job:
        """The newest of the member, or of Ada."""
        return (await Shelf(self.house.database).page((member or self.ada).id, Part.ALL, 0, 1)).jobs[0]

    @property
    def card(self) -> discord.Message:
        """The first message in #films."""
        return self.films.history()[0]

    @property
    def posts(self) -> list[discord.Message]:
        """The messages in #films that carry a video."""
        return [message for message in self.films.history() if is_post(message)]

    @property
    def tasks(self) -> list[Task]:
        """What the providers took on, oldest first."""
        both = (self.world.providers.wavespeed, self.world.providers.novita)
        return sorted((task for each in both for task in each.tasks.values()), key=lambda task: task.created)

    @property
    def prompts(self) -> list[str]:
        return [task.inputs["prompt"] for task in self.tasks]

    @property
    def first_frames(self) -> list[tuple[int, int] | None]:
        """The measures of their pictures."""
        return [task.first_frame for task in self.tasks]

    def requests(self, method: str, part: str) -> list[dict[str, Any]]:
        """The bodies of the bot's requests whose path has this part."""
        found = [entry for entry in self.env.http_requests if entry.method == method and part in entry.path]
        return [entry.json or {} for entry in found]


async def turn_until(condition: Callable[[], object]) -> None:
    """Lets the bot go on while its time stands still."""
    for _ in range(LONGEST_TURNS):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


def is_post(message: discord.Message) -> bool:
    return any(attachment.filename.endswith(".mp4") for attachment in message.attachments)


def private(result: InteractionResult) -> ResponseMessage:
    """The answer, which only the member sees."""
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


def labels(message: discord.Message | ResponseMessage) -> list[str | None]:
    """Of its buttons."""
    whole = message.message if isinstance(message, ResponseMessage) else message
    rows = (row for row in whole.components if isinstance(row, discord.ActionRow))
    return [each.label for row in rows for each in row.children if isinstance(each, discord.Button)]


def settings_for(providers: Providers, folder: Path, **changes: Any) -> Settings:
    both = (("wavespeed", providers.wavespeed), ("novita", providers.novita))
    values: dict[str, Any] = {
        "discord_token": "simcord needs none",
        "discord_api_url": DISCORD_API,
        "providers": tuple(
            ProviderSettings(name=name, key=each.key, base_url=each.url, per_minute=20, at_once=20)
            for name, each in both
        ),
        "models": None,
        "models_file": None,
        "data_dir": folder,
        "database_url": f"sqlite:///{folder / 'firstframe.db'}",
        "videos_per_day": 5,
        "videos_at_once": 2,
        "videos_waiting": 3,
        "poll_seconds": 5.0,
        "late_after_seconds": 900.0,
        "lease_seconds": 30.0,
        "unsure_seconds": 60.0,
        "missing_seconds": 3600.0,
        "keep_days": 14.0,
        "keep_megabytes": 1000,
        "http_port": None,
        "http_host": "127.0.0.1",
        "log_level": "INFO",
    }
    return Settings(**values | changes)


@asynccontextmanager
async def build_house(
    world: World, prepare: Callable[[bot.House], Awaitable[None]] | None = None
) -> AsyncIterator[bot.House]:
    """The bot, which does at its login what `bot.enter` does. `prepare` comes before its commands."""
    settings, time = world.settings, world.time
    catalogue = load_catalogue(None, settings.models, tuple(each.name for each in settings.providers))
    async with bot.build(settings, catalogue, time.for_services()) as house:

        async def setup_hook() -> None:
            if prepare is not None:
                await prepare(house)
            await bot.take_up_commands(house)
            for name, work in bot.lasting_work(house).items():
                time.house(name, work)

        house.bot.event(setup_hook)
        yield house


@asynccontextmanager
async def open_house(
    world: World, prepare: Callable[[bot.House], Awaitable[None]] | None = None
) -> AsyncIterator[tuple[Env, bot.House]]:
    """The bot, logged in to a Discord of its own."""
    async with build_house(world, prepare) as house:
        env = Env(house.bot, shard_count=1)
        world.time.follow(env)
        world.cdn.read = env.backend.cdn.get
        await env.start()
        try:
            yield env, house
        finally:
            await env.shutdown()
