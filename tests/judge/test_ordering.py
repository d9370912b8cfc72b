"""From `/video` to the post, as Discord sees it."""

import re

import pytest

from .completion import USER_INSTALLED
from .judge import Judge, is_post

WILD = "# Hi @everyone <@&1> <@2>\n[free](https://evil.example) ||x|| `y` **z** discord.gg/abc\n> deep"
ESCAPED = re.compile(r"\\([^\w\s])")
ALIVE = re.compile(r"[\\*_~`|<>\[\]@]|^[#+-]|://|\w\.\w")


async def test_a_prompt_becomes_a_card_at_once_and_then_a_post_that_answers_it(judge: Judge) -> None:
    order = await judge.order("A fox runs")

    card = order.response
    assert card is not None
    assert not card.ephemeral
    assert "MiniMax Video-01" in card.content
    assert "1st in line" in card.content
    assert card.embeds[0].description == "> A fox runs"

    await judge.until(lambda: "Done" in judge.card.content)
    (post,) = judge.posts
    assert post.reference is not None
    assert post.reference.message_id == card.id
    assert post.content.startswith(f"{judge.ada.mention}\n> A fox runs\n")
    assert "AI-generated" in post.content
    assert [each.id for each in post.mentions] == [judge.ada.id]
    assert post.attachments[0].description == "A fox runs"
    assert post.attachments[0].filename == (await judge.job()).name
    assert post.jump_url in judge.card.content
    assert judge.card.embeds == []


async def test_a_post_carries_the_job_as_its_nonce_so_that_discord_makes_it_once(judge: Judge) -> None:
    await judge.order()
    await judge.until(lambda: judge.posts)

    (body,) = judge.requests("POST", f"/channels/{judge.films.id}/messages")
    assert body["nonce"] == (await judge.job()).id
    assert body["enforce_nonce"] is True
    assert body["message_reference"]["fail_if_not_exists"] is False


async def test_the_card_is_edited_only_when_it_says_something_new(judge: Judge) -> None:
    await judge.order()
    await judge.until(lambda: judge.posts)

    texts = [body["content"] for body in judge.requests("PATCH", "@original")]
    assert len(set(texts)) == len(texts)
    assert len(texts) <= 4


async def test_a_prompt_pings_nobody_and_forms_nothing(judge: Judge) -> None:
    order = await judge.order(WILD)
    card = order.response
    assert card is not None
    assert card.message.mentions == []
    assert not card.message.mention_everyone

    await judge.until(lambda: judge.posts)
    (post,) = judge.posts
    assert [each.id for each in post.mentions] == [judge.ada.id]
    assert post.role_mentions == []
    assert not post.mention_everyone
    lines = post.content.splitlines()[1:-1]
    assert all(line.startswith("> ") for line in lines)
    assert [ESCAPED.sub(r"\1", line[2:]) for line in lines] == WILD.splitlines()
    assert not any(ALIVE.search(ESCAPED.sub("", line[2:])) for line in lines)


@pytest.mark.parametrize("prompt", ["x" * 2000, "*" * 2000, "😀" * 1000, "a\n" * 1000])
async def test_the_longest_prompts_fit_the_card_and_the_post(judge: Judge, prompt: str) -> None:
    order = await judge.order(prompt)
    assert order.response is not None
    assert not order.response.ephemeral

    await judge.until(lambda: judge.posts)
    assert len(judge.posts[0].content) <= 2000


async def test_in_a_direct_message_the_video_comes_there(judge: Judge) -> None:
    user = judge.env.create_user("cleo")
    order = await user.slash("video", prompt="A fox runs")
    assert not order.ephemeral

    await judge.until(lambda: any(map(is_post, user.dm_channel.history())))
    await judge.until(lambda: "Done" in user.dm_channel.history()[0].content)
    card, post = user.dm_channel.history()
    assert card.content.endswith(f"https://discord.com/channels/@me/{user.dm_channel.id}/{post.id}")
    assert post.reference is not None
    assert post.reference.message_id == card.id


async def test_where_only_the_member_brought_the_bot_the_card_itself_becomes_the_video(judge: Judge) -> None:
    USER_INSTALLED.add(judge.guild.id)
    order = await judge.order()

    await judge.until(lambda: judge.posts)
    (message,) = judge.films.history()
    assert order.response is not None
    assert message.id == order.response.id
    assert is_post(message)
    assert judge.requests("POST", f"/channels/{judge.films.id}/messages") == []


async def test_two_members_get_their_own_videos(judge: Judge) -> None:
    await judge.order("A fox")
    await judge.ben.slash(judge.films, "video", prompt="An owl")

    await judge.until(lambda: len(judge.posts) == 2)
    mentioned = {message.content.splitlines()[1]: message.mentions[0].id for message in judge.posts}
    assert mentioned == {"> A fox": judge.ada.id, "> An owl": judge.ben.id}
