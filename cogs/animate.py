"""*Animate this image*: from the menu of any message with a picture to an order, by way of one form."""

from collections.abc import Callable, Iterator

import discord
from discord import app_commands
from discord.ext import commands

from cogs.desk import Desk, Wish
from cogs.forms import MODEL, PICTURE, PROMPT, ask, model_fields, picture_field, prompt_field
from cogs.late import tell_draft_gone
from cogs.presses import Handler, Press, custom_id, picture_from, tell
from cogs.tongue import tongue_for
from cogs.translator import term
from db.drafts import Drafts
from domain.drafts import Draft, Picture
from domain.models import FrameUse
from services.clock import Clock
from services.kinds import kind_declared
from services.providers.catalogue import Catalogue

MOST_PICTURES = 25
"""A select has no more options."""


class Animate(commands.Cog):
    def __init__(
        self, desk: Desk, drafts: Drafts, catalogue: Catalogue, clock: Clock, new_id: Callable[[], str]
    ) -> None:
        self._desk = desk
        self._drafts = drafts
        self._catalogue = catalogue
        self._clock = clock
        self._new_id = new_id
        self.menu = app_commands.ContextMenu(name=term("menu-animate"), callback=self.animate)

    def handlers(self) -> dict[str, Handler]:
        return {"animate": self.order}

    async def animate(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The pictures are noted, not fetched: a form must be there within three seconds, or never."""
        tongue = tongue_for(str(interaction.locale))
        pictures = list(pictures_of(message))[:MOST_PICTURES]
        if not pictures:
            await tell(interaction, tongue.say("animate-no-picture"))
            return
        draft = Draft(
            id=self._new_id(),
            member_id=interaction.user.id,
            created_at=self._clock.now(),
            pictures=tuple(pictures),
        )
        await self._drafts.keep(draft)
        models = [model for model in self._catalogue.models if model.frame.use is not FrameUse.NONE]
        fields = [
            prompt_field(tongue),
            *picture_field(tongue, [picture.name for picture in pictures]),
            *model_fields(tongue, models, self._catalogue.default.key),
        ]
        await ask(interaction, tongue.say("title-animate"), custom_id("animate", draft.id), fields)

    async def order(self, interaction: discord.Interaction, press: Press) -> None:
        """The order itself removes the draft: what ends the bot before that leaves the form good for another try."""
        draft = await self._drafts.find(press.about[0], interaction.user.id)
        if draft is None:
            await tell_draft_gone(interaction, self._clock)
            return
        picture = draft.pictures[int(press.fields.get(PICTURE) or 0)]
        wish = Wish(prompt=press.fields[PROMPT], model=press.fields.get(MODEL), source=picture, draft_id=draft.id)
        await self._desk.take(interaction, wish)


def pictures_of(message: discord.Message) -> Iterator[Picture]:
    """Attached ones, and those that Discord itself serves for an embed. No other address is ever fetched: anybody can
    write one."""
    for attachment in message.attachments:
        if _may_be_picture(attachment):
            yield picture_from(attachment)
    for number, embed in enumerate(message.embeds, start=1):
        shown = embed.image if embed.image.proxy_url else embed.thumbnail
        if shown.proxy_url and embed.type in ("rich", "image"):
            yield Picture(url=shown.proxy_url, size=0, width=shown.width, height=shown.height, name=f"#{number}")


def _may_be_picture(attachment: discord.Attachment) -> bool:
    """What Discord knows as a picture, and what it does not know: an iPhone's HEIC has often no type."""
    kind = attachment.content_type or ""
    return kind.startswith("image/") or (not kind and kind_declared(kind) is None)
