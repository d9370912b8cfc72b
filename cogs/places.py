"""The place of an interaction: may the bot post there, and how much?"""

import discord

from domain.errors import CannotPostHere
from domain.orders import Place

RIGHTS = ("view_channel", "send_messages", "attach_files", "read_message_history")
"""The last one to answer the card, and to find a post again whose sending was in doubt."""
THREAD_RIGHTS = ("view_channel", "send_messages_in_threads", "attach_files", "read_message_history")
VOICE_RIGHTS = (*RIGHTS, "connect")
"""Without *Connect* Discord shows no messages of a voice channel."""
INVITED_RIGHTS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    embed_links=True,
    read_message_history=True,
)
"""What the invite link asks for, and no more."""


def place_of(interaction: discord.Interaction) -> Place:
    """Raises CannotPostHere where the video could not be posted later. Nothing is paid before this is known."""
    postable = is_postable(interaction)
    missing = _missing(interaction, postable)
    if missing:
        raise CannotPostHere(missing)
    return Place(
        channel_id=interaction.channel_id or 0,
        guild_id=interaction.guild_id,
        postable=postable,
        upload_limit=interaction.filesize_limit,
        application_id=interaction.application_id,
        interaction_id=interaction.id,
        interaction_token=interaction.token,
        interaction_at=interaction.created_at,
        locale=str(interaction.locale),
    )


def is_postable(interaction: discord.Interaction) -> bool:
    """Whether the bot itself is there: in a server it was added to, or in its own conversation with the member. An app
    may have been added to a server without its bot."""
    if interaction.guild_id is not None:
        return interaction.is_guild_integration() and interaction.client.get_guild(interaction.guild_id) is not None
    return interaction.context.dm_channel


def _missing(interaction: discord.Interaction, postable: bool) -> tuple[str, ...]:
    if interaction.guild_id is None:
        return ()
    needed = _needed(interaction.channel) if postable else ("attach_files",)
    return tuple(right for right in needed if not getattr(interaction.app_permissions, right))


def _needed(channel: object) -> tuple[str, ...]:
    match channel:
        case discord.Thread():
            return THREAD_RIGHTS
        case discord.VoiceChannel() | discord.StageChannel():
            return VOICE_RIGHTS
        case _:
            return RIGHTS
