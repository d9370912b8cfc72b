"""A second bot on the database of the first, which is gone."""

from dataclasses import replace

import pytest

from domain.jobs import State

from .completion import spoil
from .judge import Judge, World, build_house


@pytest.mark.parametrize("seconds", [0, 8, 20])
async def test_the_next_bot_goes_on_with_a_video_and_pays_it_once(judge: Judge, world: World, seconds: float) -> None:
    await judge.order()
    await judge.pass_time(seconds)
    async with build_house(world) as house:
        await judge.env.restart_bot(house.bot)
        after = replace(judge, house=house)
        await after.until(lambda: "Done" in after.card.content)

        assert len(after.posts) == 1
        assert sum(submit.billed for submit in world.providers.wavespeed.submits) == 1
        await judge.env.shutdown()


async def test_the_next_bot_finds_a_post_that_the_one_before_did_not_note(
    judge: Judge, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = f"/channels/{judge.films.id}/messages"
    spoilt = spoil(monkeypatch, "POST", channel, "")
    await judge.order()
    await judge.until(lambda: spoilt)
    assert (await judge.job()).state is State.READY
    async with build_house(world) as house:
        await judge.env.restart_bot(house.bot)
        after = replace(judge, house=house)
        await after.until(lambda: "Done" in after.card.content)

        assert len(after.posts) == 1
        assert len(after.requests("POST", channel)) == 1
        await judge.env.shutdown()
