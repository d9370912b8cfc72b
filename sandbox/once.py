"""One video without a browser: a member types the command, and the MP4 is fetched, checked and kept."""

import asyncio
import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from sandbox.assembly import open_sandbox
from sandbox.discord.attachments import Attachment
from sandbox.discord.client import Upload, offered
from sandbox.discord.errors import ClientRefusal
from sandbox.discord.member import Member
from sandbox.discord.messages import Message
from sandbox.discord.use import Use
from sandbox.mp4 import Film, NotWhole, read_film
from sandbox.parts import Sandbox
from sandbox.runner import BotProcess, NotReady, run_bot
from sandbox.telling import plain_text

COMMAND, CHANNEL = "video", "films"
SYNC_SECONDS = 15.0
IDLE_SECONDS = 20.0
"""So long after the last task ended and the last word came, no video is to be expected any more."""
FILE_BYTES = 200 * 1024 * 1024
LINE_LETTERS = 220
PRESSES = "\nNothing can be pressed here: start it without --prompt to choose on the page, or change the order."
USUAL = (1280, 720, 25.0)
USUAL_SECONDS = (5.0, 7.0)


class NoVideo(Exception):
    """It came to no video; the text says why, for the person at the terminal."""


@dataclass(frozen=True)
class Order:
    """What the command line was asked for. `seconds` is the limit for all of it."""

    prompt: str = field(repr=False)
    save: Path
    image: Path | None = None
    provider: str | None = None
    model: str | None = None
    seconds: float = 180.0
    render_seconds: float = 5.0


async def make_video(order: Order, say: Callable[[str], None] = print) -> Film:
    """Make one video in a sandbox of its own. NoVideo where that fails."""
    began = time.monotonic()

    def tell(line: str) -> None:
        say(f"{time.monotonic() - began:6.1f} s  {shorten(line)}")

    try:
        async with asyncio.timeout(order.seconds):
            return await _make(order, tell)
    except TimeoutError as error:
        raise NoVideo(f"it was not done within {order.seconds:g} s") from error
    except (NotReady, ClientRefusal, NotWhole) as error:
        raise NoVideo(str(error)) from error


async def _make(order: Order, tell: Callable[[str], None]) -> Film:
    overrides: dict[str, Any] = {} if order.provider is None else {"PROVIDERS": order.provider}
    with TemporaryDirectory(prefix="firstframe-once-") as folder:
        async with (
            open_sandbox(render_seconds=order.render_seconds, fast=False) as sandbox,
            run_bot(sandbox, Path(folder), **overrides) as bot,
        ):
            tell("the bot has logged in")
            member = sandbox.world.member("ada")
            use = await send_command(sandbox, member, order)
            tell(f"{member.user.display} has sent /{COMMAND} in #{CHANNEL}")
            file = await Watch(sandbox, member, use, bot, tell).until_posted()
            film = await fetch(sandbox, file, order)
            tell(f"saved as {order.save}: {describe(film)}")
            return film


async def send_command(sandbox: Sandbox, member: Member, order: Order) -> Use:
    world = sandbox.world
    channel = world.channel(CHANNEL)
    await world.until(lambda: offered(world, member.user, channel), SYNC_SECONDS)
    options: dict[str, Any] = {"prompt": order.prompt}
    if order.image is not None:
        options["image"] = Upload(order.image.name, order.image)
    if order.model is not None:
        options["model"] = await choose_model(member, order.model)
    return await member.command(COMMAND, channel=channel, **options)


async def choose_model(member: Member, wanted: str) -> str:
    """The value behind the name, as the bot itself offers it; anything else goes as it was typed."""
    choices = await member.autocomplete(COMMAND, "model", wanted, channel=CHANNEL)
    fitting = [choice for choice in choices if wanted.casefold() in (str(choice["name"]).casefold(), choice["value"])]
    return str(fitting[0]["value"]) if fitting else wanted


class Watch:
    """Tells what happens to one use of the command, until its video is posted."""

    def __init__(
        self, sandbox: Sandbox, member: Member, use: Use, bot: BotProcess, tell: Callable[[str], None]
    ) -> None:
        self._sandbox = sandbox
        self._member = member
        self._use = use
        self._bot = bot
        self._tell = tell
        self._told: dict[int, str] = {}
        self._submits = 0
        self._last_news = time.monotonic()

    async def until_posted(self) -> Attachment:
        while True:
            self._tell_submits()
            for message in self._messages():
                self._tell_message(message)
                file = film_of(message)
                if file is not None:
                    self._tell(f"posted: {file.filename}, {file.size / 1e6:.2f} MB")
                    return file
            self._check_hope()
            await self._until_news(self._state())

    async def _until_news(self, before: object) -> None:
        """The limit for the whole is set outside."""
        await self._sandbox.world.until(lambda: self._state() != before or self._is_over(), math.inf)

    def _messages(self) -> list[Message]:
        shown = self._sandbox.world.messages(CHANNEL, self._member)
        return [message for message in shown if message.author is self._sandbox.world.bot]

    def _state(self) -> object:
        return self._use.state, self._count_submits(), [plain_text(message) for message in self._messages()]

    def _count_submits(self) -> int:
        return len(self._sandbox.novita.submits) + len(self._sandbox.wavespeed.submits)

    def _tell_submits(self) -> None:
        if self._count_submits() == self._submits:
            return
        self._submits, self._last_news = self._count_submits(), time.monotonic()
        for service in (self._sandbox.novita, self._sandbox.wavespeed):
            for submit in service.submits:
                end = "accepted" if submit.accepted else f"refused: {submit.refusal}"
                self._tell(f"submitted to {service.name} ({end})")

    def _tell_message(self, message: Message) -> None:
        text = "thinking…" if message.is_loading else plain_text(message)
        if self._told.get(message.id) == text:
            return
        self._told[message.id], self._last_news = text, time.monotonic()
        self._tell(f"{kind_of(message)}: {text}")

    def _check_hope(self) -> None:
        """Raise NoVideo once none can come any more."""
        if self._use.state == "failed":
            raise NoVideo(f"the application did not respond\n{self._log()}")
        answer = self._use.visible
        if answer is not None and answer.ephemeral_for is not None and not answer.is_loading:
            raise NoVideo(plain_text(answer) + (PRESSES if answer.components else ""))
        if not self._bot.is_running:
            raise NoVideo(f"the bot ended with code {self._bot.returncode}\n{self._log()}")
        if self._is_over():
            last = [self._told[message.id] for message in self._messages()]
            raise NoVideo(last[-1] if last else f"nothing came of it\n{self._log()}")

    def _is_over(self) -> bool:
        """Whether the bot is gone, or nothing is under way and nothing has been said for a while."""
        if not self._bot.is_running:
            return True
        tasks = [*self._sandbox.novita.tasks.values(), *self._sandbox.wavespeed.tasks.values()]
        return all(task.ended for task in tasks) and time.monotonic() - self._last_news > IDLE_SECONDS

    def _log(self) -> str:
        return "\n".join(self._bot.tail(20))


def kind_of(message: Message) -> str:
    if message.ephemeral_for is not None:
        return "privately"
    return "message" if message.interaction is None else "card"


def film_of(message: Message) -> Attachment | None:
    return next((file for file in message.files if file.filename.lower().endswith(".mp4")), None)


async def fetch(sandbox: Sandbox, file: Attachment, order: Order) -> Film:
    """Download the attachment as a member's client does, check it, and only then give it its name."""
    part = order.save.with_name(order.save.name + ".part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        await download(str(file.json(sandbox.world.signer)["url"]), part)
        film = await read_film(part)
        if order.model is None:
            check_usual(film)
        part.replace(order.save)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NoVideo(f"could not fetch it: {error}") from error
    except OSError as error:
        raise NoVideo(f"could not save {order.save}: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return film


async def download(url: str, path: Path) -> None:
    async with aiohttp.ClientSession(raise_for_status=True) as session, session.get(url) as response:
        size = 0
        with path.open("wb") as file:
            async for chunk in response.content.iter_chunked(256 * 1024):
                size += len(chunk)
                if size > FILE_BYTES:
                    raise NotWhole("it is larger than any file that Discord takes")
                file.write(chunk)


def check_usual(film: Film) -> None:
    """What MiniMax Video-01 makes."""
    shortest, longest = USUAL_SECONDS
    if (film.width, film.height, film.rate) != USUAL or not shortest <= film.seconds <= longest:
        raise NotWhole(f"the film is not what was ordered: {describe(film)}")


def describe(film: Film) -> str:
    return f"{film.codec} {film.width}x{film.height}, {film.rate:g} fps, {film.seconds:.2f} s, {film.frames} frames"


def shorten(line: str) -> str:
    return line if len(line) <= LINE_LETTERS else line[: LINE_LETTERS - 1] + "…"
