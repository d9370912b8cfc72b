"""Endings: the last word on a job, told once, on its card or beside it."""

import logging
from collections.abc import Callable

import discord

from cogs import words
from cogs.controls import tongue_of, under_ending, under_notice
from cogs.doors import Doors, only
from cogs.histories import below_card
from cogs.posts import limited, link
from cogs.presses import custom_id
from domain.errors import PlaceClosed
from domain.jobs import Job, State
from services.stage import Way

log = logging.getLogger(__name__)


async def settle(doors: Doors, job: Job, label: str, check_held: Callable[[], None]) -> None:
    """Shrinks the card of a posted video to a link; tells any other ending on the card, or where it can. `check_held`
    is asked before a message is sent."""
    try:
        await say_on_card(doors, job, label)
    except PlaceClosed:
        if job.post_id is None and not await _is_on_card(doors, job, label):
            await _tell_beside(doors, job, label, check_held)


async def say_on_card(doors: Doors, job: Job, label: str) -> None:
    """Raises PlaceClosed where the card is out of reach. Says nothing where the video's message was deleted."""
    if job.state is State.POSTED and job.post_id is None:
        return
    if job.post_id is None:
        await doors.edit_card(job, content=words.ending(tongue_of(job), job, label), view=under_ending(job))
    elif job.post_id != job.card_id:
        await doors.edit_card(
            job, content=words.done(tongue_of(job), job, link(job)), embeds=[], attachments=[], view=None
        )


async def _is_on_card(doors: Doors, job: Job, label: str) -> bool:
    """Whether the card says so already, though it can no longer be edited: an answer to an edit was lost."""
    try:
        card = await doors.read_card(job)
    except PlaceClosed:
        return False
    return words.ending(tongue_of(job), job, label) in card.content


async def _tell_beside(doors: Doors, job: Job, label: str, check_held: Callable[[], None]) -> None:
    """A message of its own, unless there is one already: the nonce alone is forgotten within minutes."""
    ways = [way for way in doors.ways(job) if way is not Way.ANSWER]
    for way in ways:
        if await _stands_there(doors, job, way):
            return
    check_held()
    text = f"<@{job.order.member_id}> {words.ending(tongue_of(job), job, label)}"
    for way in ways:
        try:
            async with limited():
                channel = await doors.channel(job, way)
                await channel.send(
                    text, nonce=f"end-{job.id}", view=under_notice(job), allowed_mentions=only(job.order.member_id)
                )
            return
        except PlaceClosed:
            continue
    log.info("job %s: its ending could be told nowhere; /videos shows it", job.id)


async def _stands_there(doors: Doors, job: Job, way: Way) -> bool:
    try:
        async with limited():
            channel = await doors.channel(job, way)
            async for message in below_card(channel, job):
                if _tells_of(message, job):
                    return True
    except PlaceClosed:
        log.info("job %s: the history is closed; the nonce alone guards its ending", job.id)
    return False


def _tells_of(message: discord.Message, job: Job) -> bool:
    """Its text may be another job's too; its button names the job."""
    items = (item for row in message.components if isinstance(row, discord.ActionRow) for item in row.children)
    return any(isinstance(item, discord.Button) and item.custom_id == custom_id("again", job.id) for item in items)
