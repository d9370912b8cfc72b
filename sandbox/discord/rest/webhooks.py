"""What the token of an interaction opens for 15 minutes: its original answer and follow-ups."""

from aiohttp import web

from sandbox.discord.body import read_body
from sandbox.discord.checks.message import check_message
from sandbox.discord.errors import dead_token, too_many_follow_ups, unknown_message, unknown_webhook
from sandbox.discord.form import Form
from sandbox.discord.messages import Message
from sandbox.discord.posting import revise, withdraw
from sandbox.discord.rest.replies import REPLY_FLAGS, desk_of, noting, post_reply, told
from sandbox.discord.rest.wire import Route, no_content, path_id, reply
from sandbox.discord.state import State
from sandbox.discord.use import AUTOCOMPLETE, MODAL, Use

HOOK, MESSAGE = "/webhooks/{application}/{token}", "/webhooks/{application}/{token}/messages/{message}"
ORIGINAL = "@original"
MOST_FOLLOW_UPS = 5


def place_of_message(request: web.Request) -> str:
    return "discord.original" if request.match_info["message"] == ORIGINAL else "discord.followup"


class Webhooks:
    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("POST", HOOK, self.follow_up, "discord.followup", False, "token"),
            Route("GET", MESSAGE, self.read, None, False),
            Route("PATCH", MESSAGE, self.edit, None, False, "token"),
            Route("DELETE", MESSAGE, self.delete, None, False),
        ]

    async def follow_up(self, request: web.Request) -> web.Response:
        use = self._find(request)
        body = await read_body(request, self._state.store, use.limit)
        with noting(use), body:
            self._find(request)
            if use.message is not None and use.message.is_loading and not use.message.deleted:
                revise(self._state, use.message, check_message(desk_of(self._state, use), Form(), body, use.message))
                return self._answered(use, use.message)
            if use.is_user_only and use.follow_ups_made >= MOST_FOLLOW_UPS:
                raise too_many_follow_ups()
            draft = check_message(desk_of(self._state, use), Form(), body, settable=REPLY_FLAGS)
            use.follow_ups_made += 1
            message = post_reply(self._state, use, draft, use.message)
            use.followups.append(message)
            return self._answered(use, message)

    async def read(self, request: web.Request) -> web.Response:
        use = self._find(request)
        return reply(self._message(use, request).json(use.user))

    async def edit(self, request: web.Request) -> web.Response:
        use = self._find(request)
        body = await read_body(request, self._state.store, use.limit)
        with noting(use), body:
            self._find(request)
            message = self._message(use, request)
            revise(self._state, message, check_message(desk_of(self._state, use), Form(), body, message))
            return self._answered(use, message)

    async def delete(self, request: web.Request) -> web.Response:
        use = self._find(request)
        withdraw(self._state, self._message(use, request))
        told(self._state, use)
        return no_content()

    def _answered(self, use: Use, message: Message) -> web.Response:
        use.has_answer = use.has_answer or message is use.message
        told(self._state, use)
        return reply(message.json(use.user))

    def _find(self, request: web.Request) -> Use:
        """A false token and one past its 15 minutes are the same to Discord; one never answered has no webhook."""
        use = self._state.uses.get(request.match_info["token"])
        if use is None or use.is_dead or request.match_info["application"] != str(self._state.application.id):
            raise dead_token()
        if use.acked in (None, MODAL) or use.kind == AUTOCOMPLETE:
            raise unknown_webhook()
        return use

    def _message(self, use: Use, request: web.Request) -> Message:
        if request.match_info["message"] == ORIGINAL:
            found = use.message
        else:
            number = path_id(request, "message")
            own = [*use.followups, *([use.message] if use.message else [])]
            found = next((message for message in own if message.id == number), None)
        if found is None or found.deleted:
            raise unknown_message()
        return found
