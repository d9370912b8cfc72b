"""Bodies as bots send them."""

import json
from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image

from sandbox.discord import Upload
from sandbox.discord.messages import COMPONENTS_V2
from sandbox.discord.places import Channel
from tests.sandbox_discord.rest import Rest

Body = dict[str, Any]


def path_of(channel: Channel, message: Body | None = None) -> str:
    return f"/channels/{channel.id}/messages" + (f"/{message['id']}" if message else "")


async def send(rest: Rest, channel: Channel, **body: Any) -> Body:
    status, message = await rest("POST", path_of(channel), body)
    assert status == 200, message
    assert isinstance(message, dict)
    return message


def codes(errors: Any) -> set[str]:
    """All codes in a tree of errors."""
    if isinstance(errors, list):
        return {error["code"] for error in errors}
    return set().union(*(codes(inner) for inner in errors.values())) if errors else set()


def form(files: dict[str, bytes], **body: Any) -> aiohttp.FormData:
    data = aiohttp.FormData(quote_fields=False)
    data.add_field("payload_json", json.dumps(body))
    for index, (name, content) in enumerate(files.items()):
        data.add_field(f"files[{index}]", content, filename=name, content_type="application/octet-stream")
    return data


def embed(**parts: Any) -> Body:
    return {"embeds": [parts]}


def row(*components: Body) -> Body:
    return {"content": "x", "components": [{"type": 1, "components": list(components)}]}


def button(**parts: Any) -> Body:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | parts


def select(**parts: Any) -> Body:
    return {"type": 3, "custom_id": "pick", "options": [{"label": "a", "value": "a"}]} | parts


def v2(*components: Body, **parts: Any) -> Body:
    return {"flags": COMPONENTS_V2, "components": list(components)} | parts


def text(content: str = "x") -> Body:
    return {"type": 10, "content": content}


def many(count: int) -> list[Body]:
    return [{"name": "n", "value": "v"}] * count


def picture(width: int = 40, height: int = 30) -> Upload:
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return Upload("a frame.png", file.getvalue(), "image/png")
