"""What cannot be done is said to the member alone, and nothing is ordered."""

import sqlite3
from contextlib import closing

import discord
import pytest
from simcord import InteractionResult

from db.shelf import Shelf
from domain.shelf import Part

from .judge import Judge


def refusal(judge: Judge, order: InteractionResult) -> str:
    """Its words. Nobody else sees it, and no provider heard of the order."""
    assert order.response is not None
    assert order.response.ephemeral
    providers = judge.world.providers
    assert not [*providers.wavespeed.submits, *providers.novita.submits]
    return order.response.content


@pytest.mark.parametrize("prompt", [" ", "\u200b\u200b", "\u3000\t\u202e", "\0"])
async def test_a_prompt_of_nothing_is_refused(judge: Judge, prompt: str) -> None:
    order = await judge.order(prompt)

    assert "The prompt is empty" in refusal(judge, order)
    assert "Nothing was charged" in refusal(judge, order)
    assert judge.films.history() == []


async def test_an_unknown_model_is_refused_and_the_known_ones_are_named(judge: Judge) -> None:
    order = await judge.order(model="Sora")

    assert "I do not know that model" in refusal(judge, order)
    assert "MiniMax Video-01" in refusal(judge, order)


async def test_a_model_typed_by_its_name_is_taken(judge: Judge) -> None:
    order = await judge.order(model="minimax video-01 ")

    assert order.response is not None
    assert not order.response.ephemeral


@pytest.mark.parametrize(
    ("denied", "word"),
    [
        ({"attach_files": False}, "Attach Files"),
        ({"send_messages": False}, "Send Messages"),
        ({"attach_files": False, "send_messages": False}, "Send Messages, Attach Files"),
    ],
)
async def test_where_the_bot_may_not_post_it_says_what_it_lacks(
    judge: Judge, denied: dict[str, bool], word: str
) -> None:
    bot = judge.env.bot.user
    assert bot is not None
    quiet = judge.guild.create_text_channel("quiet", overwrites={bot: discord.PermissionOverwrite(**denied)})
    order = await judge.ada.slash(quiet, "video", prompt="A fox runs")

    assert f"I lack {word}." in refusal(judge, order)


async def test_the_sixth_video_of_a_day_is_refused_with_the_time_of_the_next_place(judge: Judge) -> None:
    for _ in range(5):
        await judge.order()
    await judge.until(lambda: len(judge.posts) == 5)
    page = await Shelf(judge.house.database).page(judge.ada.id, Part.ALL, 0, 10)
    first = min(job.queued_at for job in page.jobs)
    order = await judge.order()

    assert order.response is not None
    assert order.response.ephemeral
    assert "all 5 videos" in order.response.content
    assert f"<t:{int(first.timestamp()) + 86_400}:R>" in order.response.content


@pytest.mark.parametrize("changes", [{"videos_per_day": 20}])
async def test_a_burst_of_orders_is_stopped_where_too_many_wait(judge: Judge) -> None:
    orders = [await judge.order(f"Fox {number}") for number in range(6)]

    responses = [order.response for order in orders if order.response]
    assert [response.ephemeral for response in responses] == [False] * 5 + [True]
    assert "already have 3 videos waiting" in responses[-1].content
    assert len(judge.films.history(viewer=judge.ben)) == 5


async def test_a_refusal_that_discord_does_not_take_is_no_failure_of_the_bot(judge: Judge) -> None:
    judge.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    order = await judge.order(" ")

    assert not order.acknowledged


@pytest.mark.parametrize("errors", [1])
async def test_a_command_that_breaks_says_so_to_the_member_alone(judge: Judge) -> None:
    with closing(sqlite3.connect(judge.world.settings.data_dir / "firstframe.db")) as database:
        database.execute("ALTER TABLE jobs RENAME TO lost")
    order = await judge.order()

    assert "Something went wrong here" in refusal(judge, order)
    (error,) = judge.env.errors
    assert isinstance(error, discord.app_commands.CommandInvokeError)
