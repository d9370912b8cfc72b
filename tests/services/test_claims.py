"""What cannot be taken back is done only by whoever holds the job up to the last moment."""

import logging

import pytest

from domain.errors import LeaseLost
from domain.jobs import State
from services.claims import Claims

from .house import House, World, open_house

LEASE = 30.0


def lapse(house: House) -> None:
    """As while the process is stopped."""
    house.world.clock.advance(LEASE + 1)


async def test_a_claim_holds_while_the_lease_does(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        with house.shop.claims.of("job") as check:
            check()
            world.clock.advance(LEASE - 1)
            check()


async def test_a_claim_is_over_once_the_lease_has_lapsed(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        with house.shop.claims.of("job") as check:
            lapse(house)
            with pytest.raises(LeaseLost):
                check()


async def test_a_lease_that_is_renewed_meanwhile_does_not_hide_that_the_job_was_let_go(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        with house.shop.claims.of("job") as check, house.shop.claims.of("another") as others:
            lapse(house)
            house.shop.claims.let_go("job")
            await house.shop.lease.renew()
            others()
            with pytest.raises(LeaseLost):
                check()


async def test_without_a_lease_to_begin_with_the_row_alone_can_tell(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        lapse(house)
        with house.shop.claims.of("job") as check:
            check()


async def test_a_claim_that_is_over_leaves_nothing_behind(world: World) -> None:
    async with open_house(world, "novita", works=False) as house:
        claims = Claims(house.shop.lease)
        with claims.of("job"):
            pass
        claims.let_go("job")
        with claims.of("job") as check:
            check()


async def test_a_lease_that_lapses_right_before_the_submit_sends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The row is still this process's, so the job goes back in line, and is no riddle."""
    async with open_house(world, "novita") as house:
        check_held = house.shop.jobs.read_held
        lapses = iter([True])

        async def slowly(job: object) -> object:
            row = await check_held(job)  # type: ignore[arg-type]
            if next(lapses, False):
                lapse(house)
            return row

        monkeypatch.setattr(house.shop.jobs, "read_held", slowly)
        caplog.set_level(logging.INFO, "services.submit")
        job = await house.order()
        await world.until(lambda: job.id in world.stage.told)
        assert (await house.row(job)).state is State.POSTED
        assert len(world.providers.novita.submits) == 1
    assert f"job {job.id} goes back in line" in caplog.text
