"""Where Discord's errors become ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from domain.errors import PlaceClosed, PlaceGone, PostTooLarge, PostUnclear, ReplyClosed

UNKNOWN_CHANNEL = 10003
UNKNOWN_INTERACTION = 10062
FILE_TOO_LARGE = 40005
NO_REPLY_WITHOUT_HISTORY = 160002
CLOSED_FOR_TOKENS = frozenset({400, 401, 403, 404})
CLOSED_FOR_BOT = frozenset({400, 403, 404})
"""A bot's own 401 is no closed place: the token was revoked, and the operator must act."""

log = logging.getLogger(__name__)


@contextmanager
def translate_errors(by_token: bool = False) -> Iterator[None]:
    """`by_token`: the request is made with an interaction's token, which dies after fifteen minutes."""
    try:
        yield
    except discord.HTTPException as error:
        closed = CLOSED_FOR_TOKENS if by_token else CLOSED_FOR_BOT
        if error.status == 413 or error.code == FILE_TOO_LARGE:
            raise PostTooLarge(_said(error)) from error
        if error.code == NO_REPLY_WITHOUT_HISTORY:
            raise ReplyClosed(_said(error)) from error
        if error.code == UNKNOWN_CHANNEL:
            raise PlaceGone(_said(error)) from error
        if error.status in closed:
            raise PlaceClosed(_said(error)) from error
        raise PostUnclear(_said(error)) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise PostUnclear(type(error).__name__) from None
    except (ValueError, TypeError, LookupError, AttributeError, RuntimeError, discord.DiscordException) as error:
        # What discord.py makes of an answer that is a web page, empty or cut off, and of a session that is closed
        # because the bot is leaving. The request may have been done.
        log.warning("Discord's answer could not be read", exc_info=error)
        raise PostUnclear("an answer that cannot be read") from error


def _said(error: discord.HTTPException) -> str:
    return f"HTTP {error.status}, code {error.code}"
