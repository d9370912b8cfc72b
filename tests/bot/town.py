"""A sandbox, the real bot beside it, and what members do and see there."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from sandbox import Sandbox, open_sandbox
from sandbox.discord import Message, Upload
from sandbox.discord.attachments import Attachment
from sandbox.discord.member import Member
from sandbox.discord.use import Use
from sandbox.discord.world import World
from sandbox.providers import Novita, Wavespeed
from sandbox.providers.tasks import Submit, Task
from sandbox.runner import BotProcess, run_bot

from ..engines import place_newest

T = TypeVar("T")
QUICK: dict[str, object] = {"POLL_SECONDS": 0.1, "LEASE_SECONDS": 1, "LOG_LEVEL": "DEBUG", "VIDEOS_PER_DAY": 100}
"""Under a test, the bot looks often, and finds the jobs of a dead process soon."""
DAY = 24 * 3600
PATIENCE = 80.0
"""Real seconds for anything that must come in the end, on a slow machine too."""


@dataclass(frozen=True)
class Order:
    """One use of /video and what came of it."""

    town: "Town"
    use: Use
    card: Message
    prompt: str = field(repr=False)

    @property
    def posts(self) -> list[Message]:
        """The messages with this order's video, wherever they are."""
        return [message for message in self.town.posts() if f"> {self.prompt}\n" in message.content]

    @property
    def submits(self) -> list[Submit]:
        """The paid requests for this order, at both services."""
        return [submit for submit in self.town.submits if submit.body.get("prompt") == self.prompt]

    @property
    def task(self) -> Task:
        """What the service made of it."""
        (task,) = (task for task in self.town.tasks if task.submit.body.get("prompt") == self.prompt)
        return task

    @property
    def gives_back(self) -> range:
        """When its place in the quota comes free, in Unix seconds: a day after it was queued, which the bot did between
        the command and the card."""
        return range(int(self.use.began) + DAY, int(self.card.created_at.timestamp()) + DAY + 1)

    async def until(self, condition: Callable[[], T]) -> T:
        return await self.town.world.until(condition, PATIENCE)

    async def says(self, *words: str) -> str:
        """What the card says once it has all these words."""
        await self.until(lambda: all(word in self.card.content for word in words))
        return self.card.content

    async def submitted(self) -> Submit:
        return (await self.until(lambda: self.submits))[0]

    async def running(self) -> Task:
        """Its task, once the bot knows of it."""
        await self.until(lambda: [task for task in self.town.tasks if task.submit in self.submits and task.looks])
        return self.task

    async def ended(self) -> None:
        await self.until(lambda: "Done" in self.card.content)

    async def posted(self) -> Message:
        """The one message with its video, once the card is settled too."""
        await self.until(lambda: self.posts)
        await self.until(lambda: self.card.deleted or "Done" in self.card.content)
        (post,) = self.posts
        return post


@dataclass(eq=False)
class Town:
    sandbox: Sandbox
    folder: Path
    settings: dict[str, Any]
    bot: BotProcess = field(init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _people: int = 0
    _foxes: int = 0

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def services(self) -> tuple[Novita, Wavespeed]:
        return self.sandbox.novita, self.sandbox.wavespeed

    @property
    def submits(self) -> list[Submit]:
        return [submit for service in self.services for submit in service.submits]

    @property
    def tasks(self) -> list[Task]:
        return [task for service in self.services for task in service.tasks.values()]

    @property
    def log(self) -> str:
        """Of all the bots that ran here."""
        return (self.folder / "bot.log").read_text()

    async def spare_migrations(self) -> None:
        """The bot finds a database of the newest revision; where it looks for it elsewhere, it finds none."""
        if self.settings.keys().isdisjoint({"DATABASE_URL", "DATA_DIR"}):
            await asyncio.to_thread(place_newest, self.folder)

    async def start(self, **changes: Any) -> BotProcess:
        """Another bot with the same data."""
        settings = {**self.settings, **changes}
        self.bot = await self._stack.enter_async_context(
            run_bot(self.sandbox, self.folder, ready_seconds=PATIENCE, **settings)
        )
        return self.bot

    async def crash(self) -> None:
        """kill -9."""
        self.bot.kill()
        await self.bot.wait()

    async def close(self) -> None:
        await self._stack.aclose()

    async def until_logged(self, words: str) -> None:
        await self.world.until(lambda: words in self.log, PATIENCE)

    def newcomer(self) -> Member:
        """Somebody who never ordered anything."""
        self._people += 1
        return self.world.add_member(f"member{self._people}")

    def posts(self) -> list[Message]:
        """All messages with a video that the bot wrote anywhere."""
        everywhere = (message for channel in self.world.channels.values() for message in channel.messages.values())
        return [message for message in everywhere if video_of(message) and not message.ephemeral_for]

    async def order(self, prompt: str | None = None, member: Member | None = None, **options: Any) -> Order:
        """A newcomer's, unless a member is named. It is taken, or refused at once."""
        order = await self.ask(prompt, member, **options)
        await order.until(lambda: "nothing is ordered yet" not in order.card.content)
        return order

    async def ask(self, prompt: str | None = None, member: Member | None = None, **options: Any) -> Order:
        """The card is there, and with a slow picture nothing else is."""
        self._foxes += 1
        prompt = prompt or f"Fox number {self._foxes} runs"
        use = await (member or self.newcomer()).command("video", prompt=prompt, **options)
        return Order(self, use, await use.answer(), prompt)

    async def refused(self, member: Member | None = None, **options: Any) -> str:
        """The words of a refusal. It is private, says that nothing was charged, and no service heard of it."""
        before = len(self.submits)
        options.setdefault("prompt", "A fox runs")
        use = await (member or self.newcomer()).command("video", **options)
        answer = await use.answer(PATIENCE)
        assert answer.ephemeral_for is use.user
        assert "Nothing was charged" in answer.content
        assert len(self.submits) == before
        return answer.content

    async def until_refused(self, words: str) -> str:
        """Newcomers order until one of them is refused with these words."""
        while True:
            order = await self.order()
            if order.card.ephemeral_for is not None:
                assert words in order.card.content
                return order.card.content

    async def press(self, member: Member, message: Message, act: str, *picked: str) -> Use:
        """The button of the message that does this."""
        return await member.press(message, press_id(message, act), list(picked) or None)

    async def fill_in(self, member: Member, use: Use, **fields: Any) -> Order:
        """The order that the form which `use` opened makes."""
        self._foxes += 1
        prompt = fields.setdefault("prompt", f"Fox number {self._foxes} runs")
        return await self.order_of(await member.submit(use, **fields), prompt)

    async def order_of(self, use: Use, prompt: str) -> Order:
        """What this use, whatever it is, orders or is told."""
        order = Order(self, use, await use.answer(PATIENCE), prompt)
        await order.until(lambda: "nothing is ordered yet" not in order.card.content)
        return order

    async def tell(self, member: Member, command: str, **options: Any) -> Message:
        """The answer to a command; it is private."""
        answer = await (await member.command(command, **options)).answer(PATIENCE)
        assert answer.ephemeral_for is member.user
        return answer

    async def chosen(self, member: Member, listing: Message, number: int = 1) -> Message:
        """One video of a page of /videos, alone."""
        options = select_of(listing, "choose")["options"]
        use = await self.press(member, listing, "choose", options[number - 1]["value"])
        return await use.answer(PATIENCE)

    async def handed_out(self, member: Member, **options: Any) -> Message:
        """The member's newest video, as /videos hands it to them alone."""
        alone = await self.chosen(member, await self.tell(member, "videos", **options))
        answer = await (await self.press(member, alone, "fetch")).answer(PATIENCE)
        assert answer.ephemeral_for is member.user
        return answer


def entries(message: Message) -> list[str]:
    """The texts of its embeds: in /videos, a video each."""
    return [embed["description"] for embed in message.embeds]


def mention_of(town: Town, command: str) -> str:
    """The command as Discord shows it in a text: it can be pressed."""
    (known,) = (each for each in town.world.application.commands if each["name"] == command)
    return f"</{command}:{known['id']}>"


def select_of(message: Message, act: str) -> dict[str, Any]:
    items = (item for row in message.components for item in row["components"])
    return next(item for item in items if item["custom_id"].split(":")[1] == act)


def press_ids(message: Message) -> list[str]:
    """The custom ids of all buttons and selects of a message."""
    return [item["custom_id"] for row in message.components for item in row["components"]]


def press_id(message: Message, act: str) -> str:
    found = [each for each in press_ids(message) if each.split(":")[1] == act]
    assert found, f"no {act} among {press_ids(message)}"
    return found[0]


def video_of(message: Message) -> Attachment | None:
    return next((file for file in message.files if file.filename.endswith(".mp4")), None)


def picture(width: int = 640, height: int = 480, form: str = "PNG", **options: Any) -> Upload:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 80, 20)).save(file, form, **options)
    return Upload(f"fox.{form.lower()}", file.getvalue())


@asynccontextmanager
async def open_town(folder: Path, *, may_stumble: bool = False, **settings: Any) -> AsyncIterator[Town]:
    """Services without limits that render in a moment, and a bot that knows it. In the end, its log is without
    tracebacks, unless it may have stumbled over answers that nobody can read."""
    async with open_sandbox(rate_limits=False) as sandbox:
        town = Town(sandbox, folder, {**QUICK, **settings})
        try:
            await town.spare_migrations()
            await town.start()
            yield town
        finally:
            await town.close()
        assert may_stumble or "Traceback" not in town.log
        assert not sandbox.world.unknown_routes
