"""The bot as a child process."""

from pathlib import Path

import psutil
import pytest

from sandbox import Sandbox
from sandbox.keeper import Keeper
from sandbox.runner import BotProcess, NotReady, clean_environment, run_bot
from tests.sandbox_page.conftest import SMALL_BOT

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""


def write_bot(folder: Path, text: str) -> Path:
    path = folder / "bot.py"
    path.write_text(text)
    return path


async def test_a_bot_is_ready_inside_the_block_and_gone_after_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with run_bot(sandbox, tmp_path / "data", bot=SMALL_BOT) as bot:
        assert sandbox.world.connected
        assert {command["name"] for command in sandbox.world.application.commands} >= {"echo", "paint"}
        assert bot.is_running
        assert "logging in" in bot.log
    assert bot.returncode is not None
    assert not psutil.pid_exists(bot.pid)


async def test_a_killed_bot_leaves_with_the_signal(sandbox: Sandbox, small_bot: BotProcess) -> None:
    small_bot.kill()
    assert await small_bot.wait() == -9
    await sandbox.world.until(lambda: not sandbox.world.connected)


async def test_a_bot_may_leave_by_itself_and_its_last_words_are_kept(sandbox: Sandbox, small_bot: BotProcess) -> None:
    await sandbox.world.member("ada").command("crash")
    assert await small_bot.wait() == 3
    assert small_bot.tail()[-1] == "it was told to crash"


async def test_a_paused_bot_answers_when_it_goes_on(sandbox: Sandbox, small_bot: BotProcess) -> None:
    small_bot.pause()
    process = psutil.Process(small_bot.pid)
    await sandbox.world.until(lambda: process.status() == psutil.STATUS_STOPPED)
    use = await sandbox.world.member("ada").command("secret")
    small_bot.resume()
    assert (await use.answer()).content == "It is 42"


async def test_a_paused_bot_can_be_ended(sandbox: Sandbox, tmp_path: Path) -> None:
    async with run_bot(sandbox, tmp_path / "data", bot=SMALL_BOT) as bot:
        bot.pause()
    assert bot.returncode is not None


async def test_a_deaf_bot_is_killed_in_the_end(sandbox: Sandbox, tmp_path: Path) -> None:
    keeper = Keeper(sandbox, tmp_path / "data", bot=write_bot(tmp_path, STUBBORN))
    await keeper.start()
    bot = keeper.process
    assert bot is not None
    await sandbox.world.until(lambda: "deaf" in bot.log)
    assert await bot.stop(0.2) == -9


async def test_a_bot_that_ends_at_once_is_told_with_its_words(sandbox: Sandbox, tmp_path: Path) -> None:
    bot = write_bot(tmp_path, "raise SystemExit('a setting is missing')")
    with pytest.raises(NotReady, match=r"code 1:\na setting is missing"):
        async with run_bot(sandbox, tmp_path / "data", bot=bot):
            pass


async def test_a_bot_that_never_logs_in_is_told_too(sandbox: Sandbox, tmp_path: Path) -> None:
    bot = write_bot(tmp_path, "import time; time.sleep(600)")
    with pytest.raises(NotReady, match=r"within 0\.3 s"):
        async with run_bot(sandbox, tmp_path / "data", bot=bot, ready_seconds=0.3):
            pass


async def test_nothing_of_the_operators_settings_reaches_the_bot(sandbox: Sandbox, tmp_path: Path) -> None:
    own = {
        "PATH": "/bin",
        "LC_ALL": "C",
        "DISCORD_TOKEN": "real",
        "DATABASE_URL": "postgresql://real",
        "PYTHONPATH": "/",
    }
    environment = clean_environment(sandbox, tmp_path, {"VIDEOS_PER_DAY": 7, "NOVITA_API_KEY": None}, own)
    assert environment["PATH"] == "/bin"
    assert environment["LC_ALL"] == "C"
    assert environment["VIDEOS_PER_DAY"] == "7"
    assert environment["DISCORD_TOKEN"] == sandbox.world.application.token
    assert not {"DATABASE_URL", "PYTHONPATH", "NOVITA_API_KEY"} & set(environment)


async def test_a_keeper_starts_kills_and_starts_again(sandbox: Sandbox, tmp_path: Path) -> None:
    keeper = Keeper(sandbox, tmp_path / "data", bot=SMALL_BOT)
    try:
        await keeper.start()
        assert await keeper.until_change("starting") == "running"
        first = keeper.process
        await keeper.start()
        assert keeper.process is first
        keeper.kill()
        assert await keeper.until_change("running") == "killed"
        await keeper.start()
        assert keeper.process is not first
        await sandbox.world.until(lambda: keeper.condition == "running")
    finally:
        await keeper.stop()
    assert keeper.process is not None
    assert not keeper.process.is_running
