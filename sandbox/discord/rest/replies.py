"""Messages that answer an interaction, whichever way they come."""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.discord.checks.message import SETTABLE, Desk, Draft
from sandbox.discord.errors import Refusal, unknown_channel
from sandbox.discord.messages import CHAT_COMMAND, DEFAULT, EPHEMERAL, MENU_COMMAND, REPLY, Message
from sandbox.discord.payloads import metadata_json
from sandbox.discord.posting import publish
from sandbox.discord.state import State
from sandbox.discord.use import COMMAND, Use

REPLY_FLAGS = SETTABLE | EPHEMERAL


@contextmanager
def noting(use: Use) -> Iterator[None]:
    """Keep the last refusal with the use, so that whoever waits for its answer learns the reason."""
    try:
        yield
    except Refusal as refusal:
        use.error = str(refusal)
        raise


def desk_of(state: State, use: Use) -> Desk:
    return Desk(state.ids, state.attachments, state.signer, use.channel.id)


def post_reply(state: State, use: Use, draft: Draft, follows: Message | None = None) -> Message:
    """A message of the interaction; a follow-up is a reply to what it follows."""
    if use.channel.is_deleted:
        raise unknown_channel()
    is_private = use.is_private or bool(draft.flags & EPHEMERAL)
    message = publish(
        state,
        use.channel,
        state.bot,
        draft,
        kind=kind_of(use, follows),
        flags=draft.flags | EPHEMERAL if is_private else draft.flags,
        ephemeral_for=use.user if is_private else None,
        application_id=state.application.id,
        webhook_id=state.application.id,
        interaction=metadata_json(use, follows.id if follows else None),
    )
    if follows is not None:
        message.referenced = follows
        message.reference = {"type": 0, "message_id": str(follows.id), "channel_id": str(follows.channel_id)}
    return message


def kind_of(use: Use, follows: Message | None) -> int:
    if follows is not None:
        return REPLY
    if use.kind != COMMAND:
        return DEFAULT
    return MENU_COMMAND if use.is_menu else CHAT_COMMAND


def told(state: State, use: Use) -> None:
    """Tell those who wait for this interaction, and the page, that it went on."""
    use.signal.fire()
    state.publish("interaction", use)
