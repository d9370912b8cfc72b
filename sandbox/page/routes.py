"""The page on the server of the local Discord, all of it below /page/."""

from pathlib import Path

from aiohttp import web

from sandbox.page import views
from sandbox.page.acts import Acts
from sandbox.page.guard import Refused, answer_json, guarded
from sandbox.page.live import Live
from sandbox.page.strip import Strip
from sandbox.parts import Sandbox

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Page:
    """What a browser gets. Everything is checked by the guard first."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._acts = Acts(sandbox.world)
        self.strip = Strip(sandbox)
        self._live = Live(sandbox.world, self._acts.use_json, self.strip.json)

    def join(self, app: web.Application) -> None:
        router = app.router
        router.add_get("/", guarded(go_to_page))
        router.add_get("/page", guarded(go_to_page))
        router.add_get("/page/", guarded(answer_file))
        router.add_get("/page/state", guarded(self._answer_state))
        router.add_get("/page/messages", guarded(self._answer_messages))
        router.add_get("/page/socket", guarded(self._live.answer))
        router.add_post("/page/strip", guarded(self.strip.answer))
        for name, handler in self._acts.routes():
            router.add_post(f"/page/{name}", guarded(handler))
        router.add_get("/page/{name}", guarded(answer_file))
        app.on_shutdown.append(self._live.stop)

    async def _answer_state(self, request: web.Request) -> web.Response:
        world = self._sandbox.world
        now = {"strip": self.strip.json(), "now": world.clock.time()}
        return answer_json({"place": views.place_json(world), **now})

    async def _answer_messages(self, request: web.Request) -> web.Response:
        world = self._sandbox.world
        viewer = views.viewer_of(world, request)
        channel = views.find_channel(world, viewer, request.query.get("channel"))
        messages = views.messages_json(world, viewer, channel, self._acts.dismissed)
        return answer_json({"messages": messages, "commands": views.commands_json(world, viewer, channel)})


async def go_to_page(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/page/"})


async def answer_file(request: web.Request) -> web.StreamResponse:
    """One file of the folder; a name with a slash does not come here."""
    path = STATIC / request.match_info.get("name", "index.html")
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        raise Refused(404, "There is no such file.")
    return web.FileResponse(path, headers={"Content-Type": f"{TYPES[path.suffix]}; charset=utf-8"})
