"""The answer to one `/video`: a card at once, or a refusal that only the member sees."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from pathlib import Path

import discord

from cogs import words
from cogs.cards import Cards
from cogs.doors import NOBODY
from cogs.edge import translate_errors
from cogs.faces import face, frame_file
from domain.errors import PostError, Refusal
from domain.jobs import Job
from domain.progress import InLine, Looking

ANSWER_SECONDS = 30.0
"""For a first answer, which Discord takes within three seconds of the command or not at all."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def _limited() -> AsyncIterator[None]:
    with translate_errors(by_token=True):
        async with asyncio.timeout(ANSWER_SECONDS):
            yield


class Answer:
    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction

    @property
    def _is_begun(self) -> bool:
        return self._interaction.response.is_done()

    async def look_at_picture(self, prompt: str, label: str) -> None:
        """The picture takes a moment: the member sees the card meanwhile. Nothing is ordered yet."""
        async with _limited():
            await self._interaction.response.send_message(
                words.card(label, Looking()), embed=face(prompt, has_frame=False), allowed_mentions=NOBODY
            )

    async def send_card(self, job: Job, progress: InLine, cards: Cards, frame: Path | None) -> tuple[int, bool]:
        """The card's message id, and whether only the member sees it. Raises PostError."""
        text = cards.text(job, progress)
        embed = face(job.order.prompt, has_frame=frame is not None)
        with ExitStack() as opened:
            # discord.py closes the files of every other message, but not those of a first answer.
            files = [opened.enter_context(closing(frame_file(frame, job.order.prompt)))] if frame else []
            return await self._send(text, embed, files)

    async def _send(self, text: str, embed: discord.Embed, files: list[discord.File]) -> tuple[int, bool]:
        async with _limited():
            if self._is_begun:
                message = await self._interaction.edit_original_response(
                    content=text, embed=embed, attachments=files, allowed_mentions=NOBODY
                )
                return message.id, message.flags.ephemeral
            sent = await self._interaction.response.send_message(
                text, embed=embed, files=files, allowed_mentions=NOBODY
            )
        return sent.message_id or 0, sent.is_ephemeral()

    async def refuse(self, problem: Refusal) -> None:
        """Privately. A card that is already there is removed afterwards: nothing came of it."""
        text = words.refusal(problem)
        try:
            async with _limited():
                if not self._is_begun:
                    await self._interaction.response.send_message(text, ephemeral=True, allowed_mentions=NOBODY)
                    return
                await self._interaction.followup.send(text, ephemeral=True, allowed_mentions=NOBODY)
                await self._interaction.delete_original_response()
        except PostError as error:
            log.info("a refusal could not be told: %s", error)
