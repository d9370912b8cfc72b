"""The bot as a child process, with a clean environment and a folder of its own."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.parts import Sandbox

BOT = Path(__file__).resolve().parent.parent / "bot.py"
READY_SECONDS = 30.0
STOP_SECONDS = 15.0
TAIL_BYTES = 16 * 1024
KEPT = ("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "USER", "LOGNAME", "SYSTEMROOT")
QUICK = {
    "POLL_SECONDS": "1",
    "NOVITA_PER_MINUTE": "1000",
    "NOVITA_AT_ONCE": "100",
    "WAVESPEED_PER_MINUTE": "1000",
    "WAVESPEED_AT_ONCE": "100",
}
"""What makes a bot quick here: the services of the sandbox have no limits unless asked for."""
MODELS = """\
[models.minimax-video-01]
usual_seconds = {usual:.0f}
slow_seconds = {slow:.0f}
"""
"""How long a video takes here, so that the bot looks for it in time; laid over its own catalogue."""


class NotReady(Exception):
    """The bot ended, or did not log in, within the time it was given; the text is the end of its log."""


@dataclass(eq=False)
class BotProcess:
    """One run of the bot. Its output goes to a file, so that a stopped reader never holds it up."""

    process: asyncio.subprocess.Process
    log_file: Path = field(repr=False)
    log_start: int = 0

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        """Negative for the number of the signal that ended it."""
        return self.process.returncode

    @property
    def is_running(self) -> bool:
        return self.returncode is None

    @property
    def log(self) -> str:
        """All it has written so far, to stdout and stderr."""
        return self._read(self.log_start)

    def tail(self, lines: int = 12) -> list[str]:
        size = self.log_file.stat().st_size
        return self._read(max(self.log_start, size - TAIL_BYTES)).splitlines()[-lines:]

    def kill(self) -> None:
        """End it as a crash or a loss of power would."""
        self._signal(signal.SIGKILL)

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def pause(self) -> None:
        """Stop it where it is, with its children, as a machine that hangs."""
        self._signal(signal.SIGSTOP, group=True)

    def resume(self) -> None:
        self._signal(signal.SIGCONT, group=True)

    async def wait(self, seconds: float = STOP_SECONDS) -> int:
        async with asyncio.timeout(seconds):
            return await self.process.wait()

    async def stop(self, seconds: float = STOP_SECONDS) -> int:
        """SIGTERM, and SIGKILL when that was not enough; what it started ends with it."""
        self.resume()
        self.terminate()
        with contextlib.suppress(TimeoutError):
            await self.wait(seconds)
        self.kill()
        self._signal(signal.SIGKILL, group=True)
        return await self.process.wait()

    def _read(self, start: int) -> str:
        with self.log_file.open("rb") as file:
            file.seek(start)
            return file.read().decode(errors="replace")

    def _signal(self, number: int, *, group: bool = False) -> None:
        if group:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
        elif self.is_running:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)


def clean_environment(
    sandbox: Sandbox, data_dir: Path, overrides: Mapping[str, object], own: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Nothing of the operator's settings reaches the bot. An override of None takes the variable away."""
    kept = {name: value for name, value in own.items() if name in KEPT or name.startswith("LC_")}
    settings: dict[str, object] = {**local_settings(sandbox, data_dir), **overrides}
    return kept | {name: str(value) for name, value in settings.items() if value is not None}


def local_settings(sandbox: Sandbox, data_dir: Path) -> dict[str, str]:
    """What a bot is told here; the file of models among it is written anew."""
    data_dir.mkdir(parents=True, exist_ok=True)
    usual = max(1.0, sandbox.wavespeed.settings.render_seconds)
    models = data_dir / "sandbox-models.toml"
    models.write_text(MODELS.format(usual=usual, slow=usual * 2))
    return {**sandbox.environment(), **QUICK, "DATA_DIR": str(data_dir), "MODELS_FILE": str(models)}


async def start_bot(data_dir: Path, environment: Mapping[str, str], bot: Path = BOT) -> BotProcess:
    """The bot starts in its data folder, which is there already; no `.env` of the operator lies in it."""
    log_file = data_dir / "bot.log"
    with log_file.open("ab") as log:
        start = log.tell()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-u",
            str(bot),
            cwd=data_dir,
            env=dict(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    return BotProcess(process, log_file, start)


async def until_ready(sandbox: Sandbox, bot: BotProcess, known: set[str], seconds: float = READY_SECONDS) -> None:
    """Wait until the gateway has a new complete session; `known` are the ids of those before."""
    try:
        await sandbox.world.until(lambda: not bot.is_running or is_online(sandbox, known), seconds)
    except TimeoutError as error:
        raise NotReady(f"the bot did not log in within {seconds:g} s:\n" + "\n".join(bot.tail(40))) from error
    if not bot.is_running:
        raise NotReady(f"the bot ended with code {bot.returncode}:\n" + "\n".join(bot.tail(40)))


def is_online(sandbox: Sandbox, known: set[str]) -> bool:
    sessions = sandbox.world.sessions
    return sessions.complete and any(each.line is not None and each.id not in known for each in sessions)


def session_ids(sandbox: Sandbox) -> set[str]:
    return {session.id for session in sandbox.world.sessions}


@asynccontextmanager
async def run_bot(
    sandbox: Sandbox, data_dir: Path, *, bot: Path = BOT, ready_seconds: float = READY_SECONDS, **overrides: object
) -> AsyncIterator[BotProcess]:
    """The real bot, logged in. Overrides are environment variables by name. It has ended when the block ends."""
    known = session_ids(sandbox)
    process = await start_bot(data_dir, clean_environment(sandbox, data_dir, overrides), bot)
    try:
        await until_ready(sandbox, process, known, ready_seconds)
        yield process
    finally:
        await process.stop()
