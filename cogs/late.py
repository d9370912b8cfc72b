"""A press about a draft that is not there any more."""

import discord

from cogs.presses import tell
from cogs.tongue import tongue_for
from services.clock import Clock

FIRST_SECONDS = 1.0
"""How long another bot, which may have heard the same press and got the draft, has for its answer. Discord takes no
second one."""


async def tell_draft_gone(interaction: discord.Interaction, clock: Clock) -> None:
    """Too late for the press's own answer if another bot has given it: then nothing is told."""
    await clock.sleep(FIRST_SECONDS)
    await tell(interaction, tongue_for(str(interaction.locale)).say("draft-gone"))
