"""When a rule applies, and what it holds."""

import asyncio
import contextlib
import json

import aiohttp
import pytest

from sandbox.faults import Faults
from tests.sandbox_providers.clients import SOON, until
from tests.sandbox_providers.services import BODY, Service


async def test_without_a_rule_the_request_passes(service: Service) -> None:
    assert await service.ask() == (200, "application/json", json.dumps(BODY).encode())
    assert service.done == 1


async def test_a_rule_applies_so_often_and_after_so_many(service: Service) -> None:
    service.faults.add("novita.submit", "status", times=2, after=1, status=503)
    assert [(await service.ask())[0] for _ in range(4)] == [200, 503, 503, 200]
    assert service.faults.listing() == []


async def test_a_rule_of_another_place_is_not_met(service: Service) -> None:
    rule = service.faults.add("media", "status")
    assert (await service.ask())[0] == 200
    assert not rule.arrived.is_set()


def test_a_place_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such place"):
        Faults().add("novit.submit", "reset")


async def test_a_reset_comes_before_anything_is_carried_out(service: Service) -> None:
    service.faults.add("novita.submit", "reset")
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await service.ask()
    assert service.done == 0


async def test_a_lost_answer_is_a_reset_after_the_work(service: Service) -> None:
    rule = service.faults.add("novita.submit", "lost")
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await service.ask()
    assert service.done == 1
    assert rule.arrived.is_set()


async def test_a_request_held_before_goes_on_when_released(service: Service) -> None:
    rule = service.faults.add("novita.submit", "hold-before")
    asking = asyncio.create_task(service.ask())
    async with asyncio.timeout(SOON):
        await rule.arrived.wait()
    assert service.done == 0
    rule.release()
    assert (await asking)[0] == 200
    assert service.done == 1


async def test_a_request_held_after_is_done_before_its_answer(service: Service) -> None:
    rule = service.faults.add("novita.submit", "hold-after")
    asking = asyncio.create_task(service.ask())
    async with asyncio.timeout(SOON):
        await rule.arrived.wait()
    assert service.done == 1
    assert not asking.done()
    assert service.faults.listing()[0]["held"] == 1
    rule.release()
    assert (await asking)[0] == 200


async def test_a_second_request_is_held_anew(service: Service) -> None:
    rule = service.faults.add("novita.submit", "hold-before", times=2)
    for done in (0, 1):
        rule.arrived.clear()
        asking = asyncio.create_task(service.ask())
        async with asyncio.timeout(SOON):
            await rule.arrived.wait()
        assert service.done == done
        rule.release()
        await asking


async def test_clearing_the_rules_lets_held_requests_go(service: Service) -> None:
    rule = service.faults.add("novita.submit", "hold-before")
    asking = asyncio.create_task(service.ask())
    async with asyncio.timeout(SOON):
        await rule.arrived.wait()
    service.faults.clear("novita.submit")
    assert (await asking)[0] == 200


@pytest.mark.parametrize("kind", ["hang", "hold-before", "hold-after"])
async def test_a_held_request_ends_when_its_client_leaves(service: Service, kind: str) -> None:
    rule = service.faults.add("novita.submit", kind)
    asking = asyncio.create_task(service.ask())
    async with asyncio.timeout(SOON):
        await rule.arrived.wait()
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking
        await until(lambda: rule.held == 0)


@pytest.mark.parametrize("kind", ["hang", "hold-before", "hold-after"])
async def test_a_held_request_ends_when_the_server_stops(service: Service, kind: str) -> None:
    rule = service.faults.add("novita.submit", kind)
    asking = asyncio.create_task(service.ask())
    async with asyncio.timeout(SOON):
        await rule.arrived.wait()
        await service.runner.cleanup()
    if kind == "hold-after":
        assert (await asking)[0] == 200
    else:
        with pytest.raises(aiohttp.ClientConnectionError):
            await asking


async def test_a_kind_of_the_handler_is_left_to_the_handler(service: Service) -> None:
    service.faults.add("novita.submit", "no-money")
    assert json.loads((await service.ask())[2]) == {"kind": "no-money"}
