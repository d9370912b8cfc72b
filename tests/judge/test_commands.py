"""The commands as Discord knows them."""

import discord
import pytest
from discord import app_commands
from discord.ext import commands

import cogs.translator
from bot import House

from .judge import Judge, World, open_house


class Another(commands.Cog):
    @app_commands.command(name="another", description="One command more")
    async def another(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here")


async def add_another(house: House) -> None:
    await house.bot.add_cog(Another())


async def count_syncs(world: World, more: bool = False) -> int:
    async with open_house(world, add_another if more else None) as (env, _):
        return sum(entry.method == "PUT" and entry.path.endswith("/commands") for entry in env.http_requests)


async def test_discord_is_told_the_commands_only_when_they_changed(world: World) -> None:
    assert await count_syncs(world) == 1
    assert await count_syncs(world) == 0
    assert await count_syncs(world, more=True) == 1
    assert await count_syncs(world, more=True) == 0


async def test_members_find_four_commands_in_servers_and_in_direct_messages(judge: Judge) -> None:
    known = {"help", "quota", "video", "videos"}

    assert set(judge.ada.available_commands(judge.films)) == known
    assert set(judge.env.create_user("cleo").available_commands()) == known


async def test_models_are_offered_while_their_name_is_typed(judge: Judge) -> None:
    async def offered(text: str) -> list[str]:
        choices = await judge.ada.autocomplete(judge.films, "video", "model", text, prompt="A fox")
        return [choice["value"] for choice in choices]

    assert await offered("") == ["minimax-video-01"]
    assert await offered("MINI") == ["minimax-video-01"]
    assert await offered("sora") == []


async def test_discord_is_told_again_when_only_a_translation_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await count_syncs(world) == 1
    monkeypatch.setattr(cogs.translator, "TRANSLATED", frozenset({"es-ES"}))
    assert await count_syncs(world) == 1
