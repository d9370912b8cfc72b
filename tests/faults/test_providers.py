"""Every fault of a service, on the submit, on a look, on the way of the clip, at both of them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.town import Town

from . import looks, media, submits
from .lanes import Lanes, chosen_rows, open_lanes
from .play import check_counts, place_order_when_taken, prompt_of, settle
from .rows import Ending, Row

ROWS = (*submits.ROWS, *looks.ROWS, *media.ROWS)
SIDE_BY_SIDE = 3
KEY_OR_MONEY = (401, 402)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]


async def open_gate(town: Town, row: Row) -> None:
    """What closed the gate for a while also opens it again: an order after it waits, and is posted."""
    if row.place in ("submit", "list") or row.fault.options.get("status") in KEY_OR_MONEY:
        order = await place_order_when_taken(town, f"A fox after {prompt_of(row)}")
        await settle(order)
        check_counts(order, Ending.POSTED)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lanes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lanes]:
    folder = tmp_path_factory.mktemp("lanes")
    async with open_lanes(folder, chosen_rows(request), SIDE_BY_SIDE, open_gate) as lanes:
        yield lanes


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_an_order_ends_as_promised(lanes: Lanes, row: Row) -> None:
    check_counts(await lanes.ending(row), row.ending)
