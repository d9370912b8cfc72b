"""The local Discord as tests and the page handle it: people and places, and what a moderator does to them."""

from sandbox.clock import Clock
from sandbox.discord import scene
from sandbox.discord.attachments import Attachment
from sandbox.discord.errors import ClientRefusal
from sandbox.discord.member import Member
from sandbox.discord.messages import Message
from sandbox.discord.people import Role, User
from sandbox.discord.permissions import Overwrite, bits
from sandbox.discord.places import GROUP, TEXT, VOICE, Channel, Guild
from sandbox.discord.posting import withdraw
from sandbox.discord.sessions import GUILDS, MEMBERS
from sandbox.discord.state import State
from sandbox.faults import Faults


class World(State):
    """A guild with the channels films, general and quiet (no files there), the members ada, ben and cleo, and a
    second guild, `foreign`, in which only they have the app."""

    def __init__(self, clock: Clock | None = None, faults: Faults | None = None, token: str = scene.TOKEN) -> None:
        self._fixed = scene.Fixed()
        application = scene.make_application(self._fixed, token)
        super().__init__(clock or Clock(), faults or Faults(), application)
        self.members: dict[str, Member] = {}
        self.home = self.add_guild("Firstframe sandbox", channels=scene.CHANNELS)
        self.foreign = self.add_guild("Elsewhere", channels=("lounge",), has_bot=False)
        for name, display in scene.NAMES:
            self.add_member(name, display)
        self.deny("quiet", "ATTACH_FILES")

    def close(self) -> None:
        """Remove the files of this world."""
        self.store.close()

    # people and places

    def member(self, name: str) -> Member:
        return self.members[name]

    def add_member(self, name: str, display: str | None = None) -> Member:
        """Somebody new, in every guild."""
        user = User(self._fixed.new(), name, display or name.capitalize())
        self.users[user.id] = user
        for guild in self.guilds.values():
            scene.join(guild, user)
        self.members[name] = Member(self, user)
        return self.members[name]

    def add_guild(
        self, name: str, *, channels: tuple[str, ...] = ("general",), has_bot: bool = True, tier: int = 0
    ) -> Guild:
        guild = scene.make_guild(self, self._fixed.new(), name, has_bot=has_bot, tier=tier)
        for channel in channels:
            scene.make_channel(self, self._fixed.new(), channel, guild)
        for member in getattr(self, "members", {}).values():
            scene.join(guild, member.user)
        if has_bot:
            self.sessions.send("GUILD_CREATE", guild.json(), guild.id, GUILDS)
        return guild

    def add_channel(self, name: str, guild: Guild | None = None, *, is_voice: bool = False) -> Channel:
        kind = VOICE if is_voice else TEXT
        channel = scene.make_channel(self, self._fixed.new(), name, guild or self.home, kind=kind)
        self._tell(channel, "CHANNEL_CREATE")
        return channel

    def add_thread(self, parent: Channel | str, name: str) -> Channel:
        above = self.channel(parent)
        assert above.guild is not None
        thread = scene.make_channel(self, self._fixed.new(), name, above.guild, above)
        self._tell(thread, "THREAD_CREATE")
        return thread

    def channel(self, name: Channel | str | int) -> Channel:
        """A channel by its name in the first guild, or by its id."""
        if isinstance(name, Channel):
            return name
        if isinstance(name, int):
            return self.channels[name]
        wanted = name.removeprefix("#")
        return next(channel for channel in self.home.channels.values() if channel.name == wanted)

    def dm(self, member: Member | str) -> Channel:
        """The bot's direct channel with a member."""
        return self.dm_with(self._user(member))

    def private(self, *members: Member | str) -> Channel:
        """A group of people without the bot, in which they use it from their own accounts."""
        return scene.make_private(self, self._fixed.new(), GROUP, [self._user(member) for member in members])

    def messages(self, channel: Channel | str | int, viewer: Member | User | str | None = None) -> list[Message]:
        """What this viewer sees in a channel, oldest first; with no viewer, what everybody sees."""
        user = self._user(viewer) if viewer is not None else None
        return [message for message in self.channel(channel).messages.values() if message.is_visible_to(user)]

    def file(self, attachment: Attachment) -> bytes:
        return attachment.path.read_bytes()

    # what a moderator does

    def deny(self, channel: Channel | str, *names: str, member: Member | str | None = None) -> None:
        """Take permissions away in one channel, from the bot or from a member."""
        overwrite = self._overwrite(channel, member)
        overwrite.deny |= bits(names)
        overwrite.allow &= ~bits(names)
        self._tell(self.channel(channel), "CHANNEL_UPDATE")

    def allow(self, channel: Channel | str, *names: str, member: Member | str | None = None) -> None:
        """Give permissions in one channel, also those denied before."""
        overwrite = self._overwrite(channel, member)
        overwrite.allow |= bits(names)
        overwrite.deny &= ~bits(names)
        self._tell(self.channel(channel), "CHANNEL_UPDATE")

    def grant(self, member: Member | str, *names: str, guild: Guild | None = None) -> None:
        """A role with these permissions in the whole guild, such as MANAGE_GUILD."""
        place, user = guild or self.home, self._user(member)
        role = Role(self._fixed.new(), f"{user.name}-granted", bits(names), len(place.roles))
        place.roles[role.id] = role
        place.members[user.id].roles.add(role.id)
        self.sessions.send("GUILD_ROLE_CREATE", {"guild_id": str(place.id), "role": role.json()}, place.id, GUILDS)
        self.publish("world", None)

    def set_tier(self, tier: int, guild: Guild | None = None) -> None:
        """The boosts of a guild, which decide how large the bot's files may be."""
        changed = guild or self.home
        changed.premium_tier = tier
        self.sessions.send("GUILD_UPDATE", changed.json(), changed.id, GUILDS)
        self.publish("world", None)

    def close_dms(self, member: Member | str, *, closed: bool = True) -> None:
        self._user(member).takes_messages = not closed

    def delete_message(self, message: Message) -> None:
        withdraw(self, message)

    def delete_channel(self, channel: Channel | str) -> None:
        gone = self.channel(channel)
        if gone.guild is None:
            raise ClientRefusal("a direct channel cannot be deleted")
        gone.is_deleted = True
        self._tell(gone, "THREAD_DELETE" if gone.is_thread else "CHANNEL_DELETE")
        for thread in [each for each in gone.guild.channels.values() if each.parent is gone]:
            self.delete_channel(thread)
        for message in list(gone.messages.values()):
            message.deleted = True
        del self.channels[gone.id], gone.guild.channels[gone.id]

    def change_thread(self, thread: Channel, *, archived: bool = False, locked: bool = False) -> None:
        thread.is_archived, thread.is_locked = archived, locked
        self._tell(thread, "THREAD_UPDATE")

    def kick_bot(self, guild: Guild | None = None) -> None:
        """The bot leaves a guild; what it wrote stays."""
        left = guild or self.home
        left.members.pop(self.bot.id, None)
        self.sessions.send("GUILD_DELETE", {"id": str(left.id)}, left.id, GUILDS)
        self.publish("world", None)

    def kick(self, member: Member | str, guild: Guild | None = None) -> None:
        user, left = self._user(member), guild or self.home
        left.members.pop(user.id, None)
        self.sessions.send("GUILD_MEMBER_REMOVE", {"guild_id": str(left.id), "user": user.json()}, left.id, MEMBERS)
        self.publish("world", None)

    # what happens to the gateway

    def drop_gateway(self, *, resume: bool = True, abrupt: bool = False, code: int = 4000) -> None:
        """Break every connection. Without `resume` the sessions are gone too; `abrupt` sends no close frame."""
        for session in self.sessions:
            line = session.line
            if line is not None:
                line.cut() if abrupt else line.close(code, "Dropped.")
            if not resume:
                self.sessions.end(session)
        self.changed()

    def ask_reconnect(self) -> None:
        """Ask every shard to connect anew, as Discord does before it restarts a server (op 7)."""
        for session in self.sessions:
            if session.line is not None:
                session.line.send('{"op":7,"d":null}')

    def _user(self, member: Member | User | str) -> User:
        if isinstance(member, str):
            return self.members[member].user
        return member if isinstance(member, User) else member.user

    def _overwrite(self, channel: Channel | str, member: Member | str | None) -> Overwrite:
        user = self.bot if member is None else self._user(member)
        return self.channel(channel).overwrites.setdefault(user.id, Overwrite(user.id, 1))

    def _tell(self, channel: Channel, event: str) -> None:
        if channel.guild is not None and channel.guild.has_bot:
            self.sessions.send(event, channel.json(), channel.guild.id, GUILDS)
        self.publish("world", None)
