"""Answering interactions by plain HTTP."""

from typing import Any

from sandbox.discord import Use, World
from tests.sandbox_discord.bodies import Body, form
from tests.sandbox_discord.rest import Rest

EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = range(4, 10)


class Answers:
    """What the bot says to one interaction."""

    def __init__(self, world: World, rest: Rest, use: Use) -> None:
        self._world, self._rest, self.use = world, rest, use

    async def callback(self, kind: int, data: Body | None = None) -> tuple[int, Any]:
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self._rest("POST", self._callback_path, body)

    async def callback_with_file(self, file: bytes, **data: Any) -> tuple[int, Any]:
        files = form({"a.mp4": file}, type=MESSAGE, data=data)
        return await self._rest("POST", self._callback_path, data=files)

    @property
    def _callback_path(self) -> str:
        return f"/interactions/{self.use.id}/{self.use.token}/callback?with_response=1"

    async def hook(self, method: str, body: Body | None = None, message: str = "@original") -> tuple[int, Any]:
        path = f"/webhooks/{self._world.application.id}/{self.use.token}"
        return await self._rest(method, path if method == "POST" else f"{path}/messages/{message}", body)


async def put_commands(world: World, rest: Rest) -> None:
    typed = {"name": "model", "description": "Which", "type": 3, "autocomplete": True}
    image = {"name": "image", "description": "A picture", "type": 11}
    command = {"name": "go", "description": "Go", "options": [typed, image]} | EVERYWHERE
    menu = {"name": "Animate", "type": 3} | EVERYWHERE
    path = f"/applications/{world.application.id}/commands"
    assert (await rest("PUT", path, [command, menu]))[0] == 200
