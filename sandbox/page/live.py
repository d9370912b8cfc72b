"""The WebSocket of the page: everything that happens, as the member sees it who looks."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from aiohttp import web

from sandbox.discord.member import Member
from sandbox.discord.messages import Message
from sandbox.discord.state import Event
from sandbox.discord.use import Use
from sandbox.discord.world import World
from sandbox.page import views

LOOK_SECONDS = 0.25
"""How often a viewer is told of what no event announces: a use that ran out of time, a counter, the bot's end."""
HEARTBEAT_SECONDS = 20.0
WORD_BYTES = 1024


class Viewer:
    """One open page. `uses` are those its member waits for, with the state it was told last."""

    def __init__(self, world: World, member: Member, show_use: Callable[[Use], Any]) -> None:
        self._world = world
        self._member = member
        self._show_use = show_use
        self._uses: WeakKeyDictionary[Use, str] = WeakKeyDictionary()

    def words(self, kind: str, payload: Any) -> list[dict[str, Any]]:
        """What this page is told of one event of the world."""
        match kind, payload:
            case (("message_create" | "message_update"), Message()):
                return self._of_message(payload)
            case (("message_delete" | "dismissed"), Message()):
                gone = {"type": "message_gone", "id": str(payload.id), "channel_id": str(payload.channel_id)}
                return [gone] if payload.ephemeral_for in (None, self._member.user) else []
            case "interaction", Use() if payload.user is self._member.user and views.is_told(payload):
                self._uses.setdefault(payload, "")
                return []
            case "commands", _:
                return [{"type": "commands"}]
            case "world", _:
                return [{"type": "refresh"}]
        return []

    def _of_message(self, message: Message) -> list[dict[str, Any]]:
        channel = self._world.channels.get(message.channel_id)
        if (
            channel is None
            or not views.sees(self._member.user, channel)
            or not message.is_visible_to(self._member.user)
        ):
            return []
        return [{"type": "message", "message": message.json(self._member.user)}]

    def progress(self) -> list[dict[str, Any]]:
        """The uses whose state has changed since the last time."""
        words = []
        for use, told in list(self._uses.items()):
            if use.state == told:
                continue
            self._uses[use] = use.state
            words.append({"type": "use", "use": self._show_use(use)})
        return words


class Live:
    """All open pages."""

    def __init__(self, world: World, show_use: Callable[[Use], Any], show_strip: Callable[[], Any]) -> None:
        self._world = world
        self._show_use = show_use
        self._show_strip = show_strip
        self._open: WeakSet[web.WebSocketResponse] = WeakSet()

    async def answer(self, request: web.Request) -> web.WebSocketResponse:
        member = views.viewer_of(self._world, request)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=WORD_BYTES)
        await socket.prepare(request)
        self._open.add(socket)
        async with self._world.subscribe() as events:
            telling = asyncio.create_task(self._tell(socket, events, member))
            try:
                async for _ in socket:
                    pass  # the page has nothing to say here
            finally:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)
        return socket

    async def stop(self, _: web.Application) -> None:
        for socket in list(self._open):
            await socket.close(code=1001)

    async def _tell(self, socket: web.WebSocketResponse, events: asyncio.Queue[Event], member: Member) -> None:
        viewer = Viewer(self._world, member, self._show_use)
        shown: Any = None
        hello = {"type": "hello", "now": self._world.clock.time(), "me": member.name}
        with contextlib.suppress(ConnectionError):
            await socket.send_str(json.dumps(hello))
            while not socket.closed:
                words = await next_words(events, viewer)
                strip = self._show_strip()
                if strip != shown:
                    shown = strip
                    words.append({"type": "strip", "strip": strip, "now": self._world.clock.time()})
                for word in words:
                    await socket.send_str(json.dumps(word))


async def next_words(events: asyncio.Queue[Event], viewer: Viewer) -> list[dict[str, Any]]:
    """What is to be told by the next event, or by the passing of time alone."""
    words = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LOOK_SECONDS):
            words = viewer.words(*await events.get())
    return words + viewer.progress()
