"""The members who order, each in their own time."""

import asyncio
import io
import itertools
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from PIL import Image

from sandbox.discord import Member, Unanswered, Upload, Use, World
from sandbox.discord.places import Channel

MEMBERS = 16
CHANNELS = 6
CLOSED = 4
"""One member in so many takes no direct messages."""
ANSWER_SECONDS = 8.0
OFFLINE_SECONDS = 6.0
"""How long members wait for a bot that is shown as offline, before they type all the same."""
SUBJECTS = ("A fox", "A paper boat", "An old tram", "A lighthouse", "Two herons")
ENDS = (
    "in the fog",
    "at dawn, @everyone",
    "and <@1> waves",
    "**boldly**\n# on a second line",
    "https://example.com/ behind it",
    "`still`",
)


@dataclass(frozen=True)
class Said:
    """What one member typed, and the use that came of it."""

    member: Member
    channel: Channel
    prompt: str = field(repr=False)
    use: Use


class Crowd:
    def __init__(self, world: World, chance: random.Random) -> None:
        self.said: list[Said] = []
        self._world = world
        self._chance = chance
        self._numbers = itertools.count(1)
        names = [f"member{number}" for number in range(1, MEMBERS - 2)]
        self.members = [*world.members.values(), *(world.add_member(name) for name in names)]
        for member in self.members[::CLOSED]:
            world.close_dms(member)
        rooms = [world.add_channel(f"films-{number}") for number in range(CHANNELS)]
        self.strict = world.add_channel("strict")
        """Here the bot loses the right to post, once it has taken orders."""
        self.aside = world.add_channel("aside")
        """Here only `order_in` orders."""
        self._places: Sequence[Channel] = [*rooms, *rooms, self.strict]

    async def order(self, orders: int, seconds: float) -> None:
        """So many orders, at random moments of so many seconds."""
        moments = sorted(self._chance.uniform(0, seconds) for _ in range(orders))
        begun = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as asking:
            for moment in moments:
                await asyncio.sleep(max(0.0, begun + moment - asyncio.get_running_loop().time()))
                asking.create_task(self._order_somewhere())

    async def _order_somewhere(self) -> None:
        channel = self._choose_place()
        use = await self._ask(channel, has_picture=self._chance.random() < 0.5)
        if channel is self.strict and self._chance.random() < 0.3:
            await self._take_rights_away(use)

    async def order_in(self, channel: Channel, *, has_picture: bool) -> None:
        """One more."""
        await self._ask(channel, has_picture)

    async def _ask(self, channel: Channel, has_picture: bool) -> Use:
        member = self._chance.choice(self.members)
        prompt = f"{self._chance.choice(SUBJECTS)} number {next(self._numbers)} {self._chance.choice(ENDS)}"
        options: dict[str, Any] = {"image": picture(self._chance.randrange(6))} if has_picture else {}
        with suppress(TimeoutError):
            await self._world.until(lambda: self._world.connected, OFFLINE_SECONDS)
        use = await member.command("video", channel=channel, prompt=prompt, **options)
        self.said.append(Said(member, channel, prompt, use))
        return use

    def _choose_place(self) -> Channel:
        if self._chance.random() < 0.08:
            return next(iter(self._world.foreign.channels.values()))
        return self._chance.choice(self._places)

    async def _take_rights_away(self, use: Use) -> None:
        """The order is taken; what comes of it must go elsewhere. Then the right is given back."""
        try:
            await use.answer(ANSWER_SECONDS)
        except Unanswered:
            return
        self._world.deny(self.strict, "SEND_MESSAGES")
        await asyncio.sleep(self._chance.uniform(2.0, 6.0))
        self._world.allow(self.strict, "SEND_MESSAGES")


@cache
def picture(number: int) -> Upload:
    file = io.BytesIO()
    Image.new("RGB", (640 + 16 * number, 480), (200, 40 * number, 20)).save(file, "PNG")
    return Upload("fox.png", file.getvalue())
