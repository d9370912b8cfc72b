"""The commands of the operator's that need no bot: copies of the database, and the way back."""

import sys
from pathlib import Path

from db.backup import back_up, restore

MISUSED = 2


def keep_house(database_url: str, arguments: list[str]) -> int:
    """`backup FILE` while the bot runs, `restore FILE` while it does not; the exit code. Raises DatabaseError."""
    match arguments:
        case ["backup", file]:
            back_up(database_url, Path(file))
            print(f"The database is copied to {file}.")
        case ["restore", file]:
            cancelled = restore(database_url, Path(file))
            print(f"The database is that of {file}. {cancelled} orders that waited then are cancelled.")
        case _:
            print("usage: bot.py [backup FILE | restore FILE]", file=sys.stderr)
            return MISUSED
    return 0
