"""A process that was stopped and goes on finds another in its place: it posts and pays nothing more."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio

from .lanes import chosen_rows
from .pauses import ROWS, SCENES
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
async def test_what_was_stopped_finds_another_in_its_place(endings: Mapping[Row, asyncio.Task[None]], row: Row) -> None:
    await endings[row]
