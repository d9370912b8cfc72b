"""A small bot that shows every kind of thing the page can draw, for tests of the page alone."""

import asyncio
import io
import os

import discord
from discord import app_commands, ui
from discord.ext import commands
from discord.http import Route
from PIL import Image

Route.BASE = os.environ["DISCORD_API_URL"]


class Small(commands.AutoShardedBot):
    def __init__(self) -> None:
        super().__init__(command_prefix=commands.when_mentioned, intents=discord.Intents(guilds=True))

    async def setup_hook(self) -> None:
        await self.tree.sync()


bot = Small()


class Form(ui.Modal, title="All about it"):
    name: ui.Label["Form"] = ui.Label(text="Name", component=ui.TextInput(custom_id="name", max_length=20))
    story: ui.Label["Form"] = ui.Label(
        text="Story",
        description="As long as you like",
        component=ui.TextInput(custom_id="story", style=discord.TextStyle.long, required=False, default="Once"),
    )
    colour: ui.Label["Form"] = ui.Label(
        text="Colour",
        component=ui.Select(
            custom_id="colour", options=[discord.SelectOption(label=name, value=name) for name in ("red", "blue")]
        ),
    )
    size: ui.Label["Form"] = ui.Label(
        text="Size",
        component=ui.RadioGroup(
            custom_id="size", options=[discord.RadioGroupOption(label=name, value=name) for name in ("S", "L")]
        ),
    )
    picture: ui.Label["Form"] = ui.Label(
        text="Picture", component=ui.FileUpload(custom_id="picture", required=False, max_values=1)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        given = {one["custom_id"]: one.get("value", one.get("values")) for one in leaves(interaction)}
        await interaction.response.send_message(f"name={given['name']} colour={given['colour']} size={given['size']}")


def leaves(interaction: discord.Interaction) -> list[dict[str, object]]:
    data: dict[str, list[dict[str, dict[str, object]]]] = interaction.data  # type: ignore[assignment]  # a union
    return [top["component"] for top in data["components"]]


class Buttons(ui.View):
    @ui.button(label="Count", style=discord.ButtonStyle.primary, custom_id="count")
    async def count(self, interaction: discord.Interaction, button: ui.Button["Buttons"]) -> None:
        button.label = f"Counted {int((button.label or '').split()[-1]) + 1 if button.label != 'Count' else 1}"
        await interaction.response.edit_message(view=self)

    @ui.button(label="Ask", style=discord.ButtonStyle.success, custom_id="ask")
    async def ask(self, interaction: discord.Interaction, _: ui.Button["Buttons"]) -> None:
        await interaction.response.send_modal(Form())

    @ui.button(label="Say nothing", style=discord.ButtonStyle.danger, custom_id="nothing")
    async def nothing(self, interaction: discord.Interaction, _: ui.Button["Buttons"]) -> None:
        await asyncio.sleep(0)

    @ui.button(label="Off", disabled=True, custom_id="off")
    async def off(self, interaction: discord.Interaction, _: ui.Button["Buttons"]) -> None:
        raise AssertionError("a disabled button was pressed")

    @ui.select(
        custom_id="flavour",
        placeholder="Which flavour?",
        options=[discord.SelectOption(label=name, value=name) for name in ("lime", "plum")],
    )
    async def flavour(self, interaction: discord.Interaction, select: ui.Select["Buttons"]) -> None:
        await interaction.response.send_message(f"You chose {select.values[0]}", ephemeral=True)


class Layout(ui.LayoutView):
    def __init__(self, name: str) -> None:
        super().__init__(timeout=None)
        section: ui.Section[Layout] = ui.Section(
            "## A section", "with **two** texts", accessory=ui.Thumbnail(f"attachment://{name}", description="Green")
        )
        gallery: ui.MediaGallery[Layout] = ui.MediaGallery(
            discord.MediaGalleryItem(f"attachment://{name}", description="A green field")
        )
        row: ui.ActionRow[Layout] = ui.ActionRow(
            ui.Button(label="Again", custom_id="again"), ui.Button(label="Read", url="https://example.com/")
        )
        self.add_item(ui.Container(section, ui.Separator(), gallery, row, accent_colour=0x3BA55D))


def picture() -> discord.File:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 360), (46, 125, 80)).save(buffer, "PNG")
    buffer.seek(0)
    return discord.File(buffer, "field.png")


@bot.tree.command(description="Says something back, with markdown")
@app_commands.describe(text="What to say", times="How often", loud="In capitals", to="To whom", place="Where")
async def echo(
    interaction: discord.Interaction,
    text: app_commands.Range[str, 1, 200],
    times: app_commands.Range[int, 1, 3] = 1,
    loud: bool = False,
    to: discord.User | None = None,
    place: discord.TextChannel | None = None,
) -> None:
    words = " ".join([text.upper() if loud else text] * times)
    where = f" in {place.mention}" if place else ""
    await interaction.response.send_message(f"{to.mention if to else ''} {words}{where}".strip())


@bot.tree.command(description="Paints in a colour")
@app_commands.describe(colour="Which colour", picture="What to paint")
async def paint(interaction: discord.Interaction, colour: str, picture: discord.Attachment | None = None) -> None:
    embed = discord.Embed(title="Painted", description=f"in {colour}", colour=0xE67E22)
    embed.add_field(name="Size", value=str(picture.size) if picture else "none", inline=True)
    embed.set_footer(text="A footer")
    await interaction.response.send_message(embed=embed)


@paint.autocomplete("colour")
async def colours(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    names = ("Crimson", "Cyan", "Teal")
    return [app_commands.Choice(name=name, value=name.lower()) for name in names if typed.lower() in name.lower()]


@bot.tree.command(description="Shows buttons")
async def buttons(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Press one", view=Buttons(timeout=None))


@bot.tree.command(description="Shows a layout")
async def layout(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=Layout("field.png"), file=picture())


@bot.tree.command(description="Tells you a secret")
async def secret(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("It is 42", ephemeral=True)


@bot.tree.command(description="Thinks for a moment")
async def think(interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content="Thought")


@bot.tree.command(description="Never answers")
async def silent(interaction: discord.Interaction) -> None:
    await asyncio.sleep(0)


@bot.tree.command(description="Ends the bot with an error")
async def crash(interaction: discord.Interaction) -> None:
    print("it was told to crash", flush=True)
    os._exit(3)


@bot.tree.context_menu(name="Quote this")
async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"> {message.author.mention} wrote that")


bot.run(os.environ["DISCORD_TOKEN"])
