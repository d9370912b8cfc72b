"""Collects the evidence: from the members' eyes, the services' books, the database's file and the log."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox import Sandbox
from sandbox.discord import Member, Message, Unanswered, World
from soak.crowd import Said
from soak.evidence import FREE, LOOKING, Answer, Bill, Card, Ending, Evidence, Ordered, Post, Row

POST_NAME = re.compile(r"firstframe-(\w+)\.mp4")
ENDING_NONCE = "end-"
USED = re.compile(r"You have used (\d+) of ")
MADE = frozenset({"succeeded", "unknown-status", "regress", "nsfw"})
"""Ends of a task from which a video can be fetched."""
COLUMNS = "id, interaction_id, state, failure, provider, card_id, post_id, settled, clip, ended_at"
ANSWER_SECONDS = 10.0


async def gather(
    sandbox: Sandbox,
    folder: Path,
    said: Sequence[Said],
    members: Sequence[Member],
    accidents: Sequence[str],
    per_day: int,
) -> Evidence:
    """The bot runs and has come to rest."""
    world = sandbox.world
    quotas = {member.id: await ask_quota(member) for member in members}
    rows = tuple(read_rows(folder))
    renewed = {row.interaction_id: row.card_id for row in rows}
    return Evidence(
        orders=tuple(ordered_of(world, each, renewed.get(each.use.id)) for each in said),
        rows=rows,
        bills=tuple(bills_of(sandbox)),
        posts=tuple(post for message in messages_of(world) if (post := post_of(message)) is not None),
        endings=tuple(ending for message in messages_of(world) if (ending := ending_of(message)) is not None),
        quotas=quotas,
        per_day=per_day,
        log=(folder / "bot.log").read_text(errors="replace"),
        secrets=(
            world.application.token,
            sandbox.novita.key,
            sandbox.wavespeed.key,
            *(each.use.token for each in said),
        ),
        accidents=tuple(accidents),
    )


async def ask_quota(member: Member) -> int | None:
    try:
        answer = await (await member.command("quota")).answer(ANSWER_SECONDS)
    except Unanswered:
        return None
    found = USED.search(answer.content)
    return int(found[1]) if found else None


def ordered_of(world: World, said: Said, card_id: int | None) -> Ordered:
    answer = answer_of(said, is_noted=bool(card_id))
    if answer is Answer.NONE and (card_id or 0) in said.channel.messages:
        answer = Answer.CARD  # nobody could tell what was answered, and its picture needed a card
    return Ordered(
        interaction_id=said.use.id,
        member_id=said.member.id,
        prompt=said.prompt,
        places=frozenset({said.channel.id, world.dm(said.member).id}),
        answer=answer,
        card=card_of(world, said, card_id) if answer is Answer.CARD else None,
        takes_messages=said.member.user.takes_messages,
    )


def answer_of(said: Said, *, is_noted: bool) -> Answer:
    """`is_noted`: the bot took the message for the card of an order, whatever it still says."""
    use = said.use
    message = use.message if use.has_answer else None
    if any(FREE in each.content for each in [*use.followups, *([message] if message else [])]):
        return Answer.REFUSAL
    if message is None:
        return Answer.NONE
    return Answer.LOOKING if LOOKING in message.content and not is_noted else Answer.CARD


def card_of(world: World, said: Said, card_id: int | None) -> Card:
    """The newest: a card that was deleted is sent anew where its picture is needed."""
    message = said.channel.messages.get(card_id or 0) or said.use.message
    assert message is not None
    is_ours_alone = said.use.is_user_only
    return Card(
        message_id=message.id,
        text=message.content,
        is_deleted=message.deleted,
        is_out_of_reach=said.use.is_dead and is_ours_alone,
    )


def read_rows(folder: Path) -> Iterator[Row]:
    """Read-only, and while the bot runs."""
    address = f"file:{folder / 'firstframe.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute(f"SELECT {COLUMNS} FROM jobs").fetchall():
            yield row_of(row, folder)


def row_of(row: Any, folder: Path) -> Row:
    return Row(
        id=row["id"],
        interaction_id=row["interaction_id"],
        state=row["state"],
        failure=row["failure"],
        provider=row["provider"],
        card_id=row["card_id"],
        post_id=row["post_id"],
        is_settled=bool(row["settled"]),
        has_clip=bool(row["clip"]) and (folder / "clips" / row["clip"]).is_file(),
        ended_at=moment_of(row["ended_at"]),
    )


def moment_of(text: str | None) -> float | None:
    """SQLite keeps UTC without saying so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() if text else None


def bills_of(sandbox: Sandbox) -> Iterator[Bill]:
    for service in (sandbox.novita, sandbox.wavespeed):
        service.catch_up()
        for submit in service.submits:
            task = service.tasks.get(submit.task_id or "")
            yield Bill(
                provider=service.name,
                prompt=str(submit.body.get("prompt")),
                is_accepted=submit.accepted,
                is_billed=submit.billed,
                is_made=task is not None and task.failure is None and task.outcome.kind in MADE,
                at=submit.at,
            )


def messages_of(world: World) -> Iterator[Message]:
    """Everything the bot wrote for all to see."""
    for channel in world.channels.values():
        yield from (each for each in channel.messages.values() if each.author is world.bot and not each.ephemeral_for)


def post_of(message: Message) -> Post | None:
    for file in message.files:
        found = POST_NAME.fullmatch(file.filename)
        if found:
            return Post(
                job_id=found[1],
                message_id=message.id,
                channel_id=message.channel_id,
                size=file.path.stat().st_size,
                pings=pings_of(message),
                answers=int(message.reference["message_id"]) if message.reference else None,
            )
    return None


def ending_of(message: Message) -> Ending | None:
    nonce = str(message.nonce or "")
    if not nonce.startswith(ENDING_NONCE):
        return None
    return Ending(job_id=nonce.removeprefix(ENDING_NONCE), pings=pings_of(message))


def pings_of(message: Message) -> frozenset[int]:
    all_of_them = {0} if message.mention_everyone or message.mention_roles else set()
    return frozenset({user.id for user in message.mentions} | all_of_them)


def open_jobs(folder: Path) -> int:
    """Jobs that have not come to their end, or whose end was not told yet."""
    with closing(sqlite3.connect(f"file:{folder / 'firstframe.db'}?mode=ro", uri=True)) as database:
        statement = "SELECT count(*) FROM jobs WHERE NOT settled"
        return int(database.execute(statement).fetchone()[0])
