"""This machine's faults: a disk that is full or read-only, a database that is locked, newer, or half made."""

import asyncio
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sandbox.runner import clean_environment, start_bot
from tests.bot.town import Town, picture

from .lanes import open_empty, open_place
from .play import PATIENCE, check, place_order, prompt_of, settle
from .rows import Ending, Row, at_both, fault
from .scenes import Scene

TINY = "size=12m"
MISCONFIGURED = 2


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own. It takes root to mount one: elsewhere the test is skipped, and says so."""
    folder.mkdir(parents=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("only root may mount the small file system that this needs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Root writes wherever a folder's mode forbids it, so for root it is a whole file system."""
    if os.geteuid() == 0:
        with mounted(folder, "size=64k,ro") as disk:
            yield disk
        return
    folder.mkdir(mode=0o555, parents=True)
    yield folder


def fill(folder: Path) -> Path:
    """Not a byte is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return ballast
    raise AssertionError("the disk has no end")


async def fill_the_disk(folder: Path, row: Row) -> None:
    """While a clip comes, or while the id of a task that was billed is noted; until the bot has complained."""
    with mounted(folder / "disk", TINY) as disk:
        async with open_place(folder / "town", PROVIDERS=row.provider, DATA_DIR=disk) as town:
            place, kind = ("media", "hold-before") if row.fault.kind == "clip" else ("submit", "hold-after")
            hold = town.sandbox.faults.add(place if place == "media" else f"{row.provider}.{place}", kind)
            order = await place_order(town, prompt_of(row))
            await hold.arrived.wait()
            ballast = fill(disk)
            hold.release()
            complaint = "ClipUnsaved" if place == "media" else "could not be noted yet"
            await town.world.until(lambda: complaint in town.log, PATIENCE)
            ballast.unlink()
            await settle(order)
            await check(order, row.ending)


async def leave_no_room_for_a_picture(folder: Path, row: Row) -> None:
    with mounted(folder / "disk", TINY) as disk:
        async with open_place(folder / "town", PROVIDERS=row.provider, DATA_DIR=disk) as town:
            ballast = fill(disk)
            use = await town.newcomer().command("video", prompt="A fox without a frame", image=picture())
            answer = await use.answer(PATIENCE)
            ballast.unlink()
            assert "Nothing was charged" in answer.content
            assert town.submits == []
            order = await place_order(town, "A fox with room")
            await settle(order)
            await check(order, Ending.POSTED)


async def lock_the_database(folder: Path, row: Row) -> None:
    """Another process holds the database while the id of a task that was billed is to be noted."""
    async with open_place(folder, PROVIDERS=row.provider) as town:
        hold = town.sandbox.faults.add(f"{row.provider}.submit", "hold-after")
        order = await place_order(town, prompt_of(row))
        await hold.arrived.wait()
        with closing(sqlite3.connect(folder / "firstframe.db", isolation_level=None, timeout=20)) as other:
            other.execute("BEGIN IMMEDIATE")
            hold.release()
            await asyncio.sleep(row.fault.options["seconds"])
            other.execute("ROLLBACK")
        await settle(order)
        await check(order, row.ending)


async def run_to_its_end(town: Town, **settings: object) -> str:
    """What a bot says that cannot live; it ends with the code for the operator, and without a traceback."""
    environment = clean_environment(town.sandbox, town.folder, {**town.settings, **settings})
    bot = await start_bot(town.folder, environment)
    try:
        assert await bot.wait(PATIENCE) == MISCONFIGURED
    finally:
        await bot.stop()
    assert "Traceback" not in bot.log
    return bot.log


async def start_read_only(folder: Path, row: Row) -> None:
    with read_only(folder / "disk") as disk:
        async with open_empty(folder / "town", PROVIDERS=row.provider) as town:
            assert "cannot be used" in await run_to_its_end(town, DATA_DIR=disk)
            elsewhere = f"sqlite:///{town.folder}/elsewhere.db"
            said = await run_to_its_end(town, DATA_DIR=disk, DATABASE_URL=elsewhere)
            assert f"{disk}" in said
            assert "cannot be used" in said
            assert "Discord" not in said


async def start_with_a_newer_database(folder: Path, row: Row) -> None:
    async with open_place(folder, PROVIDERS=row.provider) as town:
        await town.bot.stop()
        path = folder / "firstframe.db"
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        before = path.read_bytes()
        assert "newer version" in await run_to_its_end(town)
        assert path.read_bytes() == before


async def kill_a_migration(folder: Path, row: Row) -> None:
    """So many seconds after the first sign of the file, all processes of the bot are gone."""
    async with open_empty(folder, PROVIDERS=row.provider) as town:
        bot = await start_bot(folder, clean_environment(town.sandbox, folder, town.settings))
        await town.world.until((folder / "firstframe.db").exists, PATIENCE)
        await asyncio.sleep(row.fault.options["seconds"])
        os.killpg(bot.pid, signal.SIGKILL)
        await bot.wait()
        await town.start()
        order = await place_order(town, "A fox after the migration")
        await settle(order)
        await check(order, row.ending)


SCENES: Mapping[str, Scene] = {
    "clip": fill_the_disk,
    "task": fill_the_disk,
    "picture": leave_no_room_for_a_picture,
    "locked": lock_the_database,
    "read-only": start_read_only,
    "newer": start_with_a_newer_database,
    "killed": kill_a_migration,
}
ROWS: tuple[Row, ...] = (
    Row("locked for longer than the bot waits", fault("locked", seconds=17), "database", "novita", Ending.POSTED),
    Row("locked for seconds", fault("locked", seconds=3), "database", "wavespeed", Ending.POSTED),
    *at_both("full while the clip comes", fault("clip"), "disk", Ending.POSTED),
    *at_both("full while the task is noted", fault("task"), "disk", Ending.POSTED),
    Row("full while the picture comes", fault("picture"), "disk", "wavespeed", Ending.REFUSED),
    Row("read-only at the start", fault("read-only"), "disk", "wavespeed", Ending.REFUSED),
    Row("newer than the program", fault("newer"), "database", "wavespeed", Ending.REFUSED),
    Row("killed at once while it migrates", fault("killed", seconds=0.05), "database", "wavespeed", Ending.POSTED),
    Row("killed later while it migrates", fault("killed", seconds=0.6), "database", "novita", Ending.POSTED),
)
