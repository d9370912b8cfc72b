"""Fifty clips of 25 MB that are done in the same moment: how much memory they add while they are fetched and posted."""

import random
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.burst import OPEN_HANDED
from bench.meters import read_meters, reset_peak
from bench.orders import Crowd, all_running, until_posted, wait_until
from sandbox import open_sandbox
from sandbox.runner import run_bot

MEGABYTES = 25.0
TIER = 2
"""Of the server: with it the bot may post files of 50 MB."""
RENDER_SECONDS = 20.0
QUIET_POLL = 1


@dataclass(frozen=True)
class Added:
    """Bytes of memory: what was in use before the first clip was done, and the most while they came."""

    before: int
    peak: int

    @property
    def added(self) -> int:
        return self.peak - self.before


async def run_clips(count: int) -> Added:
    async with open_sandbox(render_seconds=RENDER_SECONDS, chance=random.Random(7)) as sandbox:
        sandbox.world.set_tier(TIER)
        crowd = Crowd(sandbox, count)
        for service in (sandbox.novita, sandbox.wavespeed):
            for _ in range(count):
                service.next_outcome("huge", megabytes=MEGABYTES)
        with TemporaryDirectory(prefix="bench-") as folder:
            async with run_bot(sandbox, Path(folder), **OPEN_HANDED | {"POLL_SECONDS": QUIET_POLL}) as bot:
                sent = await crowd.order(count, 1.0)
                await wait_until(lambda: all_running(sandbox, count))
                before = read_meters(bot.pid).resident
                reset_peak(bot.pid)
                await until_posted(sent)
                return Added(before, read_meters(bot.pid).peak)
