"""The answer to one order: a card at once, a refusal or a question that only the member sees."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from pathlib import Path

import discord
from discord import ui

from cogs import refusals, words
from cogs.controls import under_card
from cogs.doors import NOBODY
from cogs.edge import UNKNOWN_INTERACTION, translate_errors
from cogs.faces import face, frame_file
from cogs.tongue import Tongue, tongue_for
from domain.errors import PostError, Refusal, TooLate
from domain.progress import Looking
from services.orders import Accepted

ANSWER_SECONDS = 30.0
"""For a first answer, which Discord takes within three seconds of the command or not at all."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def _limited() -> AsyncIterator[None]:
    with translate_errors(by_token=True):
        async with asyncio.timeout(ANSWER_SECONDS):
            yield


class Answer:
    """`discreet`: the card, too, is for the member alone."""

    def __init__(self, interaction: discord.Interaction, discreet: bool = False) -> None:
        self._interaction = interaction
        self._discreet = discreet
        self._is_thinking = False
        self.tongue: Tongue = tongue_for(str(interaction.locale))

    @property
    def _is_begun(self) -> bool:
        return self._interaction.response.is_done()

    async def look_at_picture(self, prompt: str, label: str) -> None:
        """The picture takes a moment: the member sees the card meanwhile. Nothing is ordered yet."""
        async with _limited():
            await self._interaction.response.send_message(
                words.card(self.tongue, label, Looking()),
                embed=face(prompt, has_frame=False),
                ephemeral=self._discreet,
                allowed_mentions=NOBODY,
            )

    async def send_card(self, accepted: Accepted, text: str, frame: Path | None) -> tuple[int, bool]:
        """The card's message id, and whether only the member sees it. `text` says where its video stands. Raises
        PostError; TooLate where Discord did not wait for the bot's first answer, of which this is one."""
        job = accepted.job
        hint = self.tongue.say("card-hint") if accepted.is_first else None
        embed = face(job.order.prompt, frame is not None, hint)
        with ExitStack() as opened:
            # discord.py closes the files of every other message, but not those of a first answer.
            files = [opened.enter_context(closing(frame_file(self.tongue, frame, job.order.prompt)))] if frame else []
            return await self._send(text, embed, files, under_card(job))

    async def _send(
        self, text: str, embed: discord.Embed, files: list[discord.File], view: ui.View
    ) -> tuple[int, bool]:
        async with _limited():
            if self._is_begun:
                message = await self._interaction.edit_original_response(
                    content=text, embed=embed, attachments=files, view=view, allowed_mentions=NOBODY
                )
                return message.id, message.flags.ephemeral
            try:
                sent = await self._interaction.response.send_message(
                    text, embed=embed, files=files, view=view, ephemeral=self._discreet, allowed_mentions=NOBODY
                )
            except discord.NotFound as error:
                if error.code == UNKNOWN_INTERACTION:
                    raise TooLate from error
                raise
        return sent.message_id or 0, sent.is_ephemeral()

    async def refuse(self, problem: Refusal) -> None:
        """Privately. A card that is already there is removed afterwards: nothing came of it."""
        text = refusals.refusal(self.tongue, problem)
        try:
            async with _limited():
                await self._say_privately(text)
        except PostError as error:
            log.info("a refusal could not be told: %s", error)

    async def _say_privately(self, text: str) -> None:
        if self._is_thinking:
            await self._interaction.edit_original_response(content=text, allowed_mentions=NOBODY)
        elif not self._is_begun:
            await self._interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
        else:
            await self._interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
            await self._take_card_away()

    async def think_privately(self) -> None:
        """What comes next takes its time, and is for the member alone. Raises PostError."""
        if not self._is_begun:
            async with _limited():
                await self._interaction.response.defer(ephemeral=True, thinking=True)
            self._is_thinking = True

    async def ask(self, text: str, files: Sequence[discord.File], view: ui.View) -> int:
        """A question that only the member sees, in the place of what was there; its message id. Raises PostError."""
        async with _limited():
            if self._is_thinking:
                message = await self._interaction.edit_original_response(
                    content=text, attachments=files, view=view, allowed_mentions=NOBODY
                )
                return message.id
            asked = await self._interaction.followup.send(
                text, files=files, view=view, ephemeral=True, wait=True, allowed_mentions=NOBODY
            )
        await self._take_card_away()
        return asked.id

    async def _take_card_away(self) -> None:
        """Nothing came of it. Where that fails, the card goes on saying that nothing is ordered."""
        try:
            async with _limited():
                await self._interaction.delete_original_response()
        except PostError as error:
            log.info("a card that came to nothing could not be taken away: %s", error)
