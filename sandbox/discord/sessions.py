"""Gateway sessions: what a shard has been sent, so that it can be sent again after a break."""

import json
import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.clock import Clock

GUILDS, MEMBERS, GUILD_MESSAGES, GUILD_TYPING = 1 << 0, 1 << 1, 1 << 9, 1 << 11
DIRECT_MESSAGES, DIRECT_TYPING, MESSAGE_CONTENT = 1 << 12, 1 << 14, 1 << 15
PRIVILEGED = MEMBERS | 1 << 8 | MESSAGE_CONTENT
KNOWN_INTENTS = (1 << 26) - 1
REPLAY = 500
SESSION_SECONDS = 180.0


class Line(Protocol):
    """Where frames go: one WebSocket connection."""

    def send(self, frame: str) -> None: ...

    def close(self, code: int, reason: str) -> None: ...

    def cut(self) -> None: ...


@dataclass(eq=False)
class Session:
    """One shard of one process."""

    intents: int
    shard: tuple[int, int]
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    line: Line | None = None
    lost_at: float | None = None
    _sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY), repr=False)

    def holds(self, guild_id: int | None) -> bool:
        """Discord's sharding formula; direct messages go to shard 0."""
        number, count = self.shard
        return ((guild_id or 0) >> 22) % count == number

    def dispatch(self, event: str, text: str) -> None:
        """Send an event whose data is this JSON, now or when the shard is back."""
        self.sequence += 1
        frame = f'{{"op":0,"t":"{event}","s":{self.sequence},"d":{text}}}'
        self._sent.append((self.sequence, frame))
        if self.line is not None:
            self.line.send(frame)

    def missed(self, sequence: int) -> list[str] | None:
        """What was sent after this sequence number, None if that is no longer known."""
        oldest = self._sent[0][0] if self._sent else self.sequence + 1
        if sequence < oldest - 1:
            return None
        return [frame for number, frame in self._sent if number > sequence]


class Sessions:
    """All sessions, connected or lost not too long ago."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[str, Session] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._by_id.values()))

    def open(self, session: Session) -> None:
        self._drop_old()
        self._by_id[session.id] = session

    def get(self, session_id: object) -> Session | None:
        self._drop_old()
        return self._by_id.get(session_id) if isinstance(session_id, str) else None

    def lose(self, session: Session) -> None:
        """The connection is gone, the session may be resumed."""
        session.line = None
        session.lost_at = self._clock.time()

    def end(self, session: Session) -> None:
        session.line = None
        self._by_id.pop(session.id, None)

    def wanting(self, guild_id: int | None, intent: int = 0) -> list[Session]:
        """The sessions of this guild's shard that asked for such events."""
        return [each for each in self._by_id.values() if each.holds(guild_id) and each.intents & intent == intent]

    def send(self, event: str, data: Any, guild_id: int | None, intent: int = 0) -> None:
        wanting = self.wanting(guild_id, intent)
        text = json.dumps(data) if wanting else ""
        for session in wanting:
            session.dispatch(event, text)

    @property
    def complete(self) -> bool:
        """Whether every shard of some process count is connected."""
        connected = [session.shard for session in self._by_id.values() if session.line is not None]
        return any({number for number, of in connected if of == count} == set(range(count)) for _, count in connected)

    def _drop_old(self) -> None:
        limit = self._clock.time() - SESSION_SECONDS
        for session in [each for each in self._by_id.values() if each.lost_at is not None and each.lost_at < limit]:
            del self._by_id[session.id]
