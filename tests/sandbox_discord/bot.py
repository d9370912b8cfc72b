"""A small bot as discord.py makes them: what it does is what the local Discord must be able to answer."""

from io import BytesIO
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands


class Form(discord.ui.Modal, title="Change it"):
    prompt: discord.ui.Label[Any] = discord.ui.Label(
        text="Prompt", component=discord.ui.TextInput(custom_id="prompt", max_length=50, default="as before")
    )
    speed: discord.ui.Label[Any] = discord.ui.Label(
        text="Speed",
        component=discord.ui.Select(
            custom_id="speed", options=[discord.SelectOption(label=name) for name in ("slow", "fast")]
        ),
    )
    frame: discord.ui.Label[Any] = discord.ui.Label(
        text="Frame", component=discord.ui.FileUpload(custom_id="frame", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        prompt, speed, frame = self.prompt.component, self.speed.component, self.frame.component
        assert isinstance(prompt, discord.ui.TextInput)
        assert isinstance(speed, discord.ui.Select)
        assert isinstance(frame, discord.ui.FileUpload)
        sizes = [len(await file.read()) for file in frame.values]
        await interaction.response.send_message(f"{prompt.value} {speed.values} {sizes}", ephemeral=True)


class Buttons(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Change", custom_id="change")
    async def change(self, interaction: discord.Interaction[Any], button: Any) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Again", custom_id="again", style=discord.ButtonStyle.primary)
    async def again(self, interaction: discord.Interaction[Any], button: Any) -> None:
        await interaction.response.edit_message(content="pressed")

    @discord.ui.button(label="Quietly", custom_id="quietly")
    async def quietly(self, interaction: discord.Interaction[Any], button: Any) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="edited quietly")


class Card(discord.ui.LayoutView):
    def __init__(self, name: str) -> None:
        super().__init__(timeout=None)
        gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery(
            discord.MediaGalleryItem(f"attachment://{name}")
        )
        self.add_item(discord.ui.Container(discord.ui.TextDisplay("Done"), gallery))


class Bot(commands.AutoShardedBot):
    """`received` is what arrived by the gateway, by name of the event."""

    def __init__(self) -> None:
        super().__init__(
            commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._connection.guild_ready_timeout = 0.05
        self.received: list[str] = []
        self.attachment_sizes: list[int] = []
        self.held: list[discord.Interaction[Any]] = []
        self.resumed = 0

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        self.tree.add_command(choose)
        self.tree.add_command(video)
        self.tree.add_command(late)
        self.tree.add_command(card)
        self.tree.add_command(watch)
        await self.tree.sync()

    async def on_socket_event_type(self, event: str) -> None:
        self.received.append(event)

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.resumed += 1


def bot_of(interaction: discord.Interaction[Any]) -> Bot:
    assert isinstance(interaction.client, Bot)
    return interaction.client


@app_commands.command(description="Make a video")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(prompt="What happens", image="The first frame", model="Which model")
async def video(
    interaction: discord.Interaction[Any],
    prompt: app_commands.Range[str, 1, 200],
    image: discord.Attachment,
    model: str = "any",
) -> None:
    bot_of(interaction).attachment_sizes.append(len(await image.read()))
    await interaction.response.send_message(f"> {prompt} ({model}, {image.width}x{image.height})", view=Buttons())


@video.autocomplete("model")
async def models(interaction: discord.Interaction[Any], text: str) -> list[app_commands.Choice[str]]:
    names = ("minimax-01", "minimax-02", "other")
    return [app_commands.Choice(name=name, value=name) for name in names if name.startswith(text)]


@app_commands.command(description="Answer late, with a file")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def late(interaction: discord.Interaction[Any], size: int, private: bool = False) -> None:
    await interaction.response.defer(ephemeral=private)
    file = discord.File(BytesIO(b"x" * size), "clip.mp4")
    await interaction.edit_original_response(content="here", attachments=[file])


@app_commands.command(description="A card in Components V2")
async def card(interaction: discord.Interaction[Any]) -> None:
    embed = discord.Embed(title="Waiting").set_image(url="attachment://frame.png")
    await interaction.response.send_message(embed=embed, file=discord.File(BytesIO(b"png"), "frame.png"))
    await interaction.edit_original_response(
        content=None, embed=None, view=Card("clip.mp4"), attachments=[discord.File(BytesIO(b"mp4"), "clip.mp4")]
    )


@app_commands.command(description="Keep the interaction and do nothing")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def watch(interaction: discord.Interaction[Any]) -> None:
    bot_of(interaction).held.append(interaction)


@app_commands.context_menu(name="Animate")
async def choose(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.send_message(f"{len(message.attachments)} files", ephemeral=True)
