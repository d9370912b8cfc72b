"""Stopping a process where it keeps no lock: within a write it would hold SQLite's for as long as it is stopped, and
no other could even begin."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from sandbox.runner import BotProcess

STOPPED_SECONDS = 0.05
"""Until a signal has reached every thread."""


async def pause_between_writes(bot: BotProcess, database: Path) -> None:
    while True:
        bot.pause()
        await asyncio.sleep(STOPPED_SECONDS)
        if not bot.is_running or await asyncio.to_thread(is_unlocked, database):
            return
        bot.resume()
        await asyncio.sleep(STOPPED_SECONDS)


def is_unlocked(path: Path) -> bool:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        database.execute("ROLLBACK")
    return True
