"""All that the local Discord knows, and who is told when it changes."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.clock import Clock
from sandbox.discord.attachments import Attachment, Signer
from sandbox.discord.ids import Snowflakes
from sandbox.discord.people import Application, User
from sandbox.discord.places import Channel, Guild
from sandbox.discord.rates import Rates
from sandbox.discord.sessions import Sessions
from sandbox.discord.signal import Signal
from sandbox.discord.store import Store
from sandbox.discord.use import Use
from sandbox.faults import Faults

T = TypeVar("T")
Event = tuple[str, Any]
MIB = 1 << 20
TIER_LIMITS = {2: 50 * MIB, 3: 100 * MIB}
MOST_RECORDS, MOST_EVENTS = 50_000, 10_000


@dataclass(frozen=True, slots=True)
class Record:
    """One request as it was answered; `status` is 0 where the connection broke instead."""

    method: str
    path: str
    place: str | None
    status: int
    at: float


class State:
    """The state of one local Discord. The attributes up to `gateway_is_open` are settings, free to be changed."""

    def __init__(self, clock: Clock, faults: Faults, application: Application) -> None:
        self.rate_limits = True
        self.attachment_limit: int | None = None
        self.default_limit = 10 * MIB
        self.heartbeat_seconds = 41.25
        self.identify_seconds = 0.0
        self.max_concurrency = 1
        self.shards = 1
        self.nonce_seconds = 180.0
        self.gateway_is_open = True

        self.clock, self.faults, self.application = clock, faults, application
        self.ids, self.store, self.signer = Snowflakes(clock), Store(), Signer(clock)
        self.sessions, self.rates = Sessions(clock), Rates(clock)
        self.users: dict[int, User] = {user.id: user for user in (application.user, application.owner)}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.uses: dict[str, Use] = {}
        self.unanswered: deque[Use] = deque()
        self.nonces: dict[tuple[int, str], tuple[float, int, int]] = {}
        self.requests: deque[Record] = deque(maxlen=MOST_RECORDS)
        self.unknown_routes: deque[Record] = deque(maxlen=1000)
        self.counts: Counter[tuple[str | None, int]] = Counter()
        self.identifies = 0
        self._identified: dict[int, float] = {}
        self._signal = Signal()
        self._readers: set[asyncio.Queue[Event]] = set()

    @property
    def bot(self) -> User:
        return self.application.user

    @property
    def connected(self) -> bool:
        """Whether the bot is there with all its shards."""
        return self.sessions.complete

    def bot_sees(self, channel: Channel) -> bool:
        return channel.may(self.bot, "VIEW_CHANNEL")

    def limit_at(self, channel: Channel) -> int:
        """Bytes of one file that the bot may send there with its own token."""
        tier = channel.guild.premium_tier if channel.guild and channel.guild.has_bot else 0
        return max(self.default_limit, TIER_LIMITS.get(tier, 0))

    def interaction_limit(self, channel: Channel) -> int:
        """`attachment_size_limit`: also the member's own plan counts, for which `attachment_limit` stands."""
        return self.limit_at(channel) if self.attachment_limit is None else self.attachment_limit

    def may_identify(self, shard_id: int) -> bool:
        """One IDENTIFY per bucket and window; the window is off unless `identify_seconds` says otherwise."""
        bucket, now = shard_id % self.max_concurrency, self.clock.time()
        if now - self._identified.get(bucket, float("-inf")) < self.identify_seconds:
            return False
        self._identified[bucket] = now
        self.identifies += 1
        return True

    def dm_with(self, user: User) -> Channel:
        """The bot's direct channel with this user, made when it is first needed."""
        number = user.id + 1
        if number not in self.channels:
            self.channels[number] = Channel(number, 1, f"dm-{user.name}", people=[user])
        return self.channels[number]

    def record(self, record: Record) -> None:
        self.requests.append(record)
        self.counts[record.place, record.status] += 1

    def changed(self) -> None:
        self._signal.fire()

    def publish(self, event: str, payload: Any) -> None:
        """Tell every subscriber; one that does not read finds a single `world` event that says: read all anew."""
        for queue in self._readers:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(("world", None))
            queue.put_nowait((event, payload))
        self.changed()

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[asyncio.Queue[Event]]:
        """A queue of what happens: message_create, message_update, message_delete (Message), interaction (Use),
        commands (list), typing (dict), world (None: anything else may have changed)."""
        queue: asyncio.Queue[Event] = asyncio.Queue(MOST_EVENTS)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    def until(self, condition: Callable[[], T], timeout: float = 30.0) -> Coroutine[Any, Any, T]:
        """What the condition returns once it is true, looked at after each change; `timeout` in real seconds."""
        return self._signal.until(condition, timeout)
