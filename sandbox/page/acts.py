"""What a member does on the page: each is one call of the Member that the whole-bot tests use too."""

from typing import Any

from aiohttp import web

from sandbox.discord.checks.options import CHANNEL, MENTIONABLE, USER
from sandbox.discord.client import Upload, find_command
from sandbox.discord.member import Member
from sandbox.discord.places import Channel
from sandbox.discord.use import Use
from sandbox.discord.world import World
from sandbox.page import forms, views
from sandbox.page.guard import Handler, Refused, answer_json

CONTENT_LETTERS = 2000


class Acts:
    """The endpoints through which members act. `dismissed` are private messages that their reader put away."""

    def __init__(self, world: World) -> None:
        self.dismissed: set[int] = set()
        self._world = world
        self._pressed: dict[int, str] = {}

    def routes(self) -> list[tuple[str, Handler]]:
        """Path and handler of each; all are POST."""
        return [
            ("say", self.say),
            ("command", self.command),
            ("autocomplete", self.autocomplete),
            ("press", self.press),
            ("submit", self.submit),
            ("menu", self.menu),
            ("remove", self.remove),
            ("dismiss", self.dismiss),
        ]

    def use_json(self, use: Use) -> dict[str, Any]:
        return views.use_json(use, self._pressed.get(use.id))

    async def say(self, request: web.Request) -> web.Response:
        async with forms.read_form(request) as payload:
            member, channel = self._who_and_where(payload)
            content = forms.text(payload, "content")
            if len(content) > CONTENT_LETTERS:
                raise Refused(400, f"A message may have at most {CONTENT_LETTERS} characters.")
            uploads = [value for value in forms.mapping(payload, "files").values() if isinstance(value, Upload)]
            await member.say(content, channel=channel, uploads=uploads)
        return answer_json({})

    async def command(self, request: web.Request) -> web.Response:
        async with forms.read_form(request) as payload:
            member, channel = self._who_and_where(payload)
            name = forms.text(payload, "name")
            options = self._options(member, channel, name, forms.mapping(payload, "options"))
            use = await member.command(name, channel=channel, **options)
        return answer_json(self.use_json(use))

    async def autocomplete(self, request: web.Request) -> web.Response:
        payload = await forms.read_json(request)
        member, channel = self._who_and_where(payload)
        name, option, typed = (forms.text(payload, part) for part in ("name", "option", "text"))
        others = self._options(member, channel, name, forms.mapping(payload, "others"))
        others.pop(option, None)
        choices = await member.autocomplete(name, option, typed, channel=channel, **others)
        return answer_json({"choices": choices})

    async def press(self, request: web.Request) -> web.Response:
        payload = await forms.read_json(request)
        member, channel = self._who_and_where(payload)
        message = views.find_message(self._world, member, channel, payload.get("message"))
        custom_id = forms.text(payload, "custom_id")
        use = await member.press(message, custom_id, payload.get("values"))
        self._pressed[use.id] = custom_id
        return answer_json(self.use_json(use))

    async def submit(self, request: web.Request) -> web.Response:
        async with forms.read_form(request) as payload:
            member, _ = self._who_and_where(payload)
            opened = next((use for use in self._world.uses.values() if str(use.id) == payload.get("use")), None)
            if opened is None or opened.user is not member.user:
                raise Refused(404, "This modal is too old. Open it again.")
            use = await member.submit(opened, **forms.mapping(payload, "fields"))
        return answer_json(self.use_json(use))

    async def menu(self, request: web.Request) -> web.Response:
        payload = await forms.read_json(request)
        member, channel = self._who_and_where(payload)
        message = views.find_message(self._world, member, channel, payload.get("message"))
        return answer_json(self.use_json(await member.menu(forms.text(payload, "name"), message)))

    async def remove(self, request: web.Request) -> web.Response:
        payload = await forms.read_json(request)
        member, channel = self._who_and_where(payload)
        self._world.delete_message(views.find_message(self._world, member, channel, payload.get("message")))
        return answer_json({})

    async def dismiss(self, request: web.Request) -> web.Response:
        payload = await forms.read_json(request)
        member, channel = self._who_and_where(payload)
        message = views.find_message(self._world, member, channel, payload.get("message"))
        if message.ephemeral_for is not member.user:
            raise Refused(400, "Only what is private to you can be dismissed.")
        self.dismissed.add(message.id)
        self._world.publish("dismissed", message)
        return answer_json({})

    def _who_and_where(self, payload: forms.Payload) -> tuple[Member, Channel]:
        name = forms.text(payload, "member")
        if name not in self._world.members:
            raise Refused(404, "There is no such member.")
        member = self._world.members[name]
        return member, views.find_channel(self._world, member, payload.get("channel"))

    def _options(self, member: Member, channel: Channel, name: str, given: forms.Payload) -> dict[str, Any]:
        """The values as the Member takes them: people and channels instead of their ids."""
        command, path = find_command(self._world, name, member.user, channel)
        known = (path[-1] if path else command).get("options") or []
        kinds = {option["name"]: option["type"] for option in known}
        return {option: self._value(kinds.get(option), value) for option, value in given.items()}

    def _value(self, kind: int | None, value: Any) -> Any:
        if kind in (USER, MENTIONABLE):
            return self._find(self._world.users, value)
        return self._find(self._world.channels, value) if kind == CHANNEL else value

    def _find(self, known: dict[int, Any], value: Any) -> Any:
        number = int(value) if isinstance(value, str) and value.isdigit() else 0
        if number not in known:
            raise Refused(400, "Choose one of the list.")
        return known[number]
