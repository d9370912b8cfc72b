"""What becomes of messages, by plain HTTP: files, edits, places, pings and nonces."""

import pytest

from sandbox.discord import World
from sandbox.discord.places import Channel
from tests.sandbox_discord.bodies import Body, button, codes, embed, form, path_of, send, text, v2
from tests.sandbox_discord.rest import Rest


@pytest.mark.parametrize("body", [{}, {"content": " "}, {"components": [{"type": 1, "components": [button()]}]}])
async def test_a_message_of_nothing_is_refused(rest: Rest, films: Channel, body: Body) -> None:
    status, answer = await rest("POST", path_of(films), body)
    assert (status, answer["code"]) == (400, 50006)


async def test_a_body_that_is_no_json_is_refused(rest: Rest, films: Channel) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await rest("POST", path_of(films), data=b"{", headers=headers))[1]["code"] == 50109
    assert (await rest("POST", path_of(films), ["x"]))[1]["code"] == 50035


async def test_eleven_files_are_too_many(rest: Rest, films: Channel, world: World) -> None:
    files = {f"{number}.png": b"x" for number in range(11)}
    status, answer = await rest("POST", path_of(films), data=form(files))
    assert (status, codes(answer["errors"])) == (400, {"BASE_TYPE_MAX_LENGTH"})
    assert list(world.store.folder.iterdir()) == []


async def test_a_long_description_of_a_file_is_refused(rest: Rest, films: Channel) -> None:
    listed = [{"id": 0, "filename": "a.png", "description": "d" * 1025}]
    status, answer = await rest("POST", path_of(films), data=form({"a.png": b"x"}, attachments=listed))
    assert (status, codes(answer["errors"])) == (400, {"BASE_TYPE_MAX_LENGTH"})


async def test_a_file_keeps_a_clean_name_and_its_title(rest: Rest, films: Channel) -> None:
    _, message = await rest("POST", path_of(films), data=form({"my film (1) ü.mp4": b"x"}))
    file = message["attachments"][0]
    assert (file["filename"], file["title"]) == ("my_film_1_.mp4", "my film (1) ü")


async def test_an_attachment_shown_by_an_embed_is_not_listed(rest: Rest, films: Channel) -> None:
    body = embed(image={"url": "attachment://a.png"})
    _, message = await rest("POST", path_of(films), data=form({"a.png": b"x"}, **body))
    assert message["attachments"] == []
    assert "hm=" in message["embeds"][0]["image"]["url"]


async def test_an_edit_replaces_the_files_that_it_does_not_list(rest: Rest, films: Channel, world: World) -> None:
    _, message = await rest("POST", path_of(films), data=form({"a.png": b"a", "b.png": b"b"}))
    kept = message["attachments"][0]
    body = form({"c.png": b"c"}, attachments=[{"id": kept["id"]}, {"id": 0, "filename": "c.png"}])
    _, edited = await rest("PATCH", path_of(films, message), data=body)
    assert [file["filename"] for file in edited["attachments"]] == ["a.png", "c.png"]
    _, same = await rest("PATCH", path_of(films, message), {"content": "and a text"})
    assert [file["filename"] for file in same["attachments"]] == ["a.png", "c.png"]
    assert len(list(world.store.folder.iterdir())) == 2


async def test_components_v2_are_for_ever(rest: Rest, films: Channel) -> None:
    card = await send(rest, films, embeds=[{"title": "t"}], content="x")
    refused = await rest("PATCH", path_of(films, card), v2(text()))
    assert "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2" in codes(refused[1]["errors"])
    assert (await rest("PATCH", path_of(films, card), v2(text(), content=None, embeds=[])))[0] == 200
    back = await rest("PATCH", path_of(films, card), {"flags": 0, "content": "x", "components": []})
    assert "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG" in codes(back[1]["errors"])


async def test_components_are_numbered(rest: Rest, films: Channel) -> None:
    made = await send(rest, films, **v2({"type": 17, "components": [text(), text() | {"id": 7}]}))
    container = made["components"][0]
    assert (container["id"], [part["id"] for part in container["components"]]) == (1, [2, 7])


async def test_history_is_read_from_both_ends(rest: Rest, films: Channel) -> None:
    ids = [(await send(rest, films, content=str(number)))["id"] for number in range(6)]

    async def read(query: str) -> list[str]:
        return [message["id"] for message in (await rest("GET", path_of(films) + query))[1]]

    assert await read("?limit=2") == [ids[5], ids[4]]
    assert await read(f"?limit=2&before={ids[3]}") == [ids[2], ids[1]]
    assert await read(f"?limit=2&after={ids[1]}") == [ids[3], ids[2]]
    assert await read(f"?limit=3&around={ids[3]}") == [ids[4], ids[3], ids[2]]
    assert (await rest("GET", path_of(films) + "?limit=101"))[0] == 400


@pytest.mark.parametrize(
    ("denied", "body", "answer"),
    [
        ("VIEW_CHANNEL", {"content": "x"}, (403, 50001)),
        ("SEND_MESSAGES", {"content": "x"}, (403, 50013)),
        ("EMBED_LINKS", embed(title="t"), (403, 50013)),
        ("READ_MESSAGE_HISTORY", {"content": "x", "message_reference": {"message_id": "1"}}, (400, 160002)),
    ],
)
async def test_what_the_bot_may_not_do_is_refused(
    rest: Rest, world: World, films: Channel, denied: str, body: Body, answer: tuple[int, int]
) -> None:
    world.deny("films", denied)
    status, refused = await rest("POST", path_of(films), body)
    assert (status, refused["code"]) == answer
    world.allow("films", denied)
    if denied != "READ_MESSAGE_HISTORY":
        assert (await rest("POST", path_of(films), body))[0] == 200


async def test_a_thread_has_its_own_right_to_send(rest: Rest, world: World, films: Channel) -> None:
    thread = world.add_thread("films", "takes")
    assert (await send(rest, thread, content="x"))["channel_id"] == str(thread.id)
    world.deny("films", "SEND_MESSAGES_IN_THREADS")
    assert (await rest("POST", path_of(thread), {"content": "x"}))[1]["code"] == 50013
    world.change_thread(thread, locked=True)
    assert (await rest("POST", path_of(thread), {"content": "x"}))[1]["code"] == 160005


async def test_an_archived_thread_wakes_by_a_message_and_not_by_an_edit(
    rest: Rest, world: World, films: Channel
) -> None:
    thread = world.add_thread("films", "takes")
    message = await send(rest, thread, content="x")
    world.change_thread(thread, archived=True)
    assert (await rest("PATCH", path_of(thread, message), {"content": "y"}))[1]["code"] == 50083
    await send(rest, thread, content="z")
    assert (await rest("PATCH", path_of(thread, message), {"content": "y"}))[0] == 200


async def test_messages_of_others_are_not_the_bots_to_change(rest: Rest, world: World, films: Channel) -> None:
    said = (await world.member("ada").say("hello")).json()
    assert (await rest("PATCH", path_of(films, said), {"content": "y"}))[1]["code"] == 50005
    assert (await rest("DELETE", path_of(films, said)))[1]["code"] == 50013
    assert (await rest("GET", path_of(films, said)))[1]["content"] == ""
    world.allow("films", "MANAGE_MESSAGES")
    assert (await rest("DELETE", path_of(films, said)))[0] == 204
    assert (await rest("GET", path_of(films, said)))[1]["code"] == 10008


async def test_places_that_are_gone_or_closed(rest: Rest, world: World, films: Channel) -> None:
    elsewhere = next(iter(world.foreign.channels.values()))
    assert (await rest("POST", path_of(elsewhere), {"content": "x"}))[1]["code"] == 50001
    assert (await rest("GET", "/channels/5"))[1]["code"] == 10003
    assert (await rest("GET", "/channels/films"))[1]["code"] == 50035
    world.delete_channel("films")
    assert (await rest("POST", path_of(films), {"content": "x"}))[1]["code"] == 10003
    world.kick_bot()
    assert (await rest("GET", f"/channels/{world.channel('general').id}"))[1]["code"] == 50001


async def test_who_is_pinged(rest: Rest, world: World, films: Channel) -> None:
    ada, ben = world.member("ada"), world.member("ben")
    said = await ada.say("hello")
    reference = {"message_reference": {"message_id": str(said.id)}}
    both = f"{ada.mention} {ben.mention}"
    cases: list[tuple[Body, set[str]]] = [
        ({"content": both}, {"ada", "ben"}),
        ({"content": both, "allowed_mentions": {"parse": []}}, set()),
        ({"content": both, "allowed_mentions": {"users": [str(ben.id)]}}, {"ben"}),
        ({"content": "hi"} | reference, {"ada"}),
        ({"content": "hi", "allowed_mentions": {"parse": []}} | reference, set()),
        ({"content": "hi", "allowed_mentions": {"replied_user": True}} | reference, {"ada"}),
        (v2(text(ben.mention)), {"ben"}),
        (embed(description=both), set()),
    ]
    for body, pinged in cases:
        message = await send(rest, films, **body)
        assert {user["username"] for user in message["mentions"]} == pinged, body


async def test_everyone_is_pinged_only_with_the_right(rest: Rest, world: World, films: Channel) -> None:
    assert (await send(rest, films, content="@everyone"))["mention_everyone"] is False
    world.allow("films", "MENTION_EVERYONE")
    assert (await send(rest, films, content="@everyone"))["mention_everyone"] is True


async def test_a_reply_to_a_deleted_message_shows_none(rest: Rest, world: World, films: Channel) -> None:
    first = await send(rest, films, content="first")
    reply = await send(rest, films, content="reply", message_reference={"message_id": first["id"]})
    assert (reply["type"], reply["referenced_message"]["content"]) == (19, "first")
    world.delete_message(world.messages(films)[0])
    assert (await rest("GET", path_of(films, reply)))[1]["referenced_message"] is None


async def test_a_forward_carries_the_message(rest: Rest, world: World, films: Channel) -> None:
    first = await send(rest, films, content="first")
    reference = {"type": 1, "message_id": first["id"], "channel_id": str(films.id)}
    forward = await send(rest, world.channel("general"), message_reference=reference)
    assert forward["message_snapshots"][0]["message"]["content"] == "first"


async def test_a_deleted_message_leaves_its_nonce_behind(rest: Rest, films: Channel) -> None:
    body = {"content": "x", "nonce": 5, "enforce_nonce": True}
    message = await send(rest, films, **body)
    assert (await send(rest, films, **body))["id"] == message["id"]
    await rest("DELETE", path_of(films, message))
    assert (await rest("POST", path_of(films), body))[1]["code"] == 10008


async def test_a_nonce_that_is_not_enforced_makes_a_second_message(rest: Rest, films: Channel) -> None:
    first, second = [await send(rest, films, content="x", nonce="n") for _ in range(2)]
    assert first["id"] != second["id"]


async def test_without_the_token_nothing_is_answered(rest: Rest, films: Channel) -> None:
    for header in ("Bot wrong", "wrong"):
        answer = await rest("GET", "/users/@me", headers={"Authorization": header})
        assert answer == (401, {"message": "401: Unauthorized", "code": 0})


async def test_a_route_that_is_not_there_is_refused_and_noted(rest: Rest, world: World) -> None:
    assert await rest("GET", "/stickers") == (404, {"message": "404: Not Found", "code": 0})
    assert [record.path for record in world.unknown_routes] == ["/api/v10/stickers"]
