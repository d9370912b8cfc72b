"""The people and places that a local Discord begins with; their ids are the same every time."""

from collections.abc import Sequence

from sandbox.discord import permissions
from sandbox.discord.ids import snowflake_at
from sandbox.discord.people import Application, Membership, Role, User, everyone_role
from sandbox.discord.places import DIRECT, TEXT, THREAD, Channel, Guild
from sandbox.discord.state import State

FIRST_SECOND = 1_704_067_200
"""2024-01-01, when everything here is said to have been made."""
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMA.sandbox.this-token-opens-nothing-but-the-local-sandbox"
NAMES = (("ada", "Ada"), ("ben", "Ben"), ("cleo", "Cleo"))
CHANNELS = ("films", "general", "quiet")
JOINED = "2024-01-01T00:00:00+00:00"


class Fixed:
    """Ids for what is there from the beginning. Their distances differ, so that guilds fall to different shards."""

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> int:
        self._count += 1
        return snowflake_at(FIRST_SECOND) + (self._count * (self._count + 1) // 2 << 22)


def make_application(fixed: Fixed, token: str) -> Application:
    number = fixed.new()
    bot = User(number, "firstframe", "Firstframe", is_bot=True)
    return Application(number, "Firstframe", bot, token, User(fixed.new(), "operator", "Operator"))


def make_guild(state: State, number: int, name: str, *, has_bot: bool = True, tier: int = 0) -> Guild:
    guild = Guild(number, name, state.application.owner, tier)
    guild.roles[number] = everyone_role(number)
    join(guild, state.application.owner)
    if has_bot:
        guild.bot = state.bot
        role = Role(number + 1, state.bot.display, permissions.BOT, 1, state.bot.id)
        guild.roles[role.id] = role
        join(guild, state.bot).roles.add(role.id)
    state.guilds[number] = guild
    return guild


def join(guild: Guild, user: User) -> Membership:
    guild.members[user.id] = Membership(user, JOINED)
    return guild.members[user.id]


def make_channel(
    state: State, number: int, name: str, guild: Guild, parent: Channel | None = None, kind: int = TEXT
) -> Channel:
    """A channel of the guild's own, or a thread of its parent."""
    channel = Channel(number, kind if parent is None else THREAD, name, guild, parent, position=len(guild.channels))
    if parent is not None:
        channel.people.append(guild.owner)
    state.channels[number] = guild.channels[number] = channel
    return channel


def make_private(state: State, number: int, kind: int, people: Sequence[User]) -> Channel:
    """A channel between people, in which the bot is not."""
    name = "-".join(user.name for user in people)
    state.channels[number] = Channel(
        number, kind, name, people=list(people), has_bot=kind == DIRECT and len(people) == 1
    )
    return state.channels[number]
