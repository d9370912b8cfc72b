"""What the operator sees: one readable message where something is wrong, the invitation where all is well."""

import asyncio
import os
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import pytest_asyncio

from sandbox import Sandbox, open_sandbox
from sandbox.assembly import PORTS_TRIED, free_port
from sandbox.discord.permissions import bits
from sandbox.discord.sessions import GUILDS
from sandbox.runner import clean_environment, start_bot

from .early import early
from .town import PATIENCE, Town, open_town

FAILED, MISCONFIGURED = 1, 2
FIRST_PORT = 8200 + PORTS_TRIED * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""Below those that the system gives to anybody, and others for each worker of pytest."""
RIGHTS = (
    "VIEW_CHANNEL",
    "SEND_MESSAGES",
    "SEND_MESSAGES_IN_THREADS",
    "ATTACH_FILES",
    "EMBED_LINKS",
    "READ_MESSAGE_HISTORY",
)
HEALTH_LOOKS, HEALTH_PAUSE = 300, 0.1
QUICK_HAILUO = """
[models.minimax-hailuo-02]
enabled = true
usual_seconds = 1
slow_seconds = 2
"""
SECRET = "a-secret-that-nobody-shall-read"


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox() as sandbox:
        yield sandbox


async def end_of(sandbox: Sandbox, folder: Path, **overrides: object) -> tuple[int, list[str]]:
    """The exit code of a bot that cannot run, and the lines that it leaves, without those of its libraries."""
    bot = await start_bot(folder, clean_environment(sandbox, folder, overrides))
    try:
        code = await bot.wait(PATIENCE)
    finally:
        await bot.stop()
    return code, [line for line in bot.log.splitlines() if " INFO " not in line]


async def test_all_mistakes_in_the_settings_are_told_together(sandbox: Sandbox, tmp_path: Path) -> None:
    code, lines = await end_of(
        sandbox,
        tmp_path,
        DISCORD_TOKEN=None,
        NOVITA_API_KEY=None,
        WAVESPEED_API_KEY=" ",
        NOVITA_BASE_URL="ftp://nowhere",
        VIDEOS_PER_DAY="many",
        POLL_SECONDS="-1",
        LOG_LEVEL="LOUD",
        DATABASE_URL=f"mysql://{SECRET}@here/",
    )

    assert code == MISCONFIGURED
    assert lines[0] == "These settings need a look (see .env.example):"
    told = [line.removeprefix("  - ").split()[0] for line in lines[1:]]
    names = "DISCORD_TOKEN NOVITA_API_KEY NOVITA_BASE_URL VIDEOS_PER_DAY POLL_SECONDS LOG_LEVEL DATABASE_URL"
    assert sorted(told) == sorted(names.split())
    assert SECRET not in "".join(lines)


@pytest.mark.parametrize(
    ("overrides", "code", "words"),
    [
        ({"DISCORD_TOKEN": SECRET}, MISCONFIGURED, "Discord refuses DISCORD_TOKEN. Reset it"),
        ({"DISCORD_API_URL": "http://127.0.0.1:1/api/v10"}, FAILED, "Discord cannot be reached"),
        ({"DATABASE_URL": f"postgresql://me:{SECRET}@127.0.0.1:1/films"}, MISCONFIGURED, "The database cannot be used"),
    ],
    ids=["token", "discord", "database"],
)
async def test_what_keeps_it_from_starting_is_told_in_one_line(
    sandbox: Sandbox, tmp_path: Path, overrides: dict[str, object], code: int, words: str
) -> None:
    ended, lines = await end_of(sandbox, tmp_path, **overrides)

    assert ended == code
    assert len(lines) == 1
    assert words in lines[0]
    assert SECRET not in lines[0]


def forget_commands(folder: Path) -> None:
    """As if an older version had sent its own."""
    with closing(sqlite3.connect(folder / "firstframe.db")) as database, database:
        assert database.execute("UPDATE notes SET value = 'older' WHERE name = 'commands'").rowcount == 1


async def test_commands_are_sent_to_discord_only_when_they_changed(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        await town.bot.stop()
        await town.start()
        assert [record.method for record in town.world.requests if record.place == "discord.sync"] == ["PUT"]

        await town.bot.stop()
        forget_commands(town.folder)
        await town.start()
        assert [record.method for record in town.world.requests if record.place == "discord.sync"] == ["PUT"] * 2


async def test_commands_that_were_not_sent_again_are_mentioned_all_the_same(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        member = town.newcomer()
        member.user.locale = "zh-CN"
        await town.bot.stop()
        await town.start()
        told = await town.tell(member, "videos")

        (video,) = (each for each in town.world.application.commands if each["name"] == "video")
        assert f"</{video['name_localizations']['zh-CN']}:{video['id']}>" in told.content


async def test_the_invitation_asks_for_exactly_the_rights_it_needs(town: Town) -> None:
    (link,) = re.findall(r"https://discord\.com/oauth2/authorize\S+", town.log)
    query = parse_qs(urlsplit(link).query)

    assert query["client_id"] == [str(town.world.application.id)]
    assert query["scope"][0].split() == ["bot", "applications.commands"]
    assert int(query["permissions"][0]) == bits(RIGHTS)


async def test_it_hears_of_servers_and_of_nothing_else(town: Town) -> None:
    assert [session.intents for session in town.world.sessions] == [GUILDS]


async def test_members_find_the_commands_wherever_they_may_use_them(town: Town) -> None:
    commands = {command["name"]: command for command in town.world.application.commands}
    assert set(commands) == {"video", "quota", "videos", "help", "Animate this image"}
    assert all(sorted(each["contexts"]) == [0, 1, 2] for each in commands.values())
    assert all(sorted(each["integration_types"]) == [0, 1] for each in commands.values())

    prompt, image, model, private = commands["video"]["options"]
    assert (prompt["name"], prompt["required"], prompt["min_length"], prompt["max_length"]) == ("prompt", True, 1, 2000)
    assert (image["name"], image["type"]) == ("image", 11)
    assert (model["name"], model["autocomplete"]) == ("model", True)
    assert (private["name"], private["required"]) == ("private", False)


async def test_models_are_offered_while_their_name_is_typed(town: Town) -> None:
    member = town.newcomer()
    offered = await member.autocomplete("video", "model", "MINI", prompt="A fox")
    assert [choice["name"] for choice in offered] == ["MiniMax Video-01"]
    assert await member.autocomplete("video", "model", "sora", prompt="A fox") == []

    order = await town.order(member=member, model=offered[0]["value"])
    await order.posted()


async def test_models_that_the_operator_switches_on_can_be_ordered_at_their_own_paths(tmp_path: Path) -> None:
    models = tmp_path / "models.toml"
    models.write_text(QUICK_HAILUO)
    async with open_town(tmp_path, MODELS_FILE=models) as town:
        offered = await town.newcomer().autocomplete("video", "model", "hailuo", prompt="A fox")
        order = await town.order(model=offered[0]["value"])
        post = await order.posted()

        assert "Hailuo" in order.task.model.name.title()
        assert offered[0]["name"] in post.content


async def until_health(url: str, code: int) -> list[str]:
    """What is wrong, once the bot says so with this code."""
    async with aiohttp.ClientSession() as session:
        for _ in range(HEALTH_LOOKS):
            async with session.get(url) as answer:
                wrong: list[str] = (await answer.json())["wrong"]
                if answer.status == code:
                    return wrong
            await asyncio.sleep(HEALTH_PAUSE)
    raise TimeoutError


@early
async def test_its_health_can_be_asked_for(folder: Path) -> None:
    port = free_port(FIRST_PORT)
    async with open_town(folder, HTTP_PORT=port, may_stumble=True) as town:
        url = f"http://127.0.0.1:{port}/healthz"
        assert await until_health(url, 200) == []
        town.world.gateway_is_open = False
        town.world.drop_gateway()
        assert await until_health(url, 503) == ["discord"]
