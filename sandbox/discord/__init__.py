"""A Discord on this machine: gateway, REST API and CDN, as strict as the real one in what a bot meets."""

from sandbox.discord.client import Upload
from sandbox.discord.errors import ClientRefusal, Unanswered
from sandbox.discord.member import Member
from sandbox.discord.messages import Message
from sandbox.discord.server import DiscordServer
from sandbox.discord.use import Use
from sandbox.discord.world import World

__all__ = ["ClientRefusal", "DiscordServer", "Member", "Message", "Unanswered", "Upload", "Use", "World"]
