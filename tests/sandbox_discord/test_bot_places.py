"""An unchanged discord.py bot, and the places and people it meets."""

import asyncio
from collections.abc import Callable, Coroutine
from io import BytesIO
from typing import Any

import discord
import pytest

from sandbox.discord import ClientRefusal, Unanswered, World
from tests.sandbox_discord.bodies import picture
from tests.sandbox_discord.bot import Bot


def text_channel(bot: Bot, world: World, name: str = "films") -> discord.TextChannel:
    channel = bot.get_channel(world.channel(name).id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_the_same_nonce_makes_one_message(world: World, bot: Bot) -> None:
    channel = text_channel(bot, world)
    first = await channel.send("done", nonce="job-1")
    second = await channel.send("done", nonce="job-1")
    assert first.id == second.id
    assert len(world.messages("films")) == 1
    world.clock.advance(600)
    assert (await channel.send("done", nonce="job-1")).id != first.id


async def test_only_allowed_mentions_ping(world: World, bot: Bot) -> None:
    ada, ben = world.member("ada"), world.member("ben")
    text = f"{ada.mention} {ben.mention} @everyone"
    await text_channel(bot, world).send(text)
    await text_channel(bot, world).send(text, allowed_mentions=discord.AllowedMentions(users=[discord.Object(ada.id)]))
    silent, loud = world.messages("films")
    assert (silent.mentions, silent.mention_everyone) == ([], False)
    assert (loud.mentions, loud.mention_everyone) == ([ada.user], False)


async def test_an_edit_pings_nobody(world: World, bot: Bot) -> None:
    sent = await text_channel(bot, world).send("wait")
    everybody = discord.AllowedMentions.all()
    await sent.edit(content=world.member("ada").mention, allowed_mentions=everybody)
    assert world.messages("films")[0].mentions == []


async def test_a_reply_goes_on_without_its_message(world: World, bot: Bot) -> None:
    channel = text_channel(bot, world)
    card = await channel.send("card")
    answer = await channel.send("done", reference=card.to_reference(fail_if_not_exists=False))
    assert answer.reference is not None
    await card.delete()
    lonely = await channel.send("done", reference=card.to_reference(fail_if_not_exists=False))
    assert lonely.reference is None
    with pytest.raises(discord.HTTPException, match="Unknown message"):
        await channel.send("done", reference=card.to_reference(fail_if_not_exists=True))


async def test_the_token_of_an_interaction_dies_after_15_minutes(world: World, bot: Bot) -> None:
    await (await world.member("ada").command("watch")).signal.until(lambda: bot.held, 30)
    await bot.held[0].response.send_message("working")
    world.clock.advance(901)
    with pytest.raises(discord.HTTPException) as refused:
        await bot.held[0].edit_original_response(content="done")
    assert (refused.value.status, refused.value.code) == (401, 50027)
    late = await text_channel(bot, world).fetch_message(world.messages("films")[0].id)
    assert (await late.edit(content="done")).content == "done"


async def test_an_answer_after_three_seconds_is_too_late(world: World, bot: Bot) -> None:
    use = await world.member("ada").command("watch")
    await world.until(lambda: bot.held)
    world.clock.advance(3.1)
    assert use.state == "failed"
    with pytest.raises(discord.NotFound) as refused:
        await bot.held[0].response.send_message("hello")
    assert refused.value.code == 10062
    with pytest.raises(Unanswered, match="did not respond"):
        await use.answer()


async def test_a_file_over_the_limit_of_the_place_is_refused(world: World, bot: Bot) -> None:
    world.default_limit = 1000
    channel = text_channel(bot, world)
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send(file=discord.File(BytesIO(b"x" * 1001), "clip.mp4"))
    assert (refused.value.status, refused.value.code) == (413, 40005)
    world.set_tier(2)
    await world.until(lambda: channel.guild.premium_tier == 2)
    await channel.send(file=discord.File(BytesIO(b"x" * 1001), "clip.mp4"))
    assert channel.guild.filesize_limit == 50 << 20


async def test_a_file_where_none_are_allowed_is_refused(world: World, bot: Bot) -> None:
    channel = text_channel(bot, world, "quiet")
    assert not channel.permissions_for(channel.guild.me).attach_files
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send(file=discord.File(BytesIO(b"x"), "clip.mp4"))
    assert refused.value.code == 50013
    assert (await channel.send("text is allowed")).content == "text is allowed"


async def test_a_direct_message_arrives_unless_they_are_closed(world: World, bot: Bot) -> None:
    user = await bot.fetch_user(world.member("ada").id)
    await user.send("done")
    assert [message.content for message in world.messages(world.dm("ada"))] == ["done"]
    world.close_dms("ada")
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("done")
    assert refused.value.code == 50007


@pytest.mark.parametrize(("where", "context"), [("films", "guild"), ("dm", "dm_channel"), ("group", "private_channel")])
async def test_an_interaction_tells_where_it_was_used(world: World, bot: Bot, where: str, context: str) -> None:
    place = {"dm": world.dm("ada"), "group": world.private("ada", "ben")}.get(where) or world.channel(where)
    await world.member("ada").command("watch", channel=place)
    await world.until(lambda: bot.held)
    assert getattr(bot.held[0].context, context)
    assert bot.held[0].channel_id == place.id


async def test_where_only_the_user_has_the_app_the_bot_can_only_answer(world: World, bot: Bot) -> None:
    world.rate_limits = False
    use = await world.member("ada").command("watch", channel=world.foreign)
    await world.until(lambda: bot.held)
    interaction = bot.held[0]
    assert (interaction.is_user_integration(), interaction.is_guild_integration()) == (True, False)
    await interaction.response.send_message("working")
    with pytest.raises(discord.Forbidden) as refused:
        await bot.get_partial_messageable(use.channel.id).send("done")
    assert refused.value.code == 50001
    for count in range(5):
        await interaction.followup.send(f"note {count}")
    with pytest.raises(discord.HTTPException) as too_many:
        await interaction.followup.send("one more")
    assert too_many.value.code == 40094


async def test_a_broken_gateway_is_resumed_without_losing_an_interaction(world: World, bot: Bot) -> None:
    world.drop_gateway(abrupt=True)
    use = await world.member("ada").command("late", size=1)
    assert (await use.answer()).content == "here"
    await world.until(lambda: bot.resumed)
    assert world.identifies == 1


async def test_what_the_bot_does_not_have_is_not_offered(world: World, bot: Bot) -> None:
    ada = world.member("ada")
    with pytest.raises(ClientRefusal, match="no command 'photo'"):
        await ada.command("photo")
    with pytest.raises(ClientRefusal, match="required option missing: image"):
        await ada.command("video", prompt="a wave")
    with pytest.raises(ClientRefusal, match="201 characters"):
        await ada.command("video", prompt="x" * 201, image=picture())
    with pytest.raises(ClientRefusal, match="no such option: size"):
        await ada.command("video", prompt="a wave", image=picture(), size=3)
    with pytest.raises(ClientRefusal, match="offered no command 'card'"):
        await ada.command("card", channel=world.foreign)


async def test_an_unchecked_command_is_sent_as_it_is(world: World, bot: Bot) -> None:
    use = await world.member("ada").command("late", unchecked=True, size=1, mood="good")
    assert (await use.answer()).content == "here"


async def test_the_bot_learns_what_happens_to_its_places(world: World, bot: Bot) -> None:
    world.delete_channel("general")
    world.kick_bot()
    await world.until(lambda: not bot.guilds)
    assert {"CHANNEL_DELETE", "GUILD_DELETE"} <= set(bot.received)


async def test_many_commands_at_once_are_all_answered(world: World, bot: Bot) -> None:
    world.rate_limits = False
    members = [world.add_member(f"m{number}") for number in range(50)]
    uses = await asyncio.gather(*(member.command("late", size=10) for member in members))
    answers = await asyncio.gather(*(use.answer(20) for use in uses))
    assert {answer.content for answer in answers} == {"here"}


async def test_a_bot_with_the_wrong_token_is_turned_away(
    world: World, start_bot: Callable[[], Coroutine[Any, Any, Bot]]
) -> None:
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("another")
