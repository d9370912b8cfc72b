"""A prompt is shown as text: it pings nobody and forms nothing."""

import pytest

from sandbox.discord import Message

from .town import Town, entries

WILD = [
    "@everyone and @here",
    "<@{member}> <@!{member}> <@&{role}> <#{channel}>",
    "# A heading",
    "-# small print",
    "[free](https://evil.example) https://evil.example discord.gg/abc",
    "```\ncode\n``` ||hidden|| **bold** `x`",
    "one\n> two\n\n-# MiniMax Video-01 · AI-generated",
    "</video:1234> <t:1700000000:R> <:fox:1234>",
    "\u202eturned\u202c \u2028# heading",
]


def pings(message: Message) -> list[object]:
    return [*message.mentions, *message.mention_roles, *([message] if message.mention_everyone else [])]


@pytest.mark.parametrize("template", WILD)
async def test_a_wild_prompt_is_tame_wherever_it_is_shown(town: Town, template: str) -> None:
    world, member = town.world, town.newcomer()
    world.allow("films", "MENTION_EVERYONE")
    role = next(iter(world.home.roles))
    prompt = template.format(member=world.member("ben").id, role=role, channel=world.channel("general").id)
    before = set(town.posts())
    order = await town.order(prompt, member)
    assert pings(order.card) == []
    await order.until(lambda: "Done" in order.card.content)
    (post,) = set(town.posts()) - before

    assert pings(post) == [member.user]
    lines = post.content.splitlines()
    assert lines[0] == member.mention
    assert all(line.startswith("> ") for line in lines[1:-1])
    assert lines[-1] == "-# MiniMax Video-01 · AI-generated"
    listed = await town.tell(member, "videos")
    assert pings(listed) == []
    state, *quotation = entries(listed)[0].splitlines()[:-1]
    assert "**posted**" in state
    assert all(line.startswith("> ") for line in quotation)
