"""The processes of the bot: one or two on one database, killed, ended, stopped and begun again at random moments."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from sandbox.runner import BotProcess, NotReady, clean_environment, session_ids, start_bot, until_ready
from soak.moments import Moments
from soak.pausing import pause_between_writes

LEASE_SECONDS = 2.0
NIGHT_SECONDS = 16 * 60.0
"""Longer than an interaction's token lives, and than Discord remembers a nonce."""
CARRIED_LATE_SECONDS = 2.0
"""What a killed process had sent may still be carried out for so long."""
BETWEEN = (1.0, 4.0)
MOMENTS = (
    "novita.submit",
    "wavespeed.submit",
    "wavespeed.submit",
    "discord.create",
    "discord.create",
    "discord.original",
    "discord.read",
    "discord.callback",
    "media",
)
"""Requests whose answer is held, so that a process is struck while it waits for it."""
MOMENT_SECONDS = 2.5
NOT_ITS_OWN = "is carried by another process now"
AIM_TRIES = 6
KNOW_SECONDS = 5.0
"""How long one that goes on may take to see that others carry its jobs."""
GO_ON_SECONDS = 1.0
"""What it would do all the same, it has done by then."""
START_SECONDS = 60.0
LEAVE_SECONDS = 30.0
"""docker-compose.yml's `stop_grace_period`: whoever takes longer is killed there."""
NOT_BEGUN = -signal.SIGTERM
"""The code of one that had not begun: a new session of another may look like its own."""
SETTINGS: dict[str, object] = {
    "POLL_SECONDS": 0.3,
    "LEASE_SECONDS": LEASE_SECONDS,
    "UNSURE_SECONDS": 8,
    "MISSING_SECONDS": 2,
    "VIDEOS_AT_ONCE": 4,
    "VIDEOS_WAITING": 6,
}


Act = Callable[[], Coroutine[Any, Any, object]]
Aim = Callable[[], Coroutine[Any, Any, bool]]
"""Whether what it aims at was met."""


class Crew:
    """`accidents` are what the processes did that nobody did to them."""

    def __init__(
        self, sandbox: Sandbox, folder: Path, chance: random.Random, moments: Moments, **settings: object
    ) -> None:
        self.met: Counter[str] = Counter()
        self.accidents: list[str] = []
        self._sandbox = sandbox
        self._folder = folder
        self._chance = chance
        self._moments = moments
        self._is_through = asyncio.Event()
        self._environment = clean_environment(sandbox, folder, {**SETTINGS, **settings})
        self._bots: list[BotProcess] = []
        self._acts: tuple[tuple[int, Act], ...] = (
            (9, self._kill),
            (3, self._kill_at_its_start),
            (5, self._end),
            (6, self._pause),
            (5, self._double),
            (2, self._pass_a_night),
            (2, self._kill_once_submitted),
            (2, self._stop_on_the_brink),
            (1, self._lose_a_post),
        )
        aims = [self._stop_on_the_brink, self._kill_once_submitted, self._lose_a_post, self._pass_a_night]
        self._aims: tuple[Aim, ...] = tuple(chance.sample(aims, len(aims)))
        """What every soak shall meet, whatever chance says."""

    @asynccontextmanager
    async def aboard(self) -> AsyncIterator["Crew"]:
        """All have ended when the block ends."""
        try:
            await self.start()
            world = self._sandbox.world
            await world.until(lambda: bool(world.application.commands), START_SECONDS)
            yield self
        finally:
            await asyncio.gather(*(bot.stop() for bot in self._bots))

    async def suffer(self) -> None:
        """Until it is cancelled."""
        for aim in self._aims:
            for _ in range(AIM_TRIES):
                if await self._suffer(aim):
                    break
        self._is_through.set()
        while True:
            await asyncio.sleep(self._chance.uniform(*BETWEEN))
            (act,) = self._chance.choices([act for _, act in self._acts], [weight for weight, _ in self._acts])
            await self._suffer(act)

    async def _suffer(self, act: Act) -> object:
        self._muster()
        done = await act()
        if not self._bots:
            await asyncio.sleep(self._chance.choice((0.0, 0.5, LEASE_SECONDS)))
            await self.start()
        return done

    async def until_through(self) -> None:
        """All that every soak shall meet was met."""
        await self._is_through.wait()

    async def start(self) -> None:
        known = session_ids(self._sandbox)
        bot = await start_bot(self._folder, self._environment)
        self._bots.append(bot)
        try:
            await until_ready(self._sandbox, bot, known, START_SECONDS)
        except NotReady as error:
            self.accidents.append(f"it did not start: {str(error).splitlines()[-1]}")
        self._muster()

    async def settle(self) -> None:
        """One process is left, and it runs."""
        for bot in self._bots:
            bot.resume()
        while len(self._bots) > 1:
            await self._end()
        self._muster()
        if not self._bots:
            await self.start()

    async def renew(self) -> None:
        """The process is replaced by another."""
        await self._end()
        if not self._bots:
            await self.start()

    def _muster(self) -> None:
        """Notes who ended without being asked to."""
        for bot in [bot for bot in self._bots if not bot.is_running]:
            self._bots.remove(bot)
            self.accidents.append(f"it ended by itself with code {bot.returncode}")

    def _choose(self) -> BotProcess | None:
        return self._chance.choice(self._bots) if self._bots else None

    async def _kill(self) -> None:
        bot = self._choose()
        if bot is None:
            return
        async with self._moment(self._chance.choice((None, *MOMENTS))):
            self._bots.remove(bot)
            self.met["SIGKILL"] += 1
            await _end_hard(bot)

    @asynccontextmanager
    async def _moment(self, place: str | None) -> AsyncIterator[None]:
        """While this lasts, what was asked for there is carried out, and its answer does not come."""
        if place is None:
            yield
            return
        rule = self._sandbox.faults.add(place, "hold-after", times=None)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(MOMENT_SECONDS):
                    await rule.arrived.wait()
            yield
        finally:
            self._sandbox.faults.clear(place)

    async def _kill_at_its_start(self) -> None:
        bot = await start_bot(self._folder, self._environment)
        try:
            await asyncio.sleep(self._chance.uniform(0.0, 3.0))
            self.met["SIGKILL at its start"] += 1
        finally:
            await _end_hard(bot)

    async def _end(self) -> None:
        """SIGTERM: it hands over within some seconds, and its exit code is 0."""
        bot = self._choose()
        if bot is None:
            return
        self._bots.remove(bot)
        self.met["SIGTERM"] += 1
        bot.terminate()
        code: int | None = None
        with suppress(TimeoutError):
            code = await bot.wait(LEAVE_SECONDS)
        if code not in (0, NOT_BEGUN):
            self.accidents.append(f"after SIGTERM its exit code was {code}")
        await _end_hard(bot)

    async def _pause(self) -> None:
        """Longer than its lease; another process may take over meanwhile."""
        bot = self._choose()
        if bot is None:
            return
        async with self._moment(self._chance.choice((None, *MOMENTS))):
            self.met["SIGSTOP"] += 1
            await pause_between_writes(bot, self._folder / "firstframe.db")
        try:
            if len(self._bots) == 1 and self._chance.random() < 0.8:
                await self.start()
            await asyncio.sleep(self._chance.uniform(1.2, 3.5) * LEASE_SECONDS)
        finally:
            bot.resume()

    async def _stop_on_the_brink(self) -> bool:
        """With a job before its submit and one before its post; it goes on when another has brought both to their
        end, and Discord knows their nonces no longer."""
        while len(self._bots) > 1:
            await self._end()
        async with self._moments.brink() as look:
            bot = self._choose()
            if bot is None:
                return False
            await pause_between_writes(bot, self._folder / "firstframe.db")
            brink = await look()
        try:
            await self.start()
            is_over = await self._moments.until_over(brink.submits | brink.posts)
            if is_over:
                self._moments.forget_nonces(brink.posts)
            self._moments.clear_the_way()
        finally:
            bot.resume()
        self.met["SIGSTOP"] += 1
        self.met["SIGSTOP right before a submit"] += is_over and bool(brink.submits)
        self.met["SIGSTOP right before a post"] += is_over and bool(brink.posts)
        with suppress(TimeoutError):
            await self._sandbox.world.until(lambda: NOT_ITS_OWN in bot.log, KNOW_SECONDS)
        await asyncio.sleep(GO_ON_SECONDS)
        return is_over and brink.is_whole

    async def _kill_once_submitted(self) -> bool:
        """Whoever sent the request: all are killed, as when the machine ends."""
        async with self._moments.submitted() as is_accepted:
            self.met["SIGKILL right after a submit"] += is_accepted
            while self._bots:
                self.met["SIGKILL"] += 1
                await _end_hard(self._bots.pop())
        return is_accepted

    async def _lose_a_post(self) -> bool:
        """While nobody is killed: beyond the time of a nonce there is no help where the bot may not read."""
        is_met = await self._moments.lose_a_post()
        self.met["a post lost, the room closed"] += is_met
        return is_met

    async def _double(self) -> None:
        """A second process on the same database, for as long as nobody ends it."""
        if len(self._bots) < 2:
            self.met["second process"] += 1
            await self.start()

    async def _pass_a_night(self) -> bool:
        """Nobody is there for a while, by Discord's clock."""
        async with self._moment("discord.create"):
            while self._bots:
                await _end_hard(self._bots.pop())
        await asyncio.sleep(CARRIED_LATE_SECONDS)
        self._sandbox.world.clock.advance(NIGHT_SECONDS)
        self.met["a while without a process"] += 1
        return True


async def _end_hard(bot: BotProcess) -> None:
    """With its children, as a container ends."""
    bot.kill()
    await bot.wait()
    await bot.stop()
