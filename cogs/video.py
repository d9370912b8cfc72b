"""`/video`: an order, from the member's fingers to its place in line."""

import asyncio
import logging

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import Answer
from cogs.places import place_of
from cogs.prompts import plain
from cogs.stage import DiscordStage
from domain import errors
from domain.errors import FirstframeError, OrderTaken, PostError, Refusal
from domain.models import FrameUse, Model
from domain.orders import Order, Place
from services.frames import Frames, declared_problem
from services.orders import Accepted, Orders
from services.providers.catalogue import Catalogue

FIRST_ANSWER_SECONDS = 0.4
"""How long the picture may take before the member gets a card without it."""
PROMPT_LIMIT = 2000

log = logging.getLogger(__name__)


class Video(commands.Cog):
    def __init__(self, orders: Orders, catalogue: Catalogue, frames: Frames, stage: DiscordStage) -> None:
        self._orders = orders
        self._catalogue = catalogue
        self._frames = frames
        self._stage = stage

    @app_commands.command(name="video", description=words.VIDEO)
    @app_commands.describe(prompt=words.VIDEO_PROMPT, image=words.VIDEO_IMAGE, model=words.VIDEO_MODEL)
    async def video(
        self,
        interaction: discord.Interaction,
        prompt: app_commands.Range[str, 1, PROMPT_LIMIT],
        image: discord.Attachment | None = None,
        model: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        answer = Answer(interaction)
        try:
            place = place_of(interaction)
            chosen = self._choose(model)
            prompt = self._checked(prompt, chosen)
            frame = await self._take_frame(answer, interaction.user.id, prompt, image, chosen)
            accepted = await self._accept(interaction.user.id, prompt, chosen, frame, place)
        except Refusal as problem:
            await answer.refuse(problem)
        except PostError as error:
            log.info("an order could not be answered and is not taken: %s", error)
        except OrderTaken:
            log.info("another process has taken an order")
        else:
            await self._answer(answer, accepted)

    @video.autocomplete("model")
    async def complete_model(self, _: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=model.label, value=model.key) for model in self._catalogue.search(current)]

    def _choose(self, name: str | None) -> Model:
        if name is None:
            return self._catalogue.default
        known = {model.label.lower(): model for model in self._catalogue.models}
        model = self._catalogue.get(name) or known.get(name.strip().lower())
        if model is None:
            raise errors.ModelUnknown(name, tuple(model.label for model in self._catalogue.models))
        return model

    def _checked(self, prompt: str, model: Model) -> str:
        prompt = prompt.replace("\0", "").encode(errors="ignore").decode().strip()  # half a character is no text
        if not plain(prompt):
            raise errors.PromptMissing
        limit = min(model.prompt_limit, PROMPT_LIMIT)
        if len(prompt) > limit:
            raise errors.PromptTooLong(len(prompt), limit)
        return prompt

    async def _take_frame(
        self, answer: Answer, member_id: int, prompt: str, image: discord.Attachment | None, model: Model
    ) -> str | None:
        """The name of the checked frame. If that takes longer than a moment, the card goes out first."""
        if image is None:
            if model.frame.use is FrameUse.REQUIRED:
                raise errors.FrameRequired(model.label)
            return None
        if model.frame.use is FrameUse.NONE:
            raise errors.FrameUnused(model.label)
        problem = declared_problem(image.size, image.content_type, image.width, image.height, model.frame)
        if problem is not None:
            raise problem
        await self._orders.check(member_id, model)
        taking = asyncio.create_task(self._frames.take(image.url, image.size, model.frame))
        try:
            await asyncio.wait({taking}, timeout=FIRST_ANSWER_SECONDS)
            if not taking.done():
                await answer.look_at_picture(prompt, model.label)
            return await taking
        finally:
            taking.cancel()

    async def _accept(self, member_id: int, prompt: str, model: Model, frame: str | None, place: Place) -> Accepted:
        order = Order(member_id=member_id, prompt=prompt, model=model.key, frame=frame, place=place)
        try:
            return await self._orders.accept(order, model)
        except FirstframeError:
            if frame:
                await asyncio.to_thread(self._frames.remove, frame)
            raise

    async def _answer(self, answer: Answer, accepted: Accepted) -> None:
        """An order whose card Discord did not take is withdrawn: nothing is paid for what nobody saw accepted."""
        job = accepted.job
        frame = self._frames.path(job.order.frame) if job.order.frame else None
        try:
            card_id, private = await answer.send_card(job, accepted.progress, self._stage.cards, frame)
        except PostError as error:
            log.info("job %s: its card could not be sent (%s)", job.id, error)
            self._orders.find_answer(job)  # it may be there all the same
            return
        self._stage.cards.answered(job, accepted.progress)
        await self._orders.answered(job, card_id, private)
