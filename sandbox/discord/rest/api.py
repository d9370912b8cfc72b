"""All routes of the API, and what every request goes through."""

from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Middleware

from sandbox.discord.errors import Refusal, not_found
from sandbox.discord.rest.callbacks import Callbacks
from sandbox.discord.rest.channels import Channels
from sandbox.discord.rest.commands import Commands
from sandbox.discord.rest.login import Login
from sandbox.discord.rest.webhooks import MESSAGE, Webhooks, place_of_message
from sandbox.discord.rest.wire import Handler, Route, check_token, refuse, show_bucket, too_many
from sandbox.discord.state import Record, State
from sandbox.faults import FAULT

BASE = "/api/v10"
JSON = "application/json"
ONE_SECOND = 1.0


class Api:
    """The routes by what they are found by; `middlewares` go from the socket inwards."""

    def __init__(self, state: State, others: Sequence[Route] = ()) -> None:
        self._state = state
        rooms = (Login(state), Commands(state), Channels(state), Callbacks(state), Webhooks(state))
        self._routes: dict[tuple[str, str], Route] = {}
        self._paths = [(BASE + route.path, route) for room in rooms for route in room.routes()]
        self._paths += [(route.path, route) for route in others]

    def add_to(self, app: web.Application) -> None:
        for path, route in self._paths:
            added = app.router.add_route(route.method, path, route.handler)
            assert added.resource is not None
            self._routes[route.method, added.resource.canonical] = route
        app.router.add_route("*", "/api/{unknown:.*}", self._unknown)

    def middlewares(self) -> list[Middleware]:
        return [self._recorder(), self._state.faults.middleware(self.place_of), self._gate()]

    def route_of(self, request: web.Request) -> Route | None:
        resource = request.match_info.route.resource
        return self._routes.get((request.method, resource.canonical)) if resource else None

    def place_of(self, request: web.Request) -> str | None:
        route = self.route_of(request)
        if route is not None and route.path == MESSAGE:
            return place_of_message(request)
        return route.place if route else None

    async def _unknown(self, request: web.Request) -> web.Response:
        at, path = self._state.clock.time(), request.path
        self._state.unknown_routes.append(Record(request.method, path, None, 404, at))
        return refuse(not_found())

    def _recorder(self) -> Middleware:
        """Notes every request of the API, and gives faults the content type that Discord's clients compare with."""

        @web.middleware
        async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
            place = self.place_of(request)
            if place is None and not request.path.startswith("/api/"):
                return await handler(request)
            response = None
            try:
                response = await handler(request)
                if response.content_type == JSON and not response.prepared:
                    response.headers["Content-Type"] = JSON
                return response
            finally:
                broken = response is None or request.transport is None or request.transport.is_closing()
                status = 0 if broken or response is None else response.status
                self._state.record(Record(request.method, shown_path(request), place, status, self._state.clock.time()))

        return record

    def _gate(self) -> Middleware:
        """The token, the rate limits, and Discord's words for a refusal."""

        @web.middleware
        async def pass_gate(request: web.Request, handler: Handler) -> web.StreamResponse:
            route = self.route_of(request)
            if route is None or not request.path.startswith("/api/"):
                return await handler(request)
            try:
                if route.needs_token:
                    check_token(self._state, request)
                self._raise_fault(request)
                return await self._limited(request, route, handler)
            except Refusal as refusal:
                return refuse(refusal)

        return pass_gate

    def _raise_fault(self, request: web.Request) -> None:
        """The fault `code` answers with an error of Discord: options status, code and message."""
        rule = request.get(FAULT)
        if rule is not None and rule.kind == "code":
            options = rule.options
            raise Refusal(options.get("status", 400), options["code"], options.get("message", "Refused"))

    async def _limited(self, request: web.Request, route: Route, handler: Handler) -> web.StreamResponse:
        rates, now = self._state.rates, self._state.clock.time()
        if not self._state.rate_limits:
            return await handler(request)
        if route.needs_token and not rates.everything.take(now, rates.limits.per_second, ONE_SECOND):
            return too_many(rates.everything, now, everything=True)
        if route.bucket is None:
            return await handler(request)
        kind, most = f"{route.method} {route.path}", rates.limits.messages
        bucket = rates.bucket(kind, request.match_info[route.bucket])
        if bucket.take(now, most, rates.limits.seconds):
            response = await self._refusable(handler, request)
        else:
            response = too_many(bucket, now)
        if not response.prepared:
            show_bucket(response, kind, bucket, most, self._state.clock.time())
        return response

    async def _refusable(self, handler: Handler, request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as refusal:
            return refuse(refusal)


def shown_path(request: web.Request) -> str:
    """The path without the secret of an interaction."""
    token = request.match_info.get("token")
    return request.path.replace(token, "{token}") if token else request.path
