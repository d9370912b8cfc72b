"""The last day of a member, as /quota shows it: what counts, and what was given back and why."""

from collections.abc import Sequence

import discord

from cogs import words
from cogs.prompts import in_a_line
from cogs.tongue import Tongue
from domain.jobs import UNCOUNTED, Failure, Job, State

MOST_LINES = 10
PROMPT_LIMIT = 60


def day(tongue: Tongue, jobs: Sequence[Job]) -> list[discord.Embed]:
    """Of the newest; nothing where there are none."""
    if not jobs:
        return []
    shown = jobs[:MOST_LINES]
    counted = [job for job in shown if job.state not in UNCOUNTED]
    given_back = [job for job in shown if job.state in UNCOUNTED]
    parts = [*_part(tongue, tongue.say("quota-counted"), counted)]
    parts += _part(tongue, tongue.say("quota-given-back"), given_back)
    if len(jobs) > MOST_LINES:
        parts.append(tongue.say("quota-more", count=len(jobs) - MOST_LINES))
    return [discord.Embed(description="\n".join(parts))]


def _part(tongue: Tongue, title: str, jobs: Sequence[Job]) -> list[str]:
    return [title, *(_line(tongue, job) for job in jobs)] if jobs else []


def _line(tongue: Tongue, job: Job) -> str:
    """A deleted video has no words any more."""
    reason = words.failure(tongue, job.failure or Failure.RENDER) if job.state is State.FAILED else ""
    is_gone = job.deleted_at is not None and job.state not in UNCOUNTED
    state = tongue.say("quota-deleted") if is_gone else tongue.say(words.STATES[job.state])
    said = [f"- {words.relative(job.queued_at)}", f"**{state}**", reason, in_a_line(job, PROMPT_LIMIT)]
    return " · ".join(filter(None, said))
