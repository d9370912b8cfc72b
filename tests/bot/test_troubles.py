"""Services that refuse, fail and fall silent: no video that was paid for is lost, none is paid for twice."""

from pathlib import Path

from .early import early
from .relay import relay_to
from .town import PATIENCE, Town, open_town, picture

LOOK_FAULTS = ("status", "html", "malformed", "reset")
MEDIA_FAULTS = ("status", "truncated", "reset")


async def test_a_busy_service_leaves_the_order_to_the_other_one(town: Town) -> None:
    town.sandbox.faults.add("wavespeed.submit", "status", status=429, times=None)
    order = await town.order(image=picture())
    await order.posted()

    assert [submit.accepted for submit in town.sandbox.novita.submits if submit in order.submits] == [True]


@early
async def test_an_order_waits_while_the_only_service_is_busy(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="wavespeed") as town:
        busy = town.sandbox.faults.add("wavespeed.submit", "status", status=429)
        order = await town.order()
        await order.posted()

        assert busy.is_spent
        assert len(order.submits) == 1


@early
async def test_an_order_waits_while_nobody_listens_at_the_service(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="novita") as town:
        await town.bot.stop()
        with relay_to(town.sandbox.novita.url) as relay:
            await town.start(NOVITA_BASE_URL=relay.url)
            order = await town.order()
            await town.until_logged("goes back in line")
            async with relay.open():
                await order.posted()

        assert len(order.submits) == 1


@early
async def test_a_submit_whose_answer_was_lost_is_found_in_the_list_of_tasks(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="wavespeed") as town:
        town.sandbox.faults.add("wavespeed.submit", "lost")
        order = await town.order()
        await order.posted()

        assert len(order.submits) == 1
        assert "was found again" in town.log


async def be_unsure(folder: Path, kind: str) -> None:
    """Novita has taken an order and nobody was told."""
    async with open_town(folder, PROVIDERS="novita", UNSURE_SECONDS=1) as town:
        member = town.newcomer()
        town.sandbox.faults.add("novita.submit", kind, carried=True)
        order = await town.order(member=member)
        said = await order.says("never said whether it took this order")

        assert "You can order it again" in said
        assert "does not count against your quota" in said
        assert len(order.submits) == 1
        assert order.posts == []
        assert "used 0 of 100" in (await town.tell(member, "quota")).content
        (warning,) = (line for line in town.log.splitlines() if "may bill it" in line)
        assert "WARNING" in warning
        await (await town.order(member=member)).posted()
        assert len(order.submits) == 1


@early
async def test_a_submit_whose_answer_stays_lost_is_never_repeated_and_gives_its_place_back(folder: Path) -> None:
    await be_unsure(folder, "lost")


@early
async def test_a_submit_that_a_gateway_answered_is_never_repeated_and_gives_its_place_back(folder: Path) -> None:
    await be_unsure(folder, "status")


async def look_through_faults(folder: Path, service: str) -> None:
    async with open_town(folder, PROVIDERS=service) as town:
        for kind in LOOK_FAULTS:
            town.sandbox.faults.add(f"{service}.look", kind)
        for kind in MEDIA_FAULTS:
            town.sandbox.faults.add("media", kind)
        order = await town.order()
        await order.posted()

        assert town.sandbox.faults.listing() == []
        assert len(order.submits) == 1


@early
async def test_looks_at_novita_that_fail_are_only_looks(folder: Path) -> None:
    await look_through_faults(folder, "novita")


@early
async def test_looks_at_wavespeed_that_fail_are_only_looks(folder: Path) -> None:
    await look_through_faults(folder, "wavespeed")


@early
async def test_a_revoked_key_and_an_empty_account_are_the_operators_and_orders_wait(folder: Path) -> None:
    async with open_town(folder) as town:
        novita, wavespeed = town.services
        novita.settings.key_valid = wavespeed.settings.money = False
        order = await town.order()
        await town.world.until(lambda: min(len(novita.submits), len(wavespeed.submits)) >= 2, PATIENCE)
        errors = [line for line in town.log.splitlines() if " ERROR " in line]

        assert len(errors) == 2
        assert any("novita: the API key is refused. Check it" in line for line in errors)
        assert any("wavespeed: the account has no money left. Top it up" in line for line in errors)
        await order.says("1st in line")
        novita.settings.key_valid = wavespeed.settings.money = True
        await order.posted()
        assert sum(submit.accepted for submit in town.submits) == 1
