"""Small facts that outlive a process."""

import asyncio

from db.engine import Database, open_database
from db.processes import Notes


async def test_a_note_is_read_as_it_was_last_written(database: Database) -> None:
    notes = Notes(database)
    assert await notes.read("commands") is None
    await notes.write("commands", "first ✓")
    await notes.write("commands", "second")
    await notes.write("other", "")
    assert (await notes.read("commands"), await notes.read("other")) == ("second", "")


async def test_a_note_outlives_the_process(url: str) -> None:
    async with open_database(url) as database:
        await Notes(database).write("commands", "kept")
    async with open_database(url) as database:
        assert await Notes(database).read("commands") == "kept"


async def test_many_writers_leave_one_note(database: Database, second: Database) -> None:
    doors = (Notes(database), Notes(second))
    await asyncio.gather(*(doors[n % 2].write("commands", str(n)) for n in range(20)))
    kept = await doors[0].read("commands")
    assert kept == await doors[1].read("commands")
    assert kept in [str(n) for n in range(20)]
