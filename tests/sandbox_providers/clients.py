"""A customer of either service, as plain as can be, and pictures to send."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from PIL import Image

from sandbox.providers import Novita, Wavespeed
from sandbox.providers.serving import serve

PATHS = {"novita": "/v3/async/minimax-video-01", "wavespeed": "/api/v3/minimax/video-01"}
LOOKS = {"novita": "/v3/async/task-result?task_id={}", "wavespeed": "/api/v3/predictions/{}/result"}
ENDS = ("TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED", "completed", "failed", "cancelled", "timeout")
SOON = 20.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    json: Any


@dataclass(frozen=True)
class Client:
    service: Novita | Wavespeed
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, *, key: str | None = None, **options: Any) -> Answer:
        headers = {"Authorization": f"Bearer {key or self.service.key}"}
        url = self.service.url + path
        async with self.session.request(method, url, headers=headers, **options) as response:
            return Answer(response.status, dict(response.headers), await response.json())

    async def submit(self, path: str | None = None, **body: Any) -> Answer:
        return await self.ask("POST", path or PATHS[self.service.name], json=body)

    async def begin(self, **body: Any) -> str:
        """Submit something that is accepted, and give its task id."""
        answer = await self.submit(**({"prompt": "a fox in the snow"} | body))
        assert answer.status == 200, answer.json
        return str(answer.json["task_id"] if self.service.name == "novita" else answer.json["data"]["id"])

    async def look(self, task_id: str) -> Answer:
        return await self.ask("GET", LOOKS[self.service.name].format(task_id))

    async def status(self, task_id: str) -> str:
        return status_of((await self.look(task_id)).json)

    async def finish(self, task_id: str, seconds: float = 60.0) -> Any:
        """Let rendering time pass and give the answer that is an end."""
        self.service.clock.advance(seconds)
        end = asyncio.get_running_loop().time() + SOON
        while asyncio.get_running_loop().time() < end:
            answer = await self.look(task_id)
            if status_of(answer.json) in ENDS:
                return answer.json
            await asyncio.sleep(0.01)
        raise AssertionError(f"task {task_id} did not end")

    async def link(self, task_id: str) -> str:
        body = await self.finish(task_id)
        if self.service.name == "novita":
            return str(body["videos"][0]["video_url"])
        return str(body["data"]["outputs"][0])


def status_of(body: Any) -> str:
    return str(body["task"]["status"] if "task" in body else body["data"]["status"])


def picture(width: int = 640, height: int = 360, form: str = "PNG") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), (180, 40, 30)).save(drawn, form)
    return drawn.getvalue()


def data_uri(content: bytes, gap: str = "") -> str:
    return f"data:image/png;{gap}base64,{base64.b64encode(content).decode()}"


@asynccontextmanager
async def hosting(content: bytes, status: int = 200) -> AsyncIterator[str]:
    """The address of a picture on a host of its own."""

    async def give(_: web.Request) -> web.Response:
        return web.Response(body=content, status=status, content_type="image/png")

    app = web.Application()
    app.router.add_get("/frame.png", give)
    async with serve(app) as url:
        yield f"{url}/frame.png"


async def until(condition: Callable[[], object]) -> None:
    end = asyncio.get_running_loop().time() + SOON
    while not condition():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.01)
