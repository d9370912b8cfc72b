"""Every fault of Discord: a video that was made finds its place, once, or is kept."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.town import Town

from .discord import NEVER_ANSWERED, ROWS
from .lanes import Lanes, chosen_rows, open_lanes, open_place
from .play import PATIENCE, check_counts, job_of, prompt_of, set_fault
from .rows import Row

SIDE_BY_SIDE = 4

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lanes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lanes]:
    async with open_lanes(tmp_path_factory.mktemp("lanes"), chosen_rows(request), SIDE_BY_SIDE) as lanes:
        yield lanes


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with open_place(tmp_path_factory.mktemp("town"), PROVIDERS="wavespeed") as town:
        yield town


@pytest.mark.usefixtures("lanes")  # they are played meanwhile
@pytest.mark.parametrize("row", NEVER_ANSWERED, ids=str)
async def test_an_order_that_nobody_saw_accepted_is_never_paid_for(town: Town, row: Row) -> None:
    rule = set_fault(town, row.provider, row.place, row.fault)
    member, prompt = town.newcomer(), prompt_of(row)
    use = await member.command("video", prompt=prompt)
    await town.world.until(lambda: rule is not None and rule.met, PATIENCE)
    await town.world.until(lambda: job_of(town, prompt)[1] == "cancelled", 2 * PATIENCE)
    town.sandbox.faults.clear()

    assert use.message is None
    assert [submit for submit in town.submits if submit.body.get("prompt") == prompt] == []
    assert "used 0 of 100" in (await town.tell(member, "quota")).content


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_a_video_finds_its_place(lanes: Lanes, row: Row) -> None:
    check_counts(await lanes.ending(row), row.ending)
