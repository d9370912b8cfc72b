"""Who the bot is, and where the gateway is."""

from aiohttp import web

from sandbox.discord.errors import missing_access, unknown_user
from sandbox.discord.gateway import own_json
from sandbox.discord.rest.wire import Route, path_id, reply
from sandbox.discord.state import State

MOST_IDENTIFIES = 1000


class Login:
    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/users/@me", self.me, "discord.login"),
            Route("GET", "/users/{user}", self.user),
            Route("GET", "/guilds/{guild}", self.guild),
            Route("GET", "/oauth2/applications/@me", self.application, "discord.application"),
            Route("GET", "/applications/@me", self.application, "discord.application"),
            Route("GET", "/gateway", self.gateway, needs_token=False),
            Route("GET", "/gateway/bot", self.gateway_bot, "discord.gateway_bot"),
        ]

    async def me(self, request: web.Request) -> web.Response:
        return reply(own_json(self._state.bot))

    async def user(self, request: web.Request) -> web.Response:
        user = self._state.users.get(path_id(request, "user"))
        if user is None:
            raise unknown_user()
        return reply(user.json())

    async def guild(self, request: web.Request) -> web.Response:
        guild = self._state.guilds.get(path_id(request, "guild"))
        if guild is None or not guild.has_bot:
            raise missing_access()
        return reply(guild.json())

    async def application(self, request: web.Request) -> web.Response:
        return reply(self._state.application.json())

    async def gateway(self, request: web.Request) -> web.Response:
        return reply({"url": gateway_url(request)})

    async def gateway_bot(self, request: web.Request) -> web.Response:
        limit = {
            "total": MOST_IDENTIFIES,
            "remaining": max(0, MOST_IDENTIFIES - self._state.identifies),
            "reset_after": 86_400_000,
            "max_concurrency": self._state.max_concurrency,
        }
        shards = self._state.shards
        return reply({"url": gateway_url(request), "shards": shards, "session_start_limit": limit})


def gateway_url(request: web.Request) -> str:
    return f"ws://{request.host}/gateway"
