"""The first answer to an interaction."""

from typing import Any

from aiohttp import web

from sandbox.discord.body import Body, read_body
from sandbox.discord.checks.mentions import Rules
from sandbox.discord.checks.message import Draft, check_message
from sandbox.discord.checks.modal import check_modal
from sandbox.discord.checks.options import MOST_CHOICES, STRING, check_choices
from sandbox.discord.errors import already_acknowledged, unknown_interaction, unknown_message
from sandbox.discord.form import Form
from sandbox.discord.messages import EPHEMERAL, LOADING
from sandbox.discord.posting import revise
from sandbox.discord.rest.replies import REPLY_FLAGS, desk_of, noting, post_reply, told
from sandbox.discord.rest.wire import Route, no_content, path_id, reply
from sandbox.discord.state import State
from sandbox.discord.use import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    UPDATE,
    Use,
)

ALLOWED = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (MESSAGE, DEFERRED),
}


class Callbacks:
    def __init__(self, state: State) -> None:
        self._state = state
        self._answers = {
            MESSAGE: self._send,
            DEFERRED: self._defer,
            DEFERRED_UPDATE: self._defer_update,
            UPDATE: self._update,
            CHOICES: self._choose,
            MODAL: self._open,
        }

    def routes(self) -> list[Route]:
        path = "/interactions/{interaction}/{token}/callback"
        return [Route("POST", path, self.callback, "discord.callback", needs_token=False)]

    async def callback(self, request: web.Request) -> web.Response:
        use = self._find(request)
        body = await read_body(request, self._state.store, use.limit)
        with noting(use), body:
            self._find(request)
            kind = check_kind(use, body)
            if use.acked is not None:
                raise already_acknowledged()
            use.is_private = self._is_forced_private(use)
            self._answers[kind](use, body)
            use.acked = kind
            told(self._state, use)
        if request.query.get("with_response", "").lower() in ("1", "true"):
            return reply(response_json(use, kind))
        return no_content()

    def _find(self, request: web.Request) -> Use:
        use = self._state.uses.get(request.match_info["token"])
        if use is None or use.id != path_id(request, "interaction") or (use.acked is None and use.is_late):
            raise unknown_interaction()
        return use

    def _is_forced_private(self, use: Use) -> bool:
        """Where the member may not write, or may not bring apps of their own, only they see the answer."""
        if use.channel.guild is None:
            return False
        own_app = not use.is_user_only or use.channel.may(use.user, "USE_EXTERNAL_APPS")
        return not (own_app and use.channel.may_send(use.user))

    def _send(self, use: Use, body: Body) -> None:
        draft = check_message(desk_of(self._state, use), Form(("data",)), body, settable=REPLY_FLAGS)
        use.message = post_reply(self._state, use, draft)
        use.has_answer = True

    def _defer(self, use: Use, body: Body) -> None:
        flags = body.payload.get("flags")
        private = EPHEMERAL if isinstance(flags, int) and flags & EPHEMERAL else 0
        use.message = post_reply(self._state, use, Draft("", [], [], [], LOADING | private, Rules()))

    def _defer_update(self, use: Use, body: Body) -> None:
        use.message = use.source

    def _update(self, use: Use, body: Body) -> None:
        if use.source is None or use.source.deleted:
            raise unknown_message()
        draft = check_message(desk_of(self._state, use), Form(("data",)), body, use.source)
        revise(self._state, use.source, draft)
        use.message, use.has_answer = use.source, True

    def _choose(self, use: Use, body: Body) -> None:
        form = Form(("data",))
        choices = form.items(("choices",), body.payload.get("choices"), MOST_CHOICES)
        check_choices(form, ("choices",), choices, STRING)
        form.refuse()
        use.choices = choices

    def _open(self, use: Use, body: Body) -> None:
        use.modal = check_modal(Form(("data",)), body.payload)


def check_kind(use: Use, body: Body) -> int:
    """The type of the answer, if this interaction can be answered so; the body is then only its data."""
    form = Form()
    kind = body.payload.get("type")
    allowed: tuple[int, ...] = ALLOWED[use.kind]
    if use.kind == MODAL_SUBMIT and use.source is not None:
        allowed = (*allowed, DEFERRED_UPDATE, UPDATE)
    form.choice(("type",), kind, allowed)
    data = body.payload.get("data")
    body.payload = {} if data is None else form.mapping(("data",), data) or {}
    form.refuse()
    return int(kind or 0)


def response_json(use: Use, kind: int) -> dict[str, Any]:
    interaction: dict[str, Any] = {"id": str(use.id), "type": use.kind, "channel_id": str(use.channel.id)}
    if use.channel.guild is not None:
        interaction["guild_id"] = str(use.channel.guild.id)
    response: dict[str, Any] = {"interaction": interaction}
    if use.message is not None:
        interaction["response_message_id"] = str(use.message.id)
        interaction["response_message_loading"] = use.message.is_loading
        interaction["response_message_ephemeral"] = use.message.ephemeral_for is not None
        resource: dict[str, Any] = {"type": kind}
        if kind in (MESSAGE, UPDATE):
            resource["message"] = use.message.json(use.user)
        response["resource"] = resource
    return response
