"""A picture of the wrong shape or size is not simply refused: the member sees privately what can be made of it."""

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Any

import discord

from cogs import refusals
from cogs.answers import Answer
from cogs.forms import Button, button, view_of
from cogs.tongue import Tongue
from db.drafts import Drafts
from domain.drafts import Draft, Picture
from domain.errors import PostError, Refusal
from domain.models import Model
from domain.remedies import Remedy
from services.clock import Clock
from services.frames import Frames

log = logging.getLogger(__name__)


class Mending:
    def __init__(self, frames: Frames, drafts: Drafts, clock: Clock, new_id: Callable[[], str]) -> None:
        self._frames = frames
        self._drafts = drafts
        self._clock = clock
        self._new_id = new_id

    def draft(self, interaction: discord.Interaction, **wish: Any) -> Draft:
        """What is asked about; it is kept once it was asked."""
        return Draft(
            id=self._new_id(),
            member_id=interaction.user.id,
            created_at=self._clock.now(),
            application_id=interaction.application_id,
            interaction_token=interaction.token,
            **wish,
        )

    async def offer(self, answer: Answer, draft: Draft, picture: Picture, model: Model, problem: Refusal) -> None:
        """Previews with a button each, or the refusal where nothing sane can be made of the picture. Nothing is
        ordered, and nothing is charged."""
        try:
            await answer.think_privately()
            frames = await self._frames.mend(picture.url, picture.size, model.frame)
            if not frames:
                raise problem
            kept = replace(draft, frames={remedy.value: name for remedy, name in frames.items()})
            await self._drafts.keep(kept)
            await self._ask(answer, kept, frames, problem)
        except Refusal as refusal:
            await answer.refuse(refusal)
        except PostError as error:
            log.info("a question about a picture could not be asked: %s", error)

    async def _ask(self, answer: Answer, draft: Draft, frames: Mapping[Remedy, str], problem: Refusal) -> None:
        """What could not be asked is forgotten after a day, with its frames."""
        tongue = answer.tongue
        with ExitStack() as opened:
            files = [
                opened.enter_context(closing(self._preview(tongue, number, remedy, name)))
                for number, (remedy, name) in enumerate(frames.items(), start=1)
            ]
            view = view_of(choices(tongue, draft.id, list(frames)))
            message_id = await answer.ask(refusals.mending(tongue, problem), files, view)
        await self._drafts.note_question(draft.id, message_id)

    def _preview(self, tongue: Tongue, number: int, remedy: Remedy, name: str) -> discord.File:
        return discord.File(
            self._frames.path(name),
            filename=f"{number}-{remedy.value}.jpg",
            description=refusals.remedy(tongue, remedy),
        )


def choices(tongue: Tongue, draft_id: str, remedies: list[Remedy]) -> list[Button]:
    offered = [button(refusals.remedy_button(tongue, remedy), "mend", draft_id, remedy.value) for remedy in remedies]
    return [*offered, button(tongue.say("button-mend-no"), "mend-no", draft_id)]
