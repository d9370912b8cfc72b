"""The rules of interactions, by plain HTTP: who may answer, how often, and until when."""

import pytest

from sandbox.discord import ClientRefusal, Unanswered, Upload, World
from sandbox.discord.messages import EPHEMERAL
from tests.sandbox_discord.answering import (
    CHOICES,
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    UPDATE,
    Answers,
)
from tests.sandbox_discord.bodies import button, codes, text, v2
from tests.sandbox_discord.rest import Rest
from tests.sandbox_discord.running import running


async def test_an_answer_tells_its_message(go: Answers, world: World) -> None:
    status, answer = await go.callback(MESSAGE, {"content": "hello"})
    message = world.messages("films")[0]
    assert (status, answer["interaction"]["response_message_id"]) == (200, str(message.id))
    assert answer["resource"]["message"]["content"] == "hello"
    assert message.json()["interaction_metadata"]["user"]["username"] == "ada"


async def test_a_second_answer_is_refused(go: Answers) -> None:
    await go.callback(DEFERRED)
    status, answer = await go.callback(MESSAGE, {"content": "hello"})
    assert (status, answer["code"]) == (400, 40060)


async def test_a_refused_answer_may_be_mended(go: Answers) -> None:
    status, answer = await go.callback(MESSAGE, {"content": "x" * 2001})
    assert (status, list(answer["errors"]["data"])) == (400, ["content"])
    assert (await go.callback(MESSAGE, {"content": "x"}))[0] == 200


async def test_a_late_or_false_answer_is_refused(go: Answers, world: World, rest: Rest) -> None:
    world.clock.advance(3.5)
    assert (await go.callback(MESSAGE, {"content": "x"}))[1]["code"] == 10062
    assert (await rest("POST", "/interactions/1/false/callback", {"type": 5}))[1]["code"] == 10062


@pytest.mark.parametrize("kind", [DEFERRED_UPDATE, UPDATE, CHOICES, 1, 99])
async def test_an_answer_must_fit_the_interaction(go: Answers, kind: int) -> None:
    status, answer = await go.callback(kind, {"content": "x"})
    assert (status, answer["code"], list(answer["errors"])) == (400, 50035, ["type"])


async def test_a_deferral_waits_for_the_edit(go: Answers, world: World) -> None:
    _, answer = await go.callback(DEFERRED, {"flags": EPHEMERAL})
    assert answer["interaction"]["response_message_loading"]
    assert go.use.state == "deferred"
    with pytest.raises(Unanswered, match="deferred"):
        await go.use.answer(0.05)
    assert (await go.hook("PATCH", {"content": "done"}))[0] == 200
    message = await go.use.answer()
    assert (message.content, message.is_loading, message.ephemeral_for) == ("done", False, world.member("ada").user)


async def test_the_first_follow_up_fills_a_deferral(go: Answers, world: World) -> None:
    await go.callback(DEFERRED)
    assert (await go.hook("POST", {"content": "done"}))[0] == 200
    assert [message.content for message in world.messages("films")] == ["done"]


async def test_a_deferral_can_be_taken_back_and_answered_privately(go: Answers, world: World) -> None:
    await go.callback(DEFERRED)
    assert (await go.hook("DELETE"))[0] == 204
    assert (await go.hook("GET"))[1]["code"] == 10008
    await go.hook("POST", {"content": "only you", "flags": EPHEMERAL})
    assert (await go.use.answer()).content == "only you"
    assert world.messages("films") == []


async def test_the_token_lives_for_fifteen_minutes(go: Answers, world: World) -> None:
    await go.callback(MESSAGE, {"content": "x"})
    world.clock.advance(899)
    assert (await go.hook("PATCH", {"content": "y"}))[0] == 200
    world.clock.advance(2)
    for method, body in (("PATCH", {"content": "z"}), ("POST", {"content": "z"}), ("GET", None), ("DELETE", None)):
        status, answer = await go.hook(method, body)
        assert (status, answer["code"], answer["message"]) == (401, 50027, "Invalid Webhook Token")


async def test_an_interaction_without_an_answer_has_no_webhook(go: Answers) -> None:
    status, answer = await go.hook("POST", {"content": "x"})
    assert (status, answer["code"]) == (404, 10015)


async def test_follow_ups_can_be_edited_and_deleted(go: Answers, world: World) -> None:
    await go.callback(MESSAGE, {"content": "first"})
    _, follow = await go.hook("POST", {"content": "second"})
    assert follow["message_reference"]["message_id"] == str(world.messages("films")[0].id)
    assert (await go.hook("PATCH", {"content": "third"}, follow["id"]))[1]["content"] == "third"
    assert (await go.hook("DELETE", None, follow["id"]))[0] == 204
    assert (await go.hook("GET", None, follow["id"]))[1]["code"] == 10008


async def test_the_bots_token_does_not_reach_private_answers(go: Answers, rest: Rest) -> None:
    _, answer = await go.callback(MESSAGE, {"content": "x", "flags": EPHEMERAL})
    path = f"/channels/{go.use.channel.id}/messages/{answer['interaction']['response_message_id']}"
    assert (await rest("GET", path))[1]["code"] == 10008
    assert (await rest("PATCH", path, {"content": "y"}))[1]["code"] == 10008


@pytest.mark.usefixtures("go")
async def test_an_answer_carries_files_up_to_the_limit_of_the_interaction(world: World, rest: Rest) -> None:
    world.attachment_limit = 100
    go = Answers(world, rest, await world.member("ada").command("go"))
    assert (await go.callback_with_file(b"x" * 101, content="x"))[1]["code"] == 40005
    _, answer = await go.callback_with_file(b"x" * 100, attachments=[{"id": 0, "description": "A clip"}])
    assert answer["resource"]["message"]["attachments"][0]["description"] == "A clip"


@pytest.mark.usefixtures("go")
async def test_choices_are_limited(world: World, rest: Rest) -> None:
    async with world.subscribe() as events:
        for choices, expected in (
            ([{"name": "n", "value": "v"}] * 26, "BASE_TYPE_MAX_LENGTH"),
            ([{"name": "n" * 101, "value": "v"}], "BASE_TYPE_MAX_LENGTH"),
            ([{"name": "n", "value": "v" * 101}], "BASE_TYPE_MAX_LENGTH"),
            ([{"name": "n", "value": 5}], "STRING_TYPE_CONVERT"),
        ):
            async with running(offer(world)):
                event, use = await events.get()
                assert event == "interaction"
                _, answer = await Answers(world, rest, use).callback(CHOICES, {"choices": choices})
                assert codes(answer["errors"]) == {expected}


async def offer(world: World) -> None:
    await world.member("ada").autocomplete("go", "model", "m")


async def test_a_press_updates_its_message(go: Answers, world: World, rest: Rest) -> None:
    await go.callback(MESSAGE, v2(text("before"), {"type": 1, "components": [button()]}))
    card = world.messages("films")[0]
    press = Answers(world, rest, await world.member("ben").press(card, "go"))
    assert (await press.callback(UPDATE, {"components": [text("after")]}))[0] == 200
    assert card.components[0]["content"] == "after"
    assert (await press.hook("GET"))[1]["id"] == str(card.id)


async def test_a_silent_press_edits_its_message_later(go: Answers, world: World, rest: Rest) -> None:
    await go.callback(MESSAGE, {"content": "before", "components": [{"type": 1, "components": [button()]}]})
    card = world.messages("films")[0]
    press = Answers(world, rest, await world.member("ben").press(card, "go"))
    _, answer = await press.callback(DEFERRED_UPDATE)
    assert (answer["interaction"]["response_message_loading"], press.use.state) == (False, "deferred")
    await press.hook("PATCH", {"content": "after"})
    assert (card.content, press.use.state) == ("after", "answered")


@pytest.mark.usefixtures("go")
async def test_a_forced_private_answer_says_so(world: World, rest: Rest) -> None:
    world.deny("films", "SEND_MESSAGES", member="ada")
    go = Answers(world, rest, await world.member("ada").command("go"))
    _, answer = await go.callback(MESSAGE, {"content": "public?"})
    assert answer["interaction"]["response_message_ephemeral"] is True
    assert world.messages("films") == []


async def test_an_unanswered_interaction_is_told_of(go: Answers, world: World) -> None:
    async with world.subscribe() as events:
        world.clock.advance(4)
        assert await events.get() == ("interaction", go.use)
        assert go.use.state == "failed"


@pytest.mark.usefixtures("go")
async def test_the_picture_of_a_command_is_private_and_signed(world: World) -> None:
    await world.member("ada").command("go", image=Upload("a.png", b"x", declared={"size": 99_000_000}))
    file = next(iter(world.attachments.values())).json(world.signer)
    assert (file["ephemeral"], file["size"]) == (True, 99_000_000)
    assert "/ephemeral-attachments/" in file["url"]


async def test_a_silent_press_may_be_answered_by_a_follow_up(go: Answers, world: World, rest: Rest) -> None:
    await go.callback(MESSAGE, {"content": "card", "components": [{"type": 1, "components": [button()]}]})
    press = Answers(world, rest, await world.member("ben").press(world.messages("films")[0], "go"))
    await press.callback(DEFERRED_UPDATE)
    await press.hook("POST", {"content": "only you", "flags": EPHEMERAL})
    assert (await press.use.answer()).content == "only you"


async def test_the_reason_of_a_refusal_is_kept_with_the_use(go: Answers, world: World) -> None:
    await go.callback(MESSAGE, {"content": "x" * 2001})
    world.clock.advance(4)
    with pytest.raises(Unanswered, match="Must be 2000 or fewer in length"):
        await go.use.answer()


async def test_a_menu_of_users_tells_who_they_are(go: Answers, world: World, rest: Rest) -> None:
    menu = {"type": 5, "custom_id": "who", "max_values": 2}
    await go.callback(MESSAGE, {"content": "who?", "components": [{"type": 1, "components": [menu]}]})
    picked = [str(world.member(name).id) for name in ("ada", "ben")]
    use = await world.member("cleo").press(world.messages("films")[0], "who", picked)
    assert use.state == "sent"
    with pytest.raises(ClientRefusal, match="3 values are more than 2"):
        await world.member("cleo").press(world.messages("films")[0], "who", [*picked, "5"])


async def test_no_record_holds_the_token_of_an_interaction(go: Answers, world: World) -> None:
    await go.callback(MESSAGE, {"content": "x"})
    assert all(go.use.token not in record.path for record in world.requests)
    assert go.use.token not in repr(go.use)
