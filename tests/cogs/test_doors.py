"""How large a file may be, by what Discord said with the interaction and by the server."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from cogs.doors import Doors
from domain.jobs import Job
from services.clock import Clock
from services.stage import Way

MIB = 1 << 20


@dataclass(frozen=True)
class Guild:
    filesize_limit: int


@dataclass(frozen=True)
class Bot:
    """discord.py's, as far as it is asked; in one server."""

    guild: Guild

    def get_guild(self, _: int) -> Guild:
        return self.guild


@pytest.mark.parametrize(
    ("told", "own", "way", "limit"),
    [
        (20, 10, Way.CHANNEL, 20),  # the default has grown since discord.py's table was made
        (20, 10, Way.DIRECT, 20),
        (10, 10, Way.CHANNEL, 10),
        (500, 10, Way.CHANNEL, 10),  # the member's own plan says nothing of the bot
        (500, 100, Way.CHANNEL, 100),
        (100, 100, Way.DIRECT, 10),
        (50, 50, Way.CHANNEL, 50),
        (500, 10, Way.ANSWER, 500),
    ],
)
def test_the_limit_of_a_place(job: Job, told: int, own: int, way: Way, limit: int) -> None:
    bot: Any = Bot(Guild(own * MIB))
    order = replace(job.order, place=replace(job.order.place, upload_limit=told * MIB))
    assert Doors(bot, Clock()).upload_limit(replace(job, order=order), way) == limit * MIB
