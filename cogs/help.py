"""`/help`: what the bot does, in one private screen, and examples that open as a form: one press orders nothing."""

from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.desk import Desk, Wish
from cogs.doors import NOBODY
from cogs.forms import FILE, MODEL, PROMPT, ask, button, file_field, model_fields, prompt_field, view_of
from cogs.presses import Handler, Press, custom_id, tell
from cogs.tongue import Tongue, tongue_for
from cogs.translator import term
from domain.limits import Quota
from domain.pace import Usual
from services.orders import Orders
from services.providers.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Example:
    """The ids of its words."""

    button: str
    prompt: str


EXAMPLES = {
    "1": Example("button-try-boat", "example-boat"),
    "2": Example("button-try-cat", "example-cat"),
    "3": Example("button-try-city", "example-city"),
}


class Help(commands.Cog):
    def __init__(self, desk: Desk, orders: Orders, catalogue: Catalogue) -> None:
        self._desk = desk
        self._orders = orders
        self._catalogue = catalogue

    def handlers(self) -> dict[str, Handler]:
        return {"try": self.open_example, "try-order": self.order}

    @app_commands.command(name=term("command-help"), description=term("about-help"))
    async def help(self, interaction: discord.Interaction) -> None:
        tongue = tongue_for(str(interaction.locale))
        quota = await self._orders.quota(interaction.user.id)
        usual = await self._orders.usual(self._catalogue.default)
        buttons = [button(tongue.say(each.button), "try", number) for number, each in EXAMPLES.items()]
        await interaction.response.send_message(
            _screen(tongue, quota, usual), view=view_of(buttons), ephemeral=True, allowed_mentions=NOBODY
        )

    async def open_example(self, interaction: discord.Interaction, press: Press) -> None:
        tongue = tongue_for(str(interaction.locale))
        example = EXAMPLES.get(press.about[0])
        if example is None:
            await tell(interaction, tongue.say("press-unknown"))
            return
        fields = [
            prompt_field(tongue, tongue.say(example.prompt)),
            file_field(tongue, is_required=False),
            *model_fields(tongue, self._catalogue.models, self._catalogue.default.key),
        ]
        await ask(interaction, tongue.say("title-try"), custom_id("try-order", press.about[0]), fields)

    async def order(self, interaction: discord.Interaction, press: Press) -> None:
        wish = Wish(prompt=press.fields[PROMPT], model=press.fields.get(MODEL), source=press.pictures.get(FILE))
        await self._desk.take(interaction, wish)


def _screen(tongue: Tongue, quota: Quota, usual: Usual) -> str:
    return "\n".join(
        [
            tongue.say("help-what"),
            "",
            tongue.say("help-video"),
            tongue.say("help-animate"),
            tongue.say("help-videos"),
            tongue.say("help-quota", left=quota.left, limit=quota.limit),
            "",
            tongue.say("help-buttons"),
            "",
            tongue.say("help-time", usual=words.usual(tongue, usual)),
            tongue.say("help-privacy"),
            tongue.say("help-ask"),
        ]
    )
