"""Discord's refusals.

Refusal                 an answer of the API: HTTP status, JSON code, message, nested errors of a form
ClientRefusal           what Discord's own client would not let a person do
Unanswered              the bot did not answer an interaction in time
"""

from typing import Any


class Refusal(Exception):
    """An error answer of the API; `retry_after` only with status 429."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message} {errors or ''}".rstrip())
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


class ClientRefusal(ValueError):
    """A person cannot do this in Discord's client, so nothing was sent to the bot."""


class Unanswered(TimeoutError):
    """The bot gave no answer that a person could see."""


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, 0, "404: Not Found")


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def unknown_guild() -> Refusal:
    return Refusal(404, 10004, "Unknown Guild")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_user() -> Refusal:
    return Refusal(404, 10013, "Unknown User")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def unknown_application() -> Refusal:
    return Refusal(404, 10002, "Unknown Application")


def already_acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def dead_token() -> Refusal:
    return Refusal(401, 50027, "Invalid Webhook Token")


def too_large() -> Refusal:
    return Refusal(413, 40005, "Request entity too large")


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def foreign_author() -> Refusal:
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Refusal:
    return Refusal(400, 50006, "Cannot send an empty message")


def closed_to_user() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def no_mutual_guild() -> Refusal:
    return Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def invalid_form(errors: dict[str, Any] | None = None) -> Refusal:
    return Refusal(400, 50035, "Invalid Form Body", errors)


def invalid_json() -> Refusal:
    return Refusal(400, 50109, "The request body contains invalid JSON.")


def too_many_follow_ups() -> Refusal:
    return Refusal(400, 40094, "Maximum number of follow-up messages for this interaction has been reached")


def no_history() -> Refusal:
    return Refusal(400, 160002, "Cannot reply without permission to read message history")


def archived_thread() -> Refusal:
    return Refusal(400, 50083, "Thread is archived")


def locked_thread() -> Refusal:
    return Refusal(403, 160005, "Thread is locked")
