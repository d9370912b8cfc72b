"""The bot's program from outside: asked to leave before it has come in, and its commands for copies."""

import asyncio
import sys
from pathlib import Path

import pytest

from sandbox import open_sandbox
from sandbox.runner import BOT, clean_environment, run_bot, start_bot
from services.upkeep import MISUSED
from soak.crew import LEAVE_SECONDS


async def test_it_leaves_when_asked_while_discord_does_not_answer(tmp_path: Path) -> None:
    async with open_sandbox() as sandbox:
        held = sandbox.faults.add("discord.login", "hang", times=None)
        process = await start_bot(tmp_path, clean_environment(sandbox, tmp_path, {}))
        try:
            async with asyncio.timeout(30):
                await held.arrived.wait()
            process.terminate()
            assert await process.wait(LEAVE_SECONDS) == 0
        finally:
            await process.stop()


async def run_command(folder: Path, environment: dict[str, str], *arguments: str) -> tuple[int | None, str]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        str(BOT),
        *arguments,
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await child.communicate()
    return child.returncode, said.decode()


async def test_the_database_is_copied_beside_the_running_bot_and_put_back_after_it(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    data = tmp_path / "data"
    async with open_sandbox() as sandbox:
        environment = clean_environment(sandbox, data, {})
        async with run_bot(sandbox, data) as bot:
            assert await run_command(data, environment, "backup", str(copy)) == (
                0,
                f"The database is copied to {copy}.\n",
            )
            code, said = await run_command(data, environment, "restore", str(copy))
            assert code == 2
            assert "stop it first" in said
            bot.terminate()
            await bot.wait(LEAVE_SECONDS)
        code, said = await run_command(data, environment, "restore", str(copy))
        assert (code, "0 orders" in said) == (0, True), said


@pytest.mark.parametrize("arguments", [["backup"], ["burn", "it"], ["restore", "/no/such/copy.db"]])
async def test_a_wrong_command_says_what_is_right(tmp_path: Path, arguments: list[str]) -> None:
    async with open_sandbox() as sandbox:
        environment = clean_environment(sandbox, tmp_path, {})
        code, said = await run_command(tmp_path, environment, *arguments)
    assert code == MISUSED
    assert "usage" in said or "is not there" in said
