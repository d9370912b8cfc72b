"""The gateway: one WebSocket per shard, spoken as Discord speaks it. Frames are plain text; clients take that
whatever compression they asked for."""

import asyncio
import json
import time
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from sandbox.discord.people import User
from sandbox.discord.sessions import KNOWN_INTENTS, PRIVILEGED, Session
from sandbox.discord.state import State

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, REQUEST_MEMBERS, INVALID, HELLO, ACK = (
    *(0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11),
)
IGNORED = (PRESENCE, VOICE, REQUEST_MEMBERS)
MOST_FRAMES, FRAMES_SECONDS = 120, 60.0
ACK_SECONDS = 0.05
"""Real ones. discord.py notes when it sent a heartbeat only afterwards, in another thread; an answer that is there
before makes it warn that it cannot keep up."""
GOODBYES = (1000, 1001)
"""With these a client ends its session, with any other code it may resume it."""


class Closed(Exception):
    """The server closes the connection with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """One WebSocket. Frames are queued, so that sending never waits for the client."""

    def __init__(self, world: State, ws: web.WebSocketResponse, request: web.Request) -> None:
        self._world, self._ws, self._request = world, ws, request
        self._frames: asyncio.Queue[str | Closed] = asyncio.Queue()
        self._session: Session | None = None
        self._since = time.monotonic()
        self._received = 0

    def send(self, frame: str) -> None:
        self._frames.put_nowait(frame)

    def say(self, op: int, data: Any = None) -> None:
        self.send(json.dumps({"op": op, "d": data}))

    def close(self, code: int, reason: str) -> None:
        """Close when everything before has been sent."""
        self._forget()
        self._frames.put_nowait(Closed(code, reason))

    def cut(self) -> None:
        """Break the connection without a word."""
        self._forget()
        if self._request.transport is not None:
            self._request.transport.abort()

    async def serve(self) -> None:
        self.say(HELLO, {"heartbeat_interval": int(self._world.heartbeat_seconds * 1000)})
        writer = asyncio.create_task(self._write())
        try:
            await self._read()
        finally:
            self._forget()
            writer.cancel()
            await asyncio.wait([writer])

    async def _write(self) -> None:
        while isinstance(frame := await self._frames.get(), str):
            try:
                await self._ws.send_str(frame)
            except ConnectionError:
                return
        await self._ws.close(code=frame.code, message=frame.reason.encode())

    async def _read(self) -> None:
        patience = self._world.heartbeat_seconds * 2
        while not self._ws.closed:
            try:
                message = await self._ws.receive(timeout=patience)
                if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                    break
                self._take(message)
            except TimeoutError:
                await self._ws.close(code=4009, message=b"Session timed out.")
            except Closed as closed:
                self._forget()
                await self._ws.close(code=closed.code, message=closed.reason.encode())
        self._end_if_left()

    def _end_if_left(self) -> None:
        """The code counts only where the client closed; after our own close it may echo anything."""
        if self._session is not None and self._session.line is self and self._ws.close_code in GOODBYES:
            self._world.sessions.end(self._session)
            self._world.changed()

    def _take(self, message: WSMessage) -> None:
        self._count()
        try:
            frame = json.loads(message.data)
            op, data = frame["op"], frame.get("d")
        except (ValueError, TypeError, KeyError) as error:
            raise Closed(4002, "Error while decoding payload.") from error
        if op == HEARTBEAT:
            asyncio.get_running_loop().call_later(ACK_SECONDS, self.say, ACK)
        elif op == IDENTIFY:
            self._identify(data)
        elif op == RESUME:
            self._resume(data)
        elif op not in IGNORED:
            raise Closed(4001, "Unknown opcode.")
        elif self._session is None:
            raise Closed(4003, "Not authenticated.")

    def _count(self) -> None:
        now = time.monotonic()
        if now - self._since > FRAMES_SECONDS:
            self._since, self._received = now, 0
        self._received += 1
        if self._received > MOST_FRAMES:
            raise Closed(4008, "Rate limited.")

    def _identify(self, data: Any) -> None:
        if self._session is not None:
            raise Closed(4005, "Already authenticated.")
        if not isinstance(data, dict):
            raise Closed(4002, "Error while decoding payload.")
        self._check_token(data)
        shard = read_shard(data.get("shard", [0, 1]))
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            raise Closed(4013, "Invalid intent(s).")
        if intents & PRIVILEGED & ~self._world.application.privileged_intents:
            raise Closed(4014, "Disallowed intent(s).")
        if not self._world.may_identify(shard[0]):
            self.say(INVALID, False)
            return
        self._session = Session(intents, shard)
        self._attach(self._session)
        self._world.sessions.open(self._session)
        greet(self._world, self._session, self._request.host)
        self._world.changed()

    def _resume(self, data: Any) -> None:
        if self._session is not None:
            raise Closed(4005, "Already authenticated.")
        if not isinstance(data, dict) or not isinstance(data.get("seq"), int):
            raise Closed(4002, "Error while decoding payload.")
        self._check_token(data)
        session = self._world.sessions.get(data.get("session_id"))
        if session is None or data["seq"] > session.sequence:
            self.say(INVALID, False)
            return
        missed = session.missed(data["seq"])
        if missed is None:
            self.say(INVALID, False)
            return
        self._session = session
        for frame in missed:
            self.send(frame)
        self._attach(session)
        session.dispatch("RESUMED", "{}")
        self._world.changed()

    def _check_token(self, data: dict[str, Any]) -> None:
        if str(data.get("token")).removeprefix("Bot ") != self._world.application.token:
            raise Closed(4004, "Authentication failed.")

    def _attach(self, session: Session) -> None:
        session.line, session.lost_at = self, None

    def _forget(self) -> None:
        if self._session is not None and self._session.line is self:
            self._world.sessions.lose(self._session)
            self._world.changed()


def read_shard(value: Any) -> tuple[int, int]:
    match value:
        case [int(number), int(count)] if 0 <= number < count:
            return number, count
    raise Closed(4010, "Invalid shard.")


def greet(world: State, session: Session, host: str) -> None:
    """READY, then each guild of this shard."""
    guilds = [guild for guild in world.guilds.values() if guild.has_bot and session.holds(guild.id)]
    application, bot = world.application, world.bot
    ready = {
        "v": 10,
        "user": own_json(bot),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "resume_gateway_url": f"ws://{host}/gateway",
        "shard": list(session.shard),
        "application": {"id": str(application.id), "flags": 0},
    }
    session.dispatch("READY", json.dumps(ready))
    if session.intents & 1:
        for guild in guilds:
            session.dispatch("GUILD_CREATE", json.dumps(guild.json()))


def own_json(bot: User) -> dict[str, Any]:
    return bot.json() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0}
