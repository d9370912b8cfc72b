"""The CDN: files of attachments, for whoever has an address whose signature still holds."""

from aiohttp import web

from sandbox.discord.rest.wire import Route
from sandbox.discord.state import State
from sandbox.transport import FILE

PREFIXES = ("", "/media")
FOLDERS = ("attachments", "ephemeral-attachments")
GONE = "This content is no longer available."


class Cdn:
    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        paths = [f"{prefix}/{folder}/{{channel}}/{{file}}/{{name}}" for prefix in PREFIXES for folder in FOLDERS]
        return [Route(method, path, self.serve, "discord.cdn", False) for path in paths for method in ("GET", "HEAD")]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        file = self._state.attachments.get(int(request.match_info["file"])) if self._is_signed(request) else None
        if file is None or file.filename != request.match_info["name"]:
            return web.Response(status=404, text=GONE)
        if request.path.startswith("/media/") and file.width is None:
            return web.Response(status=415, text="Unsupported media type")
        headers = {
            "Content-Type": file.content_type or "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{file.filename}"',
            "Access-Control-Allow-Origin": "*",
            "Cache-Control": "private, max-age=3600",
        }
        response = web.FileResponse(file.path, headers=headers)
        response[FILE] = file.path
        return response

    def _is_signed(self, request: web.Request) -> bool:
        signature = (request.query.get("ex", ""), request.query.get("is", ""), request.query.get("hm", ""))
        return self._state.signer.is_valid(request.path, *signature)
