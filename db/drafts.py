"""Drafts in the database: each becomes at most one order."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from db.engine import Database
from db.tables import drafts
from domain.drafts import Draft, Picture

PLAIN = (
    "id",
    "member_id",
    "prompt",
    "model",
    "parent_id",
    "discreet",
    "created_at",
    "application_id",
    "interaction_token",
    "message_id",
)


class Drafts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, draft: Draft) -> None:
        await self._database.run(lambda connection: connection.execute(insert(drafts), _row_of(draft)))

    async def note_question(self, draft_id: str, message_id: int) -> None:
        """Where the bot asked. A draft that was taken meanwhile is not there any more."""
        statement = update(drafts).where(drafts.c.id == draft_id).values(message_id=message_id)
        await self._database.run(lambda connection: connection.execute(statement))

    async def find(self, draft_id: str, member_id: int) -> Draft | None:
        """The member's own draft, or None: nobody goes on with another's."""
        statement = select(drafts).where(drafts.c.id == draft_id, drafts.c.member_id == member_id)
        return await self._one(statement)

    async def take(self, draft_id: str, member_id: int) -> Draft | None:
        """Like `find`, and removes it in the same statement: of two presses only one gets it."""
        statement = delete(drafts).where(drafts.c.id == draft_id, drafts.c.member_id == member_id)
        return await self._one(statement.returning(drafts))

    async def take_old(self, before: datetime) -> Sequence[Draft]:
        """Removes and returns those from before that moment."""
        statement = delete(drafts).where(drafts.c.created_at < before).returning(drafts)
        return await self._database.run(
            lambda connection: [_draft_of(row) for row in connection.execute(statement).mappings()]
        )

    async def _one(self, statement: Any) -> Draft | None:
        row = await self._database.run(lambda connection: connection.execute(statement).mappings().first())
        return _draft_of(row) if row else None


def _row_of(draft: Draft) -> dict[str, Any]:
    pictures = json.dumps([asdict(picture) for picture in draft.pictures])
    return {name: getattr(draft, name) for name in PLAIN} | {"pictures": pictures, "frames": json.dumps(draft.frames)}


def _draft_of(row: RowMapping) -> Draft:
    return Draft(
        **{name: row[name] for name in PLAIN},
        pictures=tuple(Picture(**picture) for picture in json.loads(row["pictures"])),
        frames=json.loads(row["frames"]),
    )
