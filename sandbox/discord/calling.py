"""Making an interaction and sending it to the bot."""

from typing import Any

from sandbox.discord.messages import Message
from sandbox.discord.payloads import interaction_json
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.state import State
from sandbox.discord.use import TOKEN_SECONDS, Use

KEPT_SECONDS = 60.0


def call(
    state: State,
    kind: int,
    user: User,
    channel: Channel,
    data: dict[str, Any],
    *,
    source: Message | None = None,
    opened_from: Use | None = None,
) -> Use:
    use = Use(
        id=state.ids.new(),
        kind=kind,
        user=user,
        channel=channel,
        clock=state.clock,
        began=state.clock.time(),
        owners=owners_at(user, channel, source),
        limit=state.interaction_limit(channel),
        command=data.get("name"),
        is_menu="target_id" in data,
        source=source,
        opened_from=opened_from,
    )
    _forget_old(state)
    state.uses[use.token] = use
    state.unanswered.append(use)
    payload = interaction_json(use, data, state.application.id, state.bot)
    state.sessions.send("INTERACTION_CREATE", payload, channel.guild.id if channel.guild else None)
    state.publish("interaction", use)
    return use


def owners_at(user: User, channel: Channel, source: Message | None) -> dict[str, str]:
    """Who installed the app for this interaction: "0" a guild (0 in the bot's DMs), "1" a user."""
    if source is not None and source.interaction is not None:
        owners: dict[str, str] = source.interaction["authorizing_integration_owners"]
        return owners
    if channel.guild is not None and channel.guild.has_app:
        return {"0": str(channel.guild.id)}
    if channel.guild is None and channel.has_bot:
        return {"0": "0"}
    return {"1": str(user.id)}


def _forget_old(state: State) -> None:
    """Forget interactions whose token is long dead; Discord answers a dead and a false token alike."""
    limit = state.clock.time() - TOKEN_SECONDS - KEPT_SECONDS
    while state.uses:
        token, use = next(iter(state.uses.items()))
        if use.began > limit:
            return
        del state.uses[token]
