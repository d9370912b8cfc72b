"""Posts: the message that carries a video, sent once and found again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import discord

from cogs import words
from cogs.controls import tongue_of, under_video
from cogs.doors import Doors, only
from cogs.edge import translate_errors
from cogs.faces import ALT_LIMIT
from cogs.histories import below_card
from cogs.prompts import alt_text, quote
from cogs.uploads import Source
from domain.errors import PostUnclear, ReplyClosed
from domain.jobs import Job
from domain.posts import Posted
from services.stage import Way

QUOTE_LIMIT = 1500
"""A message's content may have 2000 characters."""
POST_SECONDS = 240.0

log = logging.getLogger(__name__)


@asynccontextmanager
async def limited() -> AsyncIterator[None]:
    with translate_errors():
        async with asyncio.timeout(POST_SECONDS):
            yield


SPOILER = "SPOILER_"
"""A file whose name begins so is hidden until somebody clicks on it."""


async def send_post(doors: Doors, job: Job, way: Way, clip: Path, label: str, check_held: Callable[[], None]) -> Posted:
    """The job's id is the nonce: within Discord's window a second send returns the first message. `check_held` is
    asked before each try."""
    content = words.posted(tongue_of(job), job, quote(job.order.prompt, QUOTE_LIMIT), label)
    if way is Way.ANSWER:
        # An edit pings nobody, and repeating it changes nothing.
        message_id = await doors.edit_card(
            job, partial(video_file, job, clip), content=content, embeds=[], view=under_video(job)
        )
        return Posted(job.order.place.channel_id, message_id)
    file = partial(guarded_file, job, check_held)
    try:
        return await _send(doors, job, way, clip, file, content, job.id, answering=way is Way.CHANNEL)
    except ReplyClosed:
        return await _send(doors, job, way, clip, file, content, job.id, answering=False)


async def say_on_post(doors: Doors, job: Job, label: str) -> None:
    """The words of a card that became the post, once more; its video stays as it is."""
    content = words.posted(tongue_of(job), job, quote(job.order.prompt, QUOTE_LIMIT), label)
    await doors.edit_card(job, content=content, embeds=[], view=under_video(job))


async def send_again(doors: Doors, job: Job, clip: Path, label: str, nonce: str) -> Posted:
    """As a message of its own in the job's place. It is tried twice where nobody knows what came of it: the nonce makes
    them one message."""
    content = words.posted(tongue_of(job), job, quote(job.order.prompt, QUOTE_LIMIT), label)
    file = partial(video_file, job)
    try:
        return await _send(doors, job, Way.CHANNEL, clip, file, content, nonce, answering=False)
    except PostUnclear:
        return await _send(doors, job, Way.CHANNEL, clip, file, content, nonce, answering=False)


async def _send(
    doors: Doors,
    job: Job,
    way: Way,
    clip: Path,
    file: Callable[[Source], discord.File],
    content: str,
    nonce: str,
    *,
    answering: bool,
) -> Posted:
    async with limited(), doors.uploads.source(clip) as source:
        channel = await doors.channel(job, way)
        reply = _reply(job, channel.id) if answering else {}
        message = await channel.send(
            content,
            file=file(source),
            nonce=nonce,
            allowed_mentions=only(job.order.member_id),
            view=under_video(job),
            **reply,
        )
    return Posted(message.channel.id, message.id)


def video_file(job: Job, clip: Source, is_hidden: bool = False, name: str | None = None) -> discord.File:
    """Opened only where the next step is the request that closes it."""
    description = alt_text(job.order.prompt, ALT_LIMIT)
    return discord.File(clip, filename=name or job.name, spoiler=is_hidden, description=description)


class _Guarded(discord.File):
    """discord.py repeats by itself what Discord answered with an error, after a pause that may have been long: before
    each try it goes back to the beginning of the file, and here it is asked first whether it still may."""

    def __init__(self, *args: Any, check_held: Callable[[], None], **options: Any) -> None:
        super().__init__(*args, **options)
        self._check_held = check_held

    def reset(self, *, seek: int | bool = True) -> None:
        self._check_held()
        super().reset(seek=seek)


def guarded_file(job: Job, check_held: Callable[[], None], clip: Source) -> discord.File:
    description = alt_text(job.order.prompt, ALT_LIMIT)
    return _Guarded(clip, filename=job.name, description=description, check_held=check_held)


def video_url(message: discord.Message | None) -> str | None:
    """A fresh address of the video that a message carries."""
    attachments = message.attachments if message else []
    return next((each.url for each in attachments if each.filename.endswith(".mp4")), None)


def _reply(job: Job, channel_id: int) -> dict[str, Any]:
    if not job.card_id or job.order.place.private:
        return {}
    reference = discord.MessageReference(message_id=job.card_id, channel_id=channel_id, fail_if_not_exists=False)
    return {"reference": reference}


async def find_post(doors: Doors, job: Job, way: Way) -> Posted | None:
    """The bot's message that carries the job's file name, below the card. Raises PlaceClosed where nobody can look."""
    if way is Way.ANSWER:
        return await _find_on_card(doors, job)
    async with limited():
        channel = await doors.channel(job, way)
        async for message in below_card(channel, job):
            if _carries(message, job):
                return Posted(message.channel.id, message.id)
    return None


async def _find_on_card(doors: Doors, job: Job) -> Posted | None:
    card = await doors.read_card(job)
    return Posted(job.order.place.channel_id, card.id) if _carries(card, job) else None


def _carries(message: discord.Message, job: Job) -> bool:
    return any(attachment.filename.removeprefix(SPOILER) == job.name for attachment in message.attachments)


def link(job: Job, elsewhere: int | None = None) -> str:
    """The address of a posted job's message; direct messages have no server, their links say @me. `elsewhere` is the
    server where it is, if it is not where it was ordered."""
    guild_id = job.order.place.guild_id if job.post_channel_id == job.order.place.channel_id else elsewhere
    return f"https://discord.com/channels/{guild_id or '@me'}/{job.post_channel_id}/{job.post_id}"
