"""The sandbox for people: it stays until Ctrl-C and says at the terminal what becomes of the bot."""

import asyncio
import contextlib
import signal
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.assembly import free_port, open_with_page
from sandbox.keeper import Keeper
from sandbox.page.speeds import set_speed
from sandbox.parts import Sandbox
from sandbox.runner import BOT, local_settings

LINE = "─" * 72
SETTINGS = {"LEASE_SECONDS": "5", "MISSING_SECONDS": "15", "VIDEOS_PER_DAY": "100"}
"""What a bot is told where a person is before it: a killed one's jobs go on soon, and a forgotten one ends soon."""

LOCALES = {"ben": "es-ES", "cleo": "zh-CN"}
"""Whose Discord is not in English, so that every language of the bot can be seen."""


@dataclass(frozen=True)
class Stay:
    """What the command line asked for. `port` None: `first_port` or the next free one."""

    port: int | None
    first_port: int
    data_dir: Path | None
    speed: str
    starts_bot: bool
    opens_browser: bool = False
    bot: Path = BOT


async def stay(wanted: Stay, say: Callable[[str], None] = print) -> int:
    """The exit code, once it was told to leave, by Ctrl-C, SIGTERM or a closed terminal, and the bot has ended."""
    leaving = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, leaving.set)
    port = free_port(wanted.first_port) if wanted.port is None else wanted.port
    async with open_with_page(port=port) as (sandbox, page), data_folder(wanted.data_dir) as data_dir:
        set_speed(sandbox, wanted.speed)
        for name, locale in LOCALES.items():
            sandbox.world.member(name).user.locale = locale
        if not wanted.starts_bot:
            say(welcome(sandbox, None) + by_hand(sandbox, data_dir))
            await leaving.wait()
            return 0
        page.strip.keeper = keeper = Keeper(sandbox, data_dir, SETTINGS, wanted.bot)
        say(welcome(sandbox, data_dir / "bot.log"))
        await keep(keeper, leaving, say, sandbox.page_url if wanted.opens_browser else None)
        say("Leaving. The bot has ended too.")
    return 0


async def keep(keeper: Keeper, leaving: asyncio.Event, say: Callable[[str], None], browse: str | None) -> None:
    """Start the bot and tell of it until it is time to leave; then it is stopped."""
    try:
        await keeper.start()
        if browse is not None:
            await asyncio.to_thread(webbrowser.open, browse)
        telling = asyncio.create_task(tell(keeper, say))
        try:
            await leaving.wait()
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
    finally:
        await keeper.stop()


async def tell(keeper: Keeper, say: Callable[[str], None]) -> None:
    """A line for each change of the bot's condition."""
    known = keeper.condition
    while True:
        known = await keeper.until_change(known)
        if known in ("ended", "killed"):
            tail = "\n".join(f"    {line}" for line in keeper.tail())
            say(f"The bot: {keeper.sentence()}. The page stays; start the bot again there.\n{tail}")
        else:
            say(f"The bot: {keeper.sentence()}")


@asynccontextmanager
async def data_folder(wanted: Path | None) -> AsyncIterator[Path]:
    """The folder asked for, which stays, or a temporary one, which goes."""
    with contextlib.ExitStack() as stack:
        folder = wanted or Path(stack.enter_context(TemporaryDirectory(prefix="firstframe-data-")))
        yield folder.resolve()


def welcome(sandbox: Sandbox, log: Path | None) -> str:
    lines = [
        LINE,
        "  Firstframe sandbox: a local Discord and local video services.",
        "  Nothing leaves this computer and nothing costs anything.",
        "",
        f"  Open     {sandbox.page_url}",
        "  Then     type /video, write a prompt, attach a picture, press Enter",
        "  Stop     Ctrl-C ends everything",
    ]
    if log is not None:
        lines.append(f"  Bot log  {log}")
    return "\n".join([*lines, LINE])


def by_hand(sandbox: Sandbox, data_dir: Path) -> str:
    """The environment in which the bot finds this sandbox, as lines for a shell."""
    settings = local_settings(sandbox, data_dir) | SETTINGS
    exports = "\n".join(f"export {name}='{value}'" for name, value in settings.items())
    return f"\nRun the bot in another terminal:\n\n{exports}\npython {BOT.name}\n"
