"""One video as its member sees it in /videos: the words, and the small picture beside them."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import discord

from cogs import words
from cogs.faces import ALT_LIMIT
from cogs.prompts import alt_text, quote
from cogs.tongue import Tongue
from domain.jobs import Failure, Job, State
from services.stills import Stills

PICTURES_SECONDS = 10.0
"""What is not drawn by then is seen next time."""

log = logging.getLogger(__name__)


def entry(tongue: Tongue, job: Job, label: str, link: str | None, quote_limit: int, number: int = 0) -> discord.Embed:
    """`number` is its place in the list; 0 where it stands alone."""
    state = f"**{tongue.say(words.STATES[job.state])}**"
    head = [f"**{number}**" if number else "", state, label, words.relative(job.queued_at)]
    parts = [" · ".join(filter(None, head)), quote(job.order.prompt, quote_limit)]
    if job.state is State.FAILED:
        parts.append(words.failure(tongue, job.failure or Failure.RENDER))
    return discord.Embed(description="\n".join([*parts, *filter(None, [link])]))


async def draw_pictures(stills: Stills, jobs: Sequence[Job]) -> dict[str, Path]:
    """Thumbnails by the ids of their jobs; what has none, or not in time, is left out."""
    found: dict[str, Path] = {}
    try:
        async with asyncio.timeout(PICTURES_SECONDS):
            for job in jobs:
                picture = await stills.thumbnail(job)
                found |= {job.id: picture} if picture else {}
    except TimeoutError:
        log.info("thumbnails take long; %d of %d are shown", len(found), len(jobs))
    return found


def picture_file(tongue: Tongue, job: Job, picture: Path) -> discord.File:
    """Blocks. Raises OSError where the picture is gone."""
    description = alt_text(tongue.say("video-picture", prompt=job.order.prompt), ALT_LIMIT)
    return discord.File(picture, filename=f"{job.id}.jpg", description=description)
