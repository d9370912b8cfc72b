"""Videos that are not made: told kindly, and not counted."""

from typing import Any

import pytest

from sandbox.providers.emulator import Emulator

from .town import Town


@pytest.fixture(scope="module", params=["novita", "wavespeed"])
def settings(request: pytest.FixtureRequest) -> dict[str, object]:
    return {"PROVIDERS": request.param, "MISSING_SECONDS": 1}


@pytest.mark.parametrize(
    ("outcome", "options", "words"),
    [
        ("content-refused", {}, "because of its rules on content"),
        ("content-refused", {"at": "submit"}, "because of its rules on content"),
        ("failed", {}, "could not make the video"),
        ("no-video", {}, "none that can be played came"),
    ],
)
async def test_a_video_that_is_not_made_is_told_kindly_and_does_not_count(
    town: Town, service: Emulator[Any], outcome: str, options: dict[str, str], words: str
) -> None:
    service.next_outcome(outcome, **options)
    member = town.newcomer()
    order = await town.order(member=member)
    said = await order.says(words)

    assert "does not count against your quota" in said
    assert order.card.ephemeral_for is None
    assert order.posts == []
    assert "used 0 of 100" in (await town.tell(member, "quota")).content
