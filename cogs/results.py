"""The buttons under a video that make another one: again, edited, going on from its last picture, with one's own.

Whoever presses orders, at their own quota.
"""

import discord

from cogs.desk import Desk, Wish
from cogs.forms import FILE, MODEL, PROMPT, ask, file_field, model_fields, prompt_field
from cogs.posts import video_url
from cogs.presses import Handler, Press, custom_id, tell
from cogs.tongue import tongue_for
from domain.jobs import Job
from domain.models import FrameUse, Model
from services.providers.catalogue import Catalogue
from services.sources import LastPicture, OldFrame
from services.videos import Videos


class Results:
    def __init__(self, desk: Desk, videos: Videos, catalogue: Catalogue) -> None:
        self._desk = desk
        self._videos = videos
        self._catalogue = catalogue

    def handlers(self) -> dict[str, Handler]:
        """What ends in `-order` is the form that the press before it opened."""
        return {
            "again": self.again,
            "edit": self.edit,
            "edit-order": self.order_edited,
            "on": self.go_on,
            "on-order": self.order_next,
            "mine": self.ask_for_picture,
            "mine-order": self.order_with_picture,
        }

    async def again(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is not None:
            await self._desk.take(interaction, _same(job))

    async def edit(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is None:
            return
        tongue = tongue_for(str(interaction.locale))
        models = [model for model in self._catalogue.models if model.frame.use is not _unfit(job)]
        fields = [prompt_field(tongue, job.order.prompt), *model_fields(tongue, models, job.order.model)]
        await ask(interaction, tongue.say("title-edit"), custom_id("edit-order", job.id), fields)

    async def order_edited(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is not None:
            await self._desk.take(interaction, _same(job, press.fields[PROMPT], press.fields.get(MODEL)))

    async def go_on(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is None:
            return
        tongue = tongue_for(str(interaction.locale))
        models = self._taking_frames()
        chosen = self._with_frame(job)
        fields = [prompt_field(tongue, job.order.prompt), *model_fields(tongue, models, chosen)]
        await ask(interaction, tongue.say("title-on"), custom_id("on-order", job.id), fields)

    async def order_next(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is None:
            return
        wish = Wish(
            prompt=press.fields[PROMPT],
            model=press.fields.get(MODEL) or self._with_frame(job),
            source=LastPicture(job, video_url(interaction.message)),
            parent_id=job.id,
            discreet=job.order.discreet,
        )
        await self._desk.take(interaction, wish)

    async def ask_for_picture(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is not None:
            tongue = tongue_for(str(interaction.locale))
            fields = [file_field(tongue), prompt_field(tongue, job.order.prompt)]
            await ask(interaction, tongue.say("title-mine"), custom_id("mine-order", job.id), fields)

    async def order_with_picture(self, interaction: discord.Interaction, press: Press) -> None:
        job = await self._job(interaction, press)
        if job is None:
            return
        wish = Wish(
            prompt=press.fields[PROMPT],
            model=self._with_frame(job),
            source=press.pictures.get(FILE),
            discreet=job.order.discreet,
        )
        await self._desk.take(interaction, wish)

    async def _job(self, interaction: discord.Interaction, press: Press) -> Job | None:
        """None where the member deleted it; whoever pressed is told so."""
        job = await self._videos.find(press.about[0])
        if job is None:
            await tell(interaction, tongue_for(str(interaction.locale)).say("press-video-gone"))
        return job

    def _taking_frames(self) -> list[Model]:
        return [model for model in self._catalogue.models if model.frame.use is not FrameUse.NONE]

    def _with_frame(self, job: Job) -> str:
        """The job's own model if it takes a picture, else the first that does."""
        keys = [model.key for model in self._taking_frames()]
        return job.order.model if job.order.model in keys or not keys else keys[0]


def _same(job: Job, prompt: str | None = None, model: str | None = None) -> Wish:
    order = job.order
    return Wish(
        prompt=order.prompt if prompt is None else prompt,
        model=model or order.model,
        source=OldFrame(order.frame, made_for=order.model) if order.frame else None,
        parent_id=order.parent_id,
        discreet=order.discreet,
    )


def _unfit(job: Job) -> FrameUse:
    """What a model must not say of pictures to make this order."""
    return FrameUse.NONE if job.order.frame else FrameUse.REQUIRED
