"""The desk: where every order is taken, whether it was typed, pressed or filled into a form."""

import asyncio
import logging
from dataclasses import dataclass, field, replace

import discord

from cogs.answers import Answer
from cogs.forms import PROMPT_LIMIT
from cogs.mending import Mending
from cogs.places import place_of
from cogs.prompts import plain
from cogs.stage import DiscordStage
from domain import errors
from domain.drafts import Picture
from domain.errors import FirstframeError, OrderTaken, PictureShape, PictureTooSmall, PostError, Refusal, TooLate
from domain.models import FrameUse, Model
from domain.orders import Order, Place
from services.frames import Frames, declared_problem
from services.orders import Accepted, Orders
from services.providers.catalogue import Catalogue
from services.sources import Source, Sources, is_new

FIRST_ANSWER_SECONDS = 0.4
"""How long the picture may take before the member gets a card without it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a member asks for, before anything of it is checked."""

    prompt: str = field(repr=False)
    model: str | None = None
    """A key or a label; None for the default."""
    source: Source | None = None
    parent_id: str | None = None
    discreet: bool = False
    draft_id: str | None = None
    """The draft that becomes this order."""


class Desk:
    def __init__(
        self,
        orders: Orders,
        catalogue: Catalogue,
        frames: Frames,
        sources: Sources,
        mending: Mending,
        stage: DiscordStage,
    ) -> None:
        self._orders = orders
        self._catalogue = catalogue
        self._frames = frames
        self._sources = sources
        self._mending = mending
        self._stage = stage

    async def take(self, interaction: discord.Interaction, wish: Wish) -> bool:
        """Answers the interaction with a card, or privately with a refusal or with a question about the picture.
        Whether it is an order now."""
        is_private = wish.discreet and not interaction.context.dm_channel
        answer = Answer(interaction, discreet=is_private)
        try:
            # Noted before the answer: where that is lost, the video must not go to the channel.
            place = replace(place_of(interaction), private=is_private)
            model = self._choose(wish.model)
            prompt = self._checked(wish.prompt, model)
            taken = await self._take_frame(answer, interaction, prompt, wish.source, model)
            order = _order(interaction.user.id, prompt, model, taken, place, wish)
            accepted = await self._accept(order, model, wish)
        except (PictureShape, PictureTooSmall) as problem:
            await self._mend(interaction, answer, wish, problem)
        except Refusal as problem:
            await answer.refuse(problem)
        except PostError as error:
            log.info("an order could not be answered and is not taken: %s", error)
        except OrderTaken:
            log.info("another process has taken an order")
        else:
            return await self._answer(answer, accepted)
        return False

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
        self, answer: Answer, interaction: discord.Interaction, prompt: str, source: Source | None, model: Model
    ) -> str | None:
        """The name of the checked frame. If that takes longer than a moment, the card goes out first."""
        if source is None:
            if model.frame.use is FrameUse.REQUIRED:
                raise errors.FrameRequired(model.label)
            return None
        if model.frame.use is FrameUse.NONE:
            raise errors.FrameUnused(model.label)
        await self._orders.check(interaction.user.id, interaction.id, model)
        problem = _declared_problem(source, model)
        if problem is not None:
            raise problem
        taking = asyncio.create_task(self._sources.take(source, model))
        try:
            await asyncio.wait({taking}, timeout=FIRST_ANSWER_SECONDS)
            if not taking.done():
                await answer.look_at_picture(prompt, model.label)
            return await taking
        finally:
            taking.cancel()

    async def _accept(self, order: Order, model: Model, wish: Wish) -> Accepted:
        try:
            return await self._orders.accept(order, model, wish.draft_id)
        except FirstframeError:
            if order.frame and wish.source and is_new(wish.source, order.frame):
                await asyncio.to_thread(self._frames.remove, order.frame)
            raise

    async def _mend(self, interaction: discord.Interaction, answer: Answer, wish: Wish, problem: Refusal) -> None:
        """A picture of the wrong shape or size: the member chooses how it is mended, or reads why it is refused."""
        if not isinstance(wish.source, Picture):
            await answer.refuse(problem)
            return
        model = self._choose(wish.model)
        draft = self._mending.draft(
            interaction,
            prompt=self._checked(wish.prompt, model),
            model=model.key,
            parent_id=wish.parent_id,
            discreet=wish.discreet,
        )
        await self._mending.offer(answer, draft, wish.source, model, problem)

    async def _answer(self, answer: Answer, accepted: Accepted) -> bool:
        """An order whose card Discord did not take is withdrawn: nothing is paid for what nobody saw accepted. Whether
        it may be an order still."""
        job, cards = accepted.job, self._stage.cards
        text = cards.text(job, accepted.progress)
        frame = self._frames.path(job.order.frame) if job.order.frame else None
        try:
            card_id, private = await answer.send_card(accepted, text, frame)
        except TooLate:
            await self._orders.withdraw(job)
            return False
        except (PostError, OSError) as error:  # or its frame was deleted this moment, by whoever ordered it first
            log.info("job %s: its card could not be sent (%s)", job.id, type(error).__name__)
            self._orders.find_answer(job)  # it may be there all the same
        else:
            cards.answered(job, accepted.progress, text)
            await self._orders.answered(job, card_id, private)
        return True


def _declared_problem(source: Source, model: Model) -> Refusal | None:
    if not isinstance(source, Picture):
        return None
    return declared_problem(source.size, source.content_type, source.width, source.height, model.frame)


def _order(member_id: int, prompt: str, model: Model, frame: str | None, place: Place, wish: Wish) -> Order:
    return Order(
        member_id=member_id,
        prompt=prompt,
        model=model.key,
        frame=frame,
        place=place,
        parent_id=wish.parent_id,
        discreet=wish.discreet,
    )
