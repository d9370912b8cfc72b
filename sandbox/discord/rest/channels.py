"""Channels and the messages that the bot puts there with its own token."""

from typing import Any

from aiohttp import web

from sandbox.discord.body import Body, read_body, read_object
from sandbox.discord.checks.message import Desk, Draft, check_message
from sandbox.discord.errors import (
    archived_thread,
    closed_to_user,
    foreign_author,
    locked_thread,
    missing_access,
    missing_permissions,
    no_history,
    no_mutual_guild,
    unknown_message,
    unknown_user,
)
from sandbox.discord.form import Form
from sandbox.discord.messages import Message
from sandbox.discord.people import User
from sandbox.discord.places import VOICE, Channel
from sandbox.discord.posting import bot_json, publish, revise, withdraw
from sandbox.discord.rest.wire import Route, no_content, open_channel, path_id, reply
from sandbox.discord.sessions import MESSAGE_CONTENT
from sandbox.discord.state import State

MESSAGES, MESSAGE = "/channels/{channel}/messages", "/channels/{channel}/messages/{message}"


class Channels:
    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/channels/{channel}", self.channel, "discord.channel"),
            Route("POST", "/channels/{channel}/typing", self.typing, "discord.typing"),
            Route("POST", "/users/@me/channels", self.open_dm, "discord.dm"),
            Route("GET", MESSAGES, self.history, "discord.read"),
            Route("POST", MESSAGES, self.create, "discord.create", bucket="channel"),
            Route("GET", MESSAGE, self.read, "discord.read"),
            Route("PATCH", MESSAGE, self.edit, "discord.edit", bucket="channel"),
            Route("DELETE", MESSAGE, self.delete, "discord.delete"),
        ]

    async def channel(self, request: web.Request) -> web.Response:
        return reply(open_channel(self._state, request).json())

    async def typing(self, request: web.Request) -> web.Response:
        channel = open_channel(self._state, request)
        check_sending(self._state, channel)
        self._state.publish("typing", {"channel_id": channel.id, "user_id": self._state.bot.id})
        return no_content()

    async def open_dm(self, request: web.Request) -> web.Response:
        form = Form()
        number = form.snowflake(("recipient_id",), (await read_object(request)).get("recipient_id"))
        form.refuse()
        user = self._state.users.get(number or 0)
        if user is None:
            raise unknown_user()
        if user.is_bot:
            raise closed_to_user()
        return reply(self._state.dm_with(user).json())

    async def history(self, request: web.Request) -> web.Response:
        channel = open_channel(self._state, request)
        form = Form()
        limit = form.number(("limit",), int_of(request.query.get("limit")), 1, 100, 50)
        bounds = {name: form.snowflake((name,), request.query[name]) or 0 for name in BOUNDS & set(request.query)}
        form.refuse()
        if not channel.may(self._state.bot, "READ_MESSAGE_HISTORY"):
            return reply([])
        found = select(channel, bounds, limit)
        return reply([self._json(message) for message in found if message.ephemeral_for is None])

    async def read(self, request: web.Request) -> web.Response:
        channel = open_channel(self._state, request, "READ_MESSAGE_HISTORY")
        if channel.kind == VOICE and not channel.may(self._state.bot, "CONNECT"):
            raise missing_access()
        return reply(self._json(find_message(channel, request)))

    async def create(self, request: web.Request) -> web.Response:
        body = await self._receive(request)
        with body:
            channel = open_channel(self._state, request)
            check_sending(self._state, channel)
            draft = check_message(self._desk(channel), Form(), body)
            check_content(self._state, channel, draft)
            first = self._first(draft)
            if first is not None:
                body.discard()
                return reply(first.json())
            message = publish(self._state, channel, self._state.bot, draft)
            self._remember(draft, message)
            return reply(message.json())

    async def edit(self, request: web.Request) -> web.Response:
        body = await self._receive(request)
        with body:
            channel = open_channel(self._state, request)
            message = find_message(channel, request)
            if message.author is not self._state.bot:
                raise foreign_author()
            if channel.is_archived:
                raise archived_thread()
            if body.uploads and not channel.may(self._state.bot, "ATTACH_FILES"):
                raise missing_permissions()
            revise(self._state, message, check_message(self._desk(channel), Form(), body, message))
            return reply(message.json())

    async def delete(self, request: web.Request) -> web.Response:
        channel = open_channel(self._state, request)
        message = find_message(channel, request)
        if message.author is not self._state.bot and not channel.may(self._state.bot, "MANAGE_MESSAGES"):
            raise missing_permissions()
        withdraw(self._state, message)
        return no_content()

    async def _receive(self, request: web.Request) -> Body:
        """The body is read to its end before anything is refused, as Discord's edge does it."""
        channel = self._state.channels.get(path_id(request, "channel"))
        limit = self._state.limit_at(channel) if channel else self._state.default_limit
        return await read_body(request, self._state.store, limit)

    def _desk(self, channel: Channel) -> Desk:
        return Desk(self._state.ids, self._state.attachments, self._state.signer, channel.id)

    def _first(self, draft: Draft) -> Message | None:
        """The message sent before with the same nonce, if the nonce is enforced and not too old."""
        key = (self._state.bot.id, str(draft.nonce))
        sent = self._state.nonces.get(key) if draft.is_nonce_enforced and draft.nonce is not None else None
        if sent is None or sent[0] + self._state.nonce_seconds < self._state.clock.time():
            return None
        channel = self._state.channels.get(sent[1])
        message = channel.messages.get(sent[2]) if channel else None
        if message is None:
            raise unknown_message()
        return message

    def _remember(self, draft: Draft, message: Message) -> None:
        if draft.nonce is None:
            return
        now, nonces = self._state.clock.time(), self._state.nonces
        while nonces and next(iter(nonces.values()))[0] + self._state.nonce_seconds < now:
            del nonces[next(iter(nonces))]
        nonces.pop((self._state.bot.id, str(draft.nonce)), None)
        nonces[self._state.bot.id, str(draft.nonce)] = (now, message.channel_id, message.id)

    def _json(self, message: Message) -> dict[str, Any]:
        reads = bool(self._state.application.privileged_intents & MESSAGE_CONTENT)
        return bot_json(self._state, message, reads)


BOUNDS = {"before", "after", "around"}


def int_of(text: str | None) -> int | str | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else text


def select(channel: Channel, bounds: dict[str, int], limit: int) -> list[Message]:
    """Newest first, whichever bound is given."""
    if "around" in bounds:
        half = limit // 2
        return channel.after(bounds["around"], half) + channel.before(bounds["around"] + 1, limit - half)
    if "after" in bounds:
        return channel.after(bounds["after"], limit)
    return channel.before(bounds.get("before", 1 << 63), limit)


def find_message(channel: Channel, request: web.Request) -> Message:
    """A message that the bot can reach with its token; ephemeral ones it cannot."""
    message = channel.messages.get(path_id(request, "message"))
    if message is None or message.ephemeral_for is not None:
        raise unknown_message()
    return message


def check_sending(state: State, channel: Channel) -> None:
    if channel.guild is None:
        check_direct(state, channel.people[0])
    elif channel.is_locked and not channel.may(state.bot, "MANAGE_THREADS"):
        raise locked_thread()
    elif not channel.may_send(state.bot):
        raise missing_permissions()


def check_direct(state: State, user: User) -> None:
    if not user.takes_messages:
        raise closed_to_user()
    if not any(guild.has_bot and user.id in guild.members for guild in state.guilds.values()):
        raise no_mutual_guild()


def check_content(state: State, channel: Channel, draft: Draft) -> None:
    if draft.reference is not None and not channel.may(state.bot, "READ_MESSAGE_HISTORY"):
        raise no_history()
    if draft.files and not channel.may(state.bot, "ATTACH_FILES"):
        raise missing_permissions()
    if draft.embeds and not channel.may(state.bot, "EMBED_LINKS"):
        raise missing_permissions()
