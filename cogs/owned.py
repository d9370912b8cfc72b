"""Whose video is it? What a custom id says is only a claim."""

import discord

from cogs.presses import tell
from cogs.tongue import tongue_for
from domain.jobs import Job
from services.videos import Videos


async def own_video(videos: Videos, interaction: discord.Interaction, job_id: str) -> Job | None:
    """None, and the presser is told why, where it is another's or deleted."""
    job = await videos.find(job_id)
    if job is not None and job.order.member_id == interaction.user.id:
        return job
    tongue = tongue_for(str(interaction.locale))
    await tell(interaction, tongue.say("press-not-yours") if job else tongue.say("press-video-gone"))
    return None
