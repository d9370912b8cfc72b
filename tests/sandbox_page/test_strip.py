"""The strip: speed, troubles, counters."""

import pytest

from sandbox import Sandbox
from sandbox.page.mischief import Mischief
from sandbox.page.troubles import Shot, Switch
from tests.sandbox_page.conftest import Page


async def strip_of(page: Page) -> dict[str, object]:
    strip: dict[str, object] = (await page.get("state"))[1]["strip"]
    return strip


async def submit_one(page: Page) -> str:
    """How the task of WaveSpeed's that comes of it shall end."""
    wavespeed = page.sandbox.wavespeed
    headers = {"Authorization": f"Bearer {wavespeed.key}"}
    url, body = f"{wavespeed.url}/api/v3/minimax/video-01", {"prompt": "a film"}
    async with page.session.post(url, json=body, headers=headers) as response:
        assert response.status == 200
    return list(wavespeed.tasks.values())[-1].outcome.kind


async def test_the_speed_is_that_of_both_services(page: Page) -> None:
    await page.post("strip", {"action": "speed", "value": "real"})
    assert page.sandbox.novita.settings.render_seconds == page.sandbox.wavespeed.settings.render_seconds > 100
    speed = (await page.get("state"))[1]["strip"]["speed"]
    assert speed["current"] == "real"


async def test_a_fault_is_met_by_the_next_submit_and_told_until_then(page: Page) -> None:
    await page.post("strip", {"action": "fault", "value": "wavespeed-busy"})
    assert (await strip_of(page))["active"] == ["Next submit to WaveSpeed: answered 429, once"]
    wavespeed = page.sandbox.wavespeed
    headers = {"Authorization": f"Bearer {wavespeed.key}"}
    async with page.session.post(f"{wavespeed.url}/api/v3/minimax/video-01", json={}, headers=headers) as response:
        assert response.status == 429
    assert (await strip_of(page))["active"] == []


async def test_switches_stay_until_they_are_cleared(page: Page) -> None:
    for name in ("novita-key", "wavespeed-poor", "discord-files", "discord-tokens"):
        await page.post("strip", {"action": "switch", "value": {"id": name, "on": True}})
    films = page.sandbox.world.channel("films")
    assert not page.sandbox.novita.settings.key_valid
    assert not page.sandbox.wavespeed.settings.money
    assert not films.may(page.sandbox.world.bot, "ATTACH_FILES")
    active = (await strip_of(page))["active"]
    assert isinstance(active, list)
    assert len(active) == 4
    await page.post("strip", {"action": "clear"})
    assert page.sandbox.novita.settings.key_valid
    assert page.sandbox.wavespeed.settings.money
    assert films.may(page.sandbox.world.bot, "ATTACH_FILES")
    assert (await strip_of(page))["active"] == []


async def test_an_ending_waits_for_the_next_task(page: Page) -> None:
    await page.post("strip", {"action": "fault", "value": "wavespeed-fails"})
    assert (await strip_of(page))["active"] == ["WaveSpeed, next video: it fails"]
    assert await submit_one(page) == "failed"
    strip = (await page.get("state"))[1]["strip"]
    assert strip["active"] == []
    assert {one["id"]: one["value"] for one in strip["counters"]} == {"submits": 1, "billed": 1, "posts": 0}


async def test_an_ending_that_waits_is_cleared_with_the_rest(page: Page) -> None:
    for name in ("wavespeed-fails", "wavespeed-forgets", "novita-long"):
        await page.post("strip", {"action": "fault", "value": name})
    await page.post("strip", {"action": "clear"})
    assert (await strip_of(page))["active"] == []
    assert await submit_one(page) == "succeeded"
    await page.post("strip", {"action": "fault", "value": "wavespeed-forgets"})
    assert (await strip_of(page))["active"] == ["WaveSpeed, next video: it is forgotten"]


async def test_every_trouble_can_be_made_and_switched(sandbox: Sandbox) -> None:
    mischief = Mischief(sandbox)
    entries = [entry for group in mischief.groups for entry in group.entries]
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        if isinstance(entry, Shot):
            entry.act()
        else:
            entry.turn(True)
            assert entry.is_on()
    assert len(mischief.active()) == len(entries) - 2  # a gateway that was dropped is over at once
    mischief.clear()
    assert mischief.active() == []
    assert not [entry.id for entry in entries if isinstance(entry, Switch) and entry.is_on()]


@pytest.mark.parametrize(
    "payload",
    [
        {"action": "speed", "value": "light"},
        {"action": "fault", "value": "novita-key"},
        {"action": "switch", "value": {"id": "novita-busy", "on": True}},
        {"action": "start"},
        {"action": "kill"},
        {"action": "nothing"},
        {"value": 1},
    ],
)
async def test_what_the_strip_cannot_do_is_refused(page: Page, payload: dict[str, object]) -> None:
    status, answer = await page.post("strip", payload)
    assert status in (400, 404)
    assert answer["error"]


async def test_the_strip_is_told_by_the_socket_as_it_changes(page: Page) -> None:
    async with page.session.ws_connect(f"{page.sandbox.page_url}socket") as socket:
        await page.post("strip", {"action": "fault", "value": "file-cut"})
        while True:
            word = await socket.receive_json(timeout=10)
            if word["type"] == "strip" and word["strip"]["active"]:
                break
        assert word["strip"]["active"] == ["Next download: truncated, once"]
