"""What Discord does and simcord 3.2 does not."""

from typing import Any
from urllib.parse import unquote

import pytest
import simcord
import simcord.backend.cdn
import simcord.http.client
import simcord.http.router
import simcord.interactions

USER_INSTALLED: set[int] = set()
"""Servers of which the bot is no part: the member brought it along."""


def complete(monkeypatch: pytest.MonkeyPatch, cdn_url: str) -> None:
    monkeypatch.setattr(simcord.backend.cdn, "CDN_BASE", cdn_url)
    _unquote_paths(monkeypatch)
    _tell_owners(monkeypatch)


def _unquote_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py writes `%40original`; on the wire aiohttp makes that `@original` again."""
    quoted = simcord.http.client._path_of
    monkeypatch.setattr(simcord.http.client, "_path_of", lambda url: unquote(quoted(url)))


def _tell_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord says with each interaction who installed the app: `0` the server, `1` the member."""
    untold = simcord.interactions.base_payload

    def told(backend: Any, **fields: Any) -> Any:
        record, payload = untold(backend, **fields)
        guild_id = fields["guild_id"]
        owners = {"1": str(fields["user_id"])} if guild_id in USER_INSTALLED else {"0": str(guild_id or 0)}
        payload["authorizing_integration_owners"] = owners
        return record, payload

    monkeypatch.setattr(simcord.interactions, "base_payload", told)


def spoil(monkeypatch: pytest.MonkeyPatch, method: str, part: str, answer: object) -> list[str]:
    """Discord does what it is asked, and the next answer at a path with this part is not what Discord says. The
    list is empty until then."""
    dispatch = simcord.http.router.dispatch
    spoilt: list[str] = []

    def dispatch_badly(backend: Any, asked: str, path: str, **fields: Any) -> Any:
        said = dispatch(backend, asked, path, **fields)
        if spoilt or asked != method or part not in path:
            return said
        spoilt.append(path)
        return answer

    monkeypatch.setattr(simcord.http.router, "dispatch", dispatch_badly)
    return spoilt


def note_refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with every request that simcord does not take, and says why."""
    dispatch = simcord.http.router.dispatch
    refused: list[str] = []

    def dispatch_and_note(backend: Any, method: str, path: str, **fields: Any) -> Any:
        try:
            return dispatch(backend, method, path, **fields)
        except simcord.BackendError as error:
            refused.append(f"{method} {path}: {error}")
            raise

    monkeypatch.setattr(simcord.http.router, "dispatch", dispatch_and_note)
    return refused
