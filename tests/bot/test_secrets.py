"""Nothing secret reaches the log, at its most talkative and while everything goes wrong."""

import asyncio
import re
from pathlib import Path

from .early import early
from .town import Order, Town, open_town, picture

PROMPT = "A very private fox named Ferdinand"
TELLING = "The request of Ferdinand with the key {key} was refused, see https://media.example/clip.mp4?signature=abcdef"
ADDRESS_WITH_QUERY = re.compile(r"https?://\S+\?(?!\[secret\]|client_id=)\S+")
DISCORD_FAULTS = {
    "discord.original": ("malformed", "html", "reset"),
    "discord.create": ("truncated", "empty"),
    "discord.read": ("html",),
    "discord.cdn": ("status", "reset"),
    "media": ("status", "truncated", "redirect"),
}


def spoil(town: Town) -> None:
    """Every place answers wrongly at first."""
    faults = town.sandbox.faults
    for place, kinds in DISCORD_FAULTS.items():
        for kind in kinds:
            faults.add(place, kind)
    for service in town.services:
        reason = TELLING.format(key=service.key)
        words = {"code": 400, "reason": reason, "message": reason}
        faults.add(f"{service.name}.submit", "status", status=400, payload=words)
        for kind in ("html", "malformed"):
            faults.add(f"{service.name}.look", kind)
        service.next_outcome("failed", reason=reason)


def secrets_of(town: Town) -> dict[str, str]:
    keys = {f"the key of {service.name}": service.key for service in town.services}
    tokens = {f"the token of interaction {use.id}": use.token for use in town.world.uses.values()}
    return {"the bot's token": town.world.application.token, **keys, **tokens}


async def make_noise(town: Town) -> None:
    spoil(town)
    member = town.newcomer()
    orders: list[Order] = []
    for number in range(4):
        orders.append(await town.order(f"{PROMPT} the {number}th", member, image=picture()))
        if number == 1:
            await town.crash()
            await town.start()
    await town.tell(member, "videos")
    await asyncio.gather(*(order.until(lambda order=order: settled(order)) for order in orders))  # type: ignore[misc]


def settled(order: Order) -> bool:
    return any(word in order.card.content for word in ("Done", "does not count"))


@early
async def test_no_key_token_address_or_prompt_is_in_the_log(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="novita,wavespeed", LOG_LEVEL="DEBUG", may_stumble=True) as town:
        await make_noise(town)
        found = [name for name, secret in secrets_of(town).items() if secret in town.log]

        assert found == []
        assert "Ferdinand" not in town.log
        assert ADDRESS_WITH_QUERY.findall(town.log) == []
        assert town.sandbox.novita.media.requests
        assert " DEBUG " in town.log
        assert "WARNING" in town.log
