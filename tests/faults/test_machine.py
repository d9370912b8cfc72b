"""This machine's faults: they hold a video up, or keep the bot from starting, and lose nothing."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio

from .lanes import chosen_rows
from .machine import ROWS, SCENES
from .rows import Row
from .scenes import open_scenes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def endings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Mapping[Row, asyncio.Task[None]]]:
    async with open_scenes(tmp_path_factory.mktemp("scenes"), chosen_rows(request), SCENES) as endings:
        yield endings


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_what_was_paid_for_outlives_a_fault_of_this_machine(
    endings: Mapping[Row, asyncio.Task[None]], row: Row
) -> None:
    await endings[row]
