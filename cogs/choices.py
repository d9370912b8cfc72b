"""The answer to the question how a picture shall be mended."""

import asyncio

import discord

from cogs.desk import Desk, Wish
from cogs.edge import translate_errors
from cogs.late import tell_draft_gone
from cogs.presses import Handler, Press
from cogs.tongue import tongue_for
from db.drafts import Drafts
from domain.drafts import Draft
from domain.errors import PostError
from services.clock import Clock
from services.frames import Frames
from services.sources import OldFrame


class Choices:
    def __init__(self, desk: Desk, drafts: Drafts, frames: Frames, clock: Clock) -> None:
        self._desk = desk
        self._drafts = drafts
        self._frames = frames
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        return {"mend": self.choose, "mend-no": self.leave}

    async def choose(self, interaction: discord.Interaction, press: Press) -> None:
        """The order itself removes the draft: of two presses one orders, and where it is refused the draft is still
        there."""
        draft_id, remedy = press.about
        draft = await self._drafts.find(draft_id, interaction.user.id)
        if draft is None:
            await tell_draft_gone(interaction, self._clock)
            return
        source = OldFrame(draft.frames[remedy], made_for=draft.model or "")
        wish = Wish(
            prompt=draft.prompt,
            model=draft.model,
            source=source,
            parent_id=draft.parent_id,
            discreet=draft.discreet,
            draft_id=draft.id,
        )
        if await self._desk.take(interaction, wish):
            await self._forget(draft, chosen=remedy)
            await _take_question_away(interaction, draft)

    async def leave(self, interaction: discord.Interaction, press: Press) -> None:
        text = tongue_for(str(interaction.locale)).say("draft-left")
        await interaction.response.edit_message(content=text, attachments=[], view=None)
        draft = await self._drafts.take(press.about[0], interaction.user.id)
        if draft is not None:
            await self._forget(draft)

    async def _forget(self, draft: Draft, chosen: str | None = None) -> None:
        for remedy, name in draft.frames.items():
            if remedy != chosen:
                await asyncio.to_thread(self._frames.remove, name)


async def _take_question_away(interaction: discord.Interaction, draft: Draft) -> None:
    """The card is there now. Where the first interaction can no longer be spoken for, the question stays; another press
    on it finds the draft gone."""
    if not draft.application_id or not draft.interaction_token or not draft.message_id:
        return
    webhook = discord.Webhook.partial(draft.application_id, draft.interaction_token, client=interaction.client)
    try:
        with translate_errors(by_token=True):
            await webhook.delete_message(draft.message_id)
    except PostError:
        return
