"""Firstframe: settings -> database -> providers -> services -> bot. The one file that knows everybody."""

import asyncio
import logging
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from cogs.client import Firstframe
from cogs.furnish import Furniture, furnish
from cogs.places import INVITED_RIGHTS
from cogs.stage import DiscordStage
from cogs.tree import Tree
from config import DISCORD_API, Settings, read_settings
from db.drafts import Drafts
from db.engine import Database, open_database
from db.jobs import Jobs
from db.migrate import ensure_current
from db.posts import Posts
from db.processes import Notes, Processes
from db.queue import Queue, Slots
from db.shelf import Shelf
from domain.errors import DatabaseError, SettingsError
from domain.limits import Limits
from services.carrier import Carrier
from services.claims import Claims
from services.clips import Clips
from services.clock import Clock
from services.dispatch import Dispatcher
from services.ffmpeg import Ffmpeg
from services.film import Films
from services.frames import Frames
from services.gates import Gate
from services.health import serve_health
from services.hosts import is_local
from services.leases import Lease
from services.line import Line
from services.logs import set_up_logging
from services.memory import keep_what_is_here, reuse_blocks
from services.orders import Orders
from services.providers.catalogue import Catalogue, load_catalogue
from services.providers.http import Sessions, open_sessions
from services.providers.novita import Novita
from services.providers.port import Provider
from services.providers.wavespeed import WaveSpeed
from services.retention import Retention
from services.sources import Sources
from services.stills import Stills
from services.unbroken import Unbroken, end_all
from services.upkeep import keep_house
from services.usuals import Usuals
from services.videos import Videos
from services.workshop import Pace, Workshop

FAILED, MISCONFIGURED = 1, 2
HAND_OVER_SECONDS = 8.0
JOB_ID_BYTES = 8
FOLDERS = ("frames", "clips", "downloads")
PROVIDERS: dict[str, Callable[[Sessions, str, str], Provider]] = {
    "novita": Novita,
    "wavespeed": WaveSpeed,
}

log = logging.getLogger("firstframe")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is built once and then only used."""

    bot: Firstframe
    settings: Settings
    database: Database
    shop: Workshop
    stage: DiscordStage
    dispatcher: Dispatcher
    carrier: Carrier
    orders: Orders
    furniture: Furniture


def main(arguments: list[str]) -> int:
    reuse_blocks()
    try:
        settings = read_settings()
        set_up_logging(settings.log_level, [settings.discord_token, *(each.key for each in settings.providers)])
        if sys.platform == "linux" and sys.version_info < (3, 12):  # later versions do so of themselves
            asyncio.set_child_watcher(asyncio.PidfdChildWatcher())  # a thread for each child costs as much as its start
        return asyncio.run(run(settings)) if not arguments else keep_house(settings.database_url, arguments)
    except SettingsError as error:
        print("These settings need a look (see .env.example):", *error.mistakes, sep="\n  - ", file=sys.stderr)
    except DatabaseError as error:
        print(f"The database cannot be used: {error.explanation}", file=sys.stderr)
    except discord.LoginFailure:
        print("Discord refuses DISCORD_TOKEN. Reset it in the Developer Portal, page Bot.", file=sys.stderr)
    except (aiohttp.ClientError, discord.HTTPException, TimeoutError, ConnectionError) as error:
        print(f"Discord cannot be reached: {type(error).__name__}. Try again later.", file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"{error.filename or 'DATA_DIR'} cannot be used: {error.strerror}.", file=sys.stderr)
    return MISCONFIGURED


async def run(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; the exit code."""
    leaving = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leaving.set)
    catalogue = load_catalogue(settings.models_file, settings.models, tuple(each.name for each in settings.providers))
    await ensure_current(settings.database_url)
    async with build(settings, catalogue) as house:
        return await live(house, leaving)


@asynccontextmanager
async def build(settings: Settings, catalogue: Catalogue, clock: Clock | None = None) -> AsyncIterator[House]:
    clock = clock or Clock()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_url))
        bot = await stack.enter_async_context(Firstframe())
        pictures, media = [await stack.enter_async_context(_session()) for _ in range(2)]
        apis = await stack.enter_async_context(open_sessions())
        at_frames, at_clips, downloads = (settings.data_dir / name for name in FOLDERS)
        downloads.mkdir(parents=True, exist_ok=True)
        frames, clips = Frames(at_frames, pictures), Clips(at_clips, Ffmpeg())
        lease = Lease(new_id(), Processes(database), settings.lease_seconds, clock)
        stage = DiscordStage(bot, catalogue, frames, clock, lambda: lease.is_held)
        jobs = Jobs(database)
        shop = Workshop(
            lease=lease,
            claims=Claims(lease),
            jobs=jobs,
            providers=_providers(settings, apis),
            gates={each.name: Gate(each.name, clock.monotonic) for each in settings.providers},
            catalogue=catalogue,
            frames=frames,
            clips=clips,
            downloads=downloads,
            media=media,
            stage=stage,
            usuals=Usuals(jobs),
            unbroken=Unbroken(),
            clock=clock,
            pace=Pace(
                poll=settings.poll_seconds,
                late_after=settings.late_after_seconds,
                unsure=settings.unsure_seconds,
                missing=settings.missing_seconds,
            ),
            line=Line(),
        )
        yield _house(settings, bot, database, shop, stage, Stills(clips, at_frames, Ffmpeg()), Films(clips, Ffmpeg()))


def _house(
    settings: Settings,
    bot: Firstframe,
    database: Database,
    shop: Workshop,
    stage: DiscordStage,
    stills: Stills,
    films: Films,
) -> House:
    slots = {each.name: Slots(per_minute=each.per_minute, at_once=each.at_once) for each in settings.providers}
    limits = Limits(per_day=settings.videos_per_day, at_once=settings.videos_at_once, waiting=settings.videos_waiting)
    carrier = Carrier(shop)
    dispatcher = Dispatcher(shop, Queue(database, settings.videos_at_once), slots, carrier.begin)
    orders = Orders(shop, limits, new_id, carrier.resume)
    videos = Videos(shop, Shelf(database), Posts(database), films, is_local(settings.discord_api_url))
    furniture = Furniture(
        orders=orders,
        videos=videos,
        stills=stills,
        sources=Sources(shop.frames, stills, videos),
        drafts=Drafts(database),
        stage=stage,
        shop=shop,
        new_id=new_id,
    )
    return House(
        bot=bot,
        settings=settings,
        database=database,
        shop=shop,
        stage=stage,
        dispatcher=dispatcher,
        carrier=carrier,
        orders=orders,
        furniture=furniture,
    )


def new_id() -> str:
    return secrets.token_hex(JOB_ID_BYTES)


def _session() -> aiohttp.ClientSession:
    """Remembers no cookies. Each use sets its own time limits."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=100))


def _providers(settings: Settings, sessions: Sessions) -> dict[str, Provider]:
    return {each.name: PROVIDERS[each.name](sessions, each.key, each.base_url) for each in settings.providers}


async def live(house: House, leaving: asyncio.Event) -> int:
    stop = asyncio.create_task(leaving.wait(), name="leaving")
    entering = asyncio.create_task(enter(house), name="entering")
    await asyncio.wait([stop, entering], return_when=asyncio.FIRST_COMPLETED)
    if not entering.done():
        await end_all(stop, entering)
        return 0
    await entering
    keep_what_is_here()
    async with AsyncExitStack() as stack:
        if house.settings.http_port:
            where = house.settings.http_host, house.settings.http_port
            await stack.enter_async_context(serve_health(*where, lambda: ailments(house)))
        work = _start_work(house)
        done, _ = await asyncio.wait([stop, *work], return_when=asyncio.FIRST_COMPLETED)
        failures = [task.exception() for task in done if not task.cancelled() and task.exception()]
        await leave(house)
        await end_all(stop, *work)
        await house.shop.lease.release()
    for failure in failures:
        log.error("it ends because a part of it failed", exc_info=failure)
    return FAILED if failures else 0


async def leave(house: House) -> None:
    """Takes no more orders, gives no more turns, and lets paid requests and posts finish their commit."""
    house.orders.leave()
    await house.dispatcher.leave()
    await house.carrier.close(HAND_OVER_SECONDS)


async def enter(house: House) -> None:
    """Logs in, takes up its commands, and says how to invite the bot."""
    bot, settings = house.bot, house.settings
    Route.BASE = settings.discord_api_url
    await bot.login(settings.discord_token)
    if settings.discord_api_url != DISCORD_API:
        # Where a session cannot be resumed, discord.py goes back to this address without asking.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await bot.http.get_bot_gateway())[1])
    await take_up_commands(house)
    await house.shop.lease.renew()
    invitation = discord.utils.oauth_url(
        bot.application_id or 0, permissions=INVITED_RIGHTS, scopes=("bot", "applications.commands")
    )
    print(f"{bot.user} is here. Invite it with exactly the rights it needs:\n  {invitation}", flush=True)


async def take_up_commands(house: House) -> None:
    """The bot is logged in. Discord is told the commands where they changed."""
    await furnish(house.bot, house.furniture)
    notes = Notes(house.database)
    assert isinstance(house.bot.tree, Tree)
    await house.bot.tree.sync_if_changed(notes.read, notes.write)


def _start_work(house: House) -> list[asyncio.Task[None]]:
    work = {"discord": house.bot.connect(), **lasting_work(house)}
    return [asyncio.create_task(each, name=name) for name, each in work.items()]


def lasting_work(house: House) -> dict[str, Coroutine[Any, Any, None]]:
    """What goes on beside the connection for as long as the bot lives, by name."""
    shop, keep = house.shop, timedelta(days=house.settings.keep_days)
    folders = [house.settings.data_dir / name for name in FOLDERS]
    most_bytes = house.settings.keep_megabytes * 1_000_000
    retention = Retention(shop.jobs, house.furniture.drafts, shop.clips, folders, keep, most_bytes, shop.clock)
    return {
        "lease": house.shop.lease.keep(house.shop.jobs, house.carrier.inherit, house.carrier.review),
        "dispatcher": house.dispatcher.run(),
        "cards": house.stage.cards.run(),
        "retention": retention.run(),
    }


def ailments(house: House) -> list[str]:
    """What keeps the bot from its work just now."""
    is_connected = house.bot.is_ready() and not any(shard.is_closed() for shard in house.bot.shards.values())
    wrong = {"discord": not is_connected, "lease": not house.shop.lease.is_held}
    return [part for part, is_wrong in wrong.items() if is_wrong]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
