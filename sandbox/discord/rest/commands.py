"""Application commands: read and put, globally or for one guild."""

from typing import Any

from aiohttp import web

from sandbox.discord.body import read_json
from sandbox.discord.checks.commands import check_commands
from sandbox.discord.errors import missing_access, unknown_application
from sandbox.discord.form import Form
from sandbox.discord.rest.wire import Route, path_id, reply
from sandbox.discord.state import State


class Commands:
    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        everywhere, in_guild = (
            "/applications/{application}/commands",
            "/applications/{application}/guilds/{guild}/commands",
        )
        return [
            Route("GET", everywhere, self.read, "discord.commands"),
            Route("PUT", everywhere, self.put, "discord.sync"),
            Route("GET", in_guild, self.read, "discord.commands"),
            Route("PUT", in_guild, self.put, "discord.sync"),
        ]

    async def read(self, request: web.Request) -> web.Response:
        return reply(self._commands(self._guild_id(request)))

    async def put(self, request: web.Request) -> web.Response:
        guild_id = self._guild_id(request)
        form = Form()
        given = form.items((), await read_json(request), 130)
        check_commands(form, given)
        form.refuse()
        known = {(each["type"], each["name"]): each["id"] for each in self._commands(guild_id)}
        commands = [self._complete(command, known, guild_id) for command in given]
        if guild_id is None:
            self._state.application.commands = commands
        else:
            self._state.application.guild_commands[guild_id] = commands
        self._state.publish("commands", commands)
        return reply(commands)

    def _guild_id(self, request: web.Request) -> int | None:
        if path_id(request, "application") != self._state.application.id:
            raise unknown_application()
        if "guild" not in request.match_info:
            return None
        guild = self._state.guilds.get(path_id(request, "guild"))
        if guild is None or not guild.has_bot:
            raise missing_access()
        return guild.id

    def _commands(self, guild_id: int | None) -> list[dict[str, Any]]:
        application = self._state.application
        return application.commands if guild_id is None else application.guild_commands.get(guild_id, [])

    def _complete(
        self, command: dict[str, Any], known: dict[tuple[int, str], str], guild_id: int | None
    ) -> dict[str, Any]:
        """The command as Discord gives it back; one of the same name and type keeps its id."""
        kind, name = command.get("type", 1), command["name"]
        made: dict[str, Any] = {
            "id": known.get((kind, name)) or str(self._state.ids.new()),
            "application_id": str(self._state.application.id),
            "version": str(self._state.ids.new()),
            "type": kind,
            "name": name,
            "name_localizations": command.get("name_localizations"),
            "description": command.get("description") or "",
            "description_localizations": command.get("description_localizations"),
            "options": command.get("options") or [],
            "default_member_permissions": command.get("default_member_permissions"),
            "integration_types": command.get("integration_types") or [0],
            "contexts": command.get("contexts"),
            "nsfw": bool(command.get("nsfw")),
        }
        if guild_id is not None:
            return made | {"guild_id": str(guild_id)}
        return made | {"dm_permission": command.get("dm_permission", True)}
