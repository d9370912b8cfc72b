"""Many members who order at a steady pace, and what came of each order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sandbox import Sandbox
from sandbox.discord.messages import Message
from sandbox.discord.places import Channel
from sandbox.discord.use import Use
from sandbox.providers.tasks import Task

LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 180.0
SYNC_SECONDS = 30.0


@dataclass(frozen=True)
class Sent:
    """One order. Its prompt is like no other's."""

    prompt: str
    use: Use

    @property
    def first_answer(self) -> float | None:
        """Seconds until the member saw something; None if that never was."""
        message = self.use.message
        return message.created_at.timestamp() - self.use.began if message else None

    @property
    def is_refused(self) -> bool:
        message = self.use.message
        return message is None or message.ephemeral_for is not None


class Crowd:
    """`members` people, each with a channel of their own."""

    def __init__(self, sandbox: Sandbox, members: int) -> None:
        self._sandbox = sandbox
        self._names = [f"member{number}" for number in range(members)]
        for name in self._names:
            sandbox.world.add_member(name)
            sandbox.world.add_channel(f"room-{name}")

    def channel(self, number: int) -> Channel:
        return self._sandbox.world.channel(f"room-{self.name(number)}")

    def name(self, number: int) -> str:
        return self._names[number % len(self._names)]

    async def order(self, count: int, seconds: float) -> list[Sent]:
        """So many orders, one after the other, evenly over this time."""
        loop, gap = asyncio.get_running_loop(), seconds / count
        await self._sandbox.world.until(lambda: self._sandbox.world.application.commands, SYNC_SECONDS)
        began, sent = loop.time(), []
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number * gap - loop.time()))
            member, prompt = self._sandbox.world.member(self.name(number)), f"order {number}"
            use = await member.command("video", prompt=prompt, channel=self.channel(number))
            sent.append(Sent(prompt, use))
        return sent


async def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Looks a few times a second, so that looking costs nothing; TimeoutError if it never came true."""
    for _ in range(int(seconds / LOOK_SECONDS)):
        if condition():
            return
        await asyncio.sleep(LOOK_SECONDS)
    raise TimeoutError(f"it did not come true in {seconds:g} s")


async def until_posted(sent: list[Sent]) -> None:
    """Until each order has a film."""
    await wait_until(lambda: len(find_films(sent)) == len(sent))


def find_films(sent: list[Sent]) -> dict[str, Message]:
    """The message with the film of each order that has one, by the order's prompt."""
    films = {}
    for order in sent:
        answers = {order.use.message.id} if order.use.message else set()
        for message in order.use.channel.messages.values():
            about = message.referenced.id if message.referenced else message.id
            if about in answers and any(file.filename.endswith(".mp4") for file in message.files):
                films[order.prompt] = message
    return films


def seen_at(film: Message) -> float:
    """The Unix second at which people could see it: a deferred answer is there first and becomes the film."""
    return (film.edited_at or film.created_at).timestamp()


def find_tasks(sandbox: Sandbox) -> dict[str, Task]:
    """The tasks of both services by their prompt."""
    tasks = (*sandbox.novita.tasks.values(), *sandbox.wavespeed.tasks.values())
    return {task.model.prompt(task.inputs): task for task in tasks}


def all_running(sandbox: Sandbox, count: int) -> bool:
    return len(sandbox.novita.tasks) + len(sandbox.wavespeed.tasks) >= count
