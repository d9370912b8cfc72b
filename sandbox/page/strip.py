"""The strip beside the channel: the bot as a process, speed, troubles, counters."""

from typing import Any

from aiohttp import web

from sandbox.keeper import Keeper
from sandbox.page import forms
from sandbox.page.guard import Refused, answer_json
from sandbox.page.mischief import Mischief
from sandbox.page.speeds import NAMES, set_speed, speed_json
from sandbox.page.troubles import Shot, Switch
from sandbox.parts import Sandbox


class Strip:
    """`keeper` is None where nobody keeps a bot here: in tests, or when it is run by hand."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.keeper: Keeper | None = None
        self._mischief = Mischief(sandbox)

    def json(self) -> dict[str, Any]:
        return {
            "bot": self._bot(),
            "speed": speed_json(self._sandbox),
            "counters": self._counters(),
            "active": self._mischief.active(),
            "groups": [group.json() for group in self._mischief.groups],
        }

    async def answer(self, request: web.Request) -> web.Response:
        payload = await forms.read_json(request)
        await self._act(forms.text(payload, "action"), payload.get("value"))
        return answer_json({})

    async def _act(self, action: str, value: Any) -> None:
        match action, value:
            case "speed", str() if value in NAMES:
                set_speed(self._sandbox, value)
            case "fault", str():
                self._shoot(value)
            case "switch", {"id": str() as name, "on": bool() as on}:
                self._turn(name, on)
            case "clear", _:
                self._mischief.clear()
            case "start", _ if self.keeper is not None:
                await self.keeper.start()
            case "kill", _ if self.keeper is not None:
                self.keeper.kill()
            case _:
                raise Refused(400, "The strip cannot do that.")

    def _shoot(self, name: str) -> None:
        entry = self._mischief.find(name)
        if not isinstance(entry, Shot):
            raise Refused(404, "There is no such trouble.")
        entry.act()

    def _turn(self, name: str, on: bool) -> None:
        entry = self._mischief.find(name)
        if not isinstance(entry, Switch):
            raise Refused(404, "There is no such switch.")
        entry.turn(on)

    def _bot(self) -> dict[str, Any]:
        keeper = self.keeper
        if keeper is None:
            online = self._sandbox.world.connected
            text = "Connected, run from elsewhere" if online else "Waiting for a bot to log in"
            return {"state": "running" if online else "none", "text": text, "managed": False, "lines": []}
        condition = keeper.condition
        return {
            "state": condition,
            "text": keeper.sentence(),
            "managed": True,
            "can_kill": condition in ("starting", "running", "offline"),
            "can_start": condition in ("none", "ended", "killed"),
            "lines": keeper.tail(),
        }

    def _counters(self) -> list[dict[str, Any]]:
        submits = [*self._sandbox.wavespeed.submits, *self._sandbox.novita.submits]
        return [
            {"id": "submits", "label": "submitted", "value": len(submits)},
            {"id": "billed", "label": "billed", "value": sum(submit.billed for submit in submits)},
            {"id": "posts", "label": "posted", "value": count_films(self._sandbox)},
        ]


def count_films(sandbox: Sandbox) -> int:
    """Messages of the bot that carry an MP4."""
    world = sandbox.world
    messages = [message for channel in world.channels.values() for message in channel.messages.values()]
    own = [message for message in messages if message.author is world.bot]
    return sum(any(file.content_type == "video/mp4" for file in message.files) for message in own)
