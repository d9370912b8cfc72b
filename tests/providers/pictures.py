"""A picture to begin with, and where it can be fetched."""

import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from PIL import Image

from sandbox.providers.serving import serve


def draw() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 360), "teal").save(file, "PNG")
    return file.getvalue()


PNG = draw()


def data_uri(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


@asynccontextmanager
async def serving_picture() -> AsyncIterator[str]:
    """Its address, signed like one of Discord's."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="image/png")

    app = web.Application()
    app.router.add_get("/attachments/fox.png", answer)
    async with serve(app) as url:
        yield f"{url}/attachments/fox.png?ex=1&is=2&hm=3"
