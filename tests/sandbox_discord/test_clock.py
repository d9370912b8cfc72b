"""The clock of the sandbox."""

import asyncio

import pytest

from sandbox.clock import Clock

SOON = 20.0


async def test_putting_the_clock_on_wakes_those_whose_time_has_come() -> None:
    clock = Clock()
    short, long = asyncio.create_task(clock.sleep(60)), asyncio.create_task(clock.sleep(600))
    await asyncio.sleep(0)
    clock.advance(61)
    await asyncio.wait_for(short, SOON)
    assert not long.done()
    clock.advance(540)
    await asyncio.wait_for(long, SOON)


async def test_the_clock_keeps_real_time_and_what_was_added() -> None:
    clock = Clock()
    before = clock.now()
    clock.advance(3600)
    assert 3600 <= (clock.now() - before).total_seconds() < 3660
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(-1)
