"""One interaction, from the click to the answer."""

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sandbox.clock import Clock
from sandbox.discord.errors import Unanswered
from sandbox.discord.messages import Message
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.signal import Signal

T = TypeVar("T")
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
ACK_SECONDS, TOKEN_SECONDS = 3.0, 900.0
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
NO_ANSWER = "The application did not respond"


def new_token() -> str:
    return secrets.token_urlsafe(120)


@dataclass(eq=False, repr=False)
class Use:
    """An interaction of a member with the bot. `owners` are its `authorizing_integration_owners`."""

    id: int
    kind: int
    user: User
    channel: Channel
    clock: Clock
    began: float
    owners: dict[str, str]
    limit: int
    command: str | None = None
    source: Message | None = None
    opened_from: "Use | None" = None
    token: str = field(default_factory=new_token)
    acked: int | None = None
    message: Message | None = None
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None
    followups: list[Message] = field(default_factory=list)
    error: str | None = None
    """The last refusal of an answer by Discord."""
    is_private: bool = False
    has_answer: bool = False
    """Whether the original response says something: after a deferral, since its edit."""
    is_menu: bool = False
    follow_ups_made: int = 0
    signal: Signal = field(default_factory=Signal)

    def __repr__(self) -> str:
        return f"<Use {self.id} of {self.user.name}: {self.state}>"

    @property
    def is_late(self) -> bool:
        return self.clock.time() > self.began + ACK_SECONDS

    @property
    def is_dead(self) -> bool:
        """Whether the token has run out."""
        return self.clock.time() > self.began + TOKEN_SECONDS

    @property
    def is_user_only(self) -> bool:
        """Whether only the user has the app here, and not the guild."""
        return "0" not in self.owners

    @property
    def state(self) -> str:
        """One of: sent, failed, modal, deferred, answered."""
        if self.acked is None:
            return "failed" if self.is_late else "sent"
        if self.acked == MODAL:
            return "modal"
        if self.acked in (DEFERRED, DEFERRED_UPDATE) and not self.has_answer and not self.followups:
            return "deferred"
        return "answered"

    @property
    def visible(self) -> Message | None:
        """The answer that the member sees: the original response, or else the first follow-up."""
        if self.has_answer and self.message is not None and not self.message.deleted:
            return self.message
        return next((message for message in self.followups if not message.deleted), None)

    def answer(self, timeout: float = 5.0) -> Coroutine[Any, Any, Message]:
        """The first visible answer; after a deferral, when it has come. `timeout` is in real seconds."""
        return self._wait(lambda: self._unless_failed(self.visible), timeout, "answer")

    def opened(self, timeout: float = 5.0) -> Coroutine[Any, Any, dict[str, Any]]:
        """The modal that the bot opened."""
        return self._wait(lambda: self._unless_failed(self.modal), timeout, "modal")

    def offered(self, timeout: float = 5.0) -> Coroutine[Any, Any, list[dict[str, Any]]]:
        """The choices that the bot offered."""
        return self._wait(lambda: self._unless_failed(self.choices), timeout, "choices")

    async def _wait(self, look: Callable[[], T | None], seconds: float, what: str) -> T:
        found: list[T] = []

        def is_there() -> bool:
            value = look()
            found.extend([] if value is None else [value])
            return value is not None

        try:
            await self.signal.until(is_there, seconds)
        except TimeoutError as error:
            if isinstance(error, Unanswered):
                raise
            raise Unanswered(f"no {what} within {seconds:g} s; state: {self.state}") from error
        return found[0]

    def _unless_failed(self, value: T | None) -> T | None:
        if value is None and self.state == "failed":
            raise Unanswered(self.error or NO_ANSWER)
        return value
