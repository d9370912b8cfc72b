"""Who is pinged by a message: those whom its text names and whom `allowed_mentions` lets through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.discord.form import Form
from sandbox.discord.ids import parse_snowflake

USER = re.compile(r"<@!?(\d{1,20})>")
ROLE = re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")
KINDS = ("users", "roles", "everyone")


@dataclass(frozen=True)
class Mentions:
    """Ids whom a text names and the rules let through."""

    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False


@dataclass(frozen=True)
class Rules:
    """`allowed_mentions` of one body; where it was absent everything pings. None for a list: all of that kind."""

    users: frozenset[int] | None = None
    roles: frozenset[int] | None = None
    everyone: bool = True
    replied_user: bool = True

    def read(self, text: str) -> Mentions:
        if "<@" not in text and "@" not in text:
            return Mentions()
        users = dict.fromkeys(int(found) for found in USER.findall(text))
        roles = dict.fromkeys(int(found) for found in ROLE.findall(text))
        return Mentions(
            tuple(user for user in users if self.users is None or user in self.users),
            tuple(role for role in roles if self.roles is None or role in self.roles),
            self.everyone and EVERYONE.search(text) is not None,
        )


def check_rules(form: Form, value: Any) -> Rules:
    if value is None:
        return Rules()
    path = ("allowed_mentions",)
    given = form.mapping(path, value) or {}
    parse = form.values((*path, "parse"), given.get("parse"))
    for index, kind in enumerate(parse):
        form.choice((*path, "parse", index), kind, KINDS)
    return Rules(
        users=_listed(form, given, "users", parse),
        roles=_listed(form, given, "roles", parse),
        everyone="everyone" in parse,
        replied_user=form.flag((*path, "replied_user"), given.get("replied_user")),
    )


def _listed(form: Form, given: Mapping[str, Any], name: str, parse: list[str]) -> frozenset[int] | None:
    """The ids let through one by one, None if all are. Both at once is a mistake."""
    path = ("allowed_mentions", name)
    listed = form.values(path, given.get(name))
    form.length(path, len(listed), 0, 100)
    if name not in parse:
        return frozenset(found for item in listed if (found := parse_snowflake(item)) is not None)
    if listed:
        message = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
        form.wrong((), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    return None
