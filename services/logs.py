"""The log: one line an event, and nothing secret in any of them, tracebacks included."""

import logging
import re
from collections.abc import Iterable

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
OURS = ("firstframe", "cogs", "services", "db")
SECRET_PARTS = re.compile(
    r"(?P<path>/webhooks/\d+/|/interactions/\d+/)[\w.\-]+|(?P<address>https?://[^\s?'\"<>]*)\?[^\s'\"<>)]*"
)
"""Interaction tokens in paths, and the query of any address, which may be its signature."""


class _Discreet(logging.Formatter):
    """Other libraries' lines pass here as well, so what must not show is taken out of the finished text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return SECRET_PARTS.sub(lambda found: (found["path"] or found["address"]) + "[secret]", text)


def set_up_logging(level: str, secrets: Iterable[str]) -> None:
    """`level` is for our own lines. Libraries stay at INFO: at DEBUG they print payloads, with prompts and tokens."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Discreet(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.INFO, logging.getLevelName(level)))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
