"""The API as any client may call it."""

from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass
class Rest:
    """The API as any client may call it: the status, and the JSON of the answer."""

    session: aiohttp.ClientSession
    api_url: str

    async def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        if body is not None:
            options["json"] = body
        async with self.session.request(method, self.api_url + path, **options) as response:
            is_json = response.headers.get("Content-Type") == "application/json"
            return response.status, await (response.json() if is_json else response.text())
