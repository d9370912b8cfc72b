"""A child process that works on a file: with a time limit, at low priority, and ended when nobody waits for it."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

NICENESS = 10
KEPT = 4096
"""Bytes kept of what a child writes: the last of each stream."""
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
"""All that a child is told: none of the bot's keys, and to be sparing with address space on many processors."""


@dataclass(frozen=True, slots=True)
class Ended:
    code: int | None
    """The exit code, below zero for a signal; None if the time limit ended it."""
    out: bytes
    err: bytes


async def run_child(arguments: Sequence[str], seconds: float) -> Ended:
    """Raises OSError if the program cannot be started. A child that is no longer wanted (time limit, cancellation) is
    killed, and is gone before this returns."""
    async with _child(arguments) as child:
        try:
            async with asyncio.timeout(seconds):
                out, err = await asyncio.gather(_tail(child.stdout), _tail(child.stderr))
                return Ended(await child.wait(), out, err)
        except TimeoutError:
            return Ended(None, b"", b"")


@asynccontextmanager
async def _child(arguments: Sequence[str]) -> AsyncIterator[Process]:
    # A session of its own: Ctrl+C at the terminal is for the bot, which then decides about its children.
    child = await asyncio.create_subprocess_exec(
        *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env=ENVIRONMENT, start_new_session=True
    )
    try:
        _put_last(child.pid)
        yield child
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
        await child.communicate()


def _put_last(pid: int) -> None:
    """The bot comes first: for the processor, and when memory runs out."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
            Path(f"/proc/{pid}/oom_score_adj").write_text("1000")


async def _tail(stream: asyncio.StreamReader | None) -> bytes:
    kept = b""
    while stream and (chunk := await stream.read(KEPT)):
        kept = (kept + chunk)[-KEPT:]
    return kept
