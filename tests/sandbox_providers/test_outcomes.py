from typing import Any

import pytest

from sandbox.providers import Wavespeed
from tests.sandbox_providers.clients import Client, status_of

Clients = tuple[Client, Client]


@pytest.fixture
def both(at_novita: Client, at_wavespeed: Client) -> Clients:
    return at_novita, at_wavespeed


async def test_a_failure_has_a_reason(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("failed")
    novita, wavespeed = [await client.finish(await client.begin()) for client in both]
    assert (novita["task"]["status"], novita["task"]["reason"]) == ("TASK_STATUS_FAILED", "model inference failed")
    assert novita["videos"] == []
    assert wavespeed["code"] == 200
    failed = wavespeed["data"]
    assert (failed["status"], failed["error"], failed["code"]) == ("failed", "execution failed", 1403)


async def test_a_failure_may_have_no_reason_or_a_given_one(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("failed-no-reason")
        client.service.next_outcome("failed", reason="model load failed")
        reasons = [reason_of(await client.finish(await client.begin())) for _ in range(2)]
        assert reasons == ["", "model load failed"]


def reason_of(body: Any) -> str:
    return str(body["task"]["reason"] if "task" in body else body["data"]["error"])


async def test_the_number_of_a_failure_may_be_missing(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.failure_codes = False
    at_wavespeed.service.next_outcome("content-refused")
    failed = (await at_wavespeed.finish(await at_wavespeed.begin()))["data"]
    assert "code" not in failed
    assert "moderation" in failed["error"]


async def test_content_may_be_refused_in_the_task_or_at_once(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("content-refused")
        body = await client.finish(await client.begin())
        assert status_of(body) in ("TASK_STATUS_FAILED", "failed")
        client.service.next_outcome("content-refused", at="submit")
        assert (await client.submit(prompt="x")).status == 400
        assert (await client.submit(prompt="x")).status == 200


async def test_novita_names_what_it_refuses(at_novita: Client) -> None:
    at_novita.service.next_outcome("content-refused", at="submit", reason="ILLEGAL_IMAGE_CONTENT")
    assert (await at_novita.submit(prompt="x")).json["reason"] == "ILLEGAL_IMAGE_CONTENT"


async def test_a_success_may_hold_no_video(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("no-video")
    novita, wavespeed = [await client.finish(await client.begin()) for client in both]
    assert (novita["task"]["status"], novita["videos"]) == ("TASK_STATUS_SUCCEED", [])
    assert (wavespeed["data"]["status"], wavespeed["data"]["outputs"]) == ("completed", [])


async def test_an_unknown_status_comes_before_the_success(both: Clients) -> None:
    for client, word in zip(both, ("TASK_STATUS_POSTPROCESSING", "postprocessing"), strict=True):
        client.service.next_outcome("unknown-status", seconds=100.0)
        task_id = await client.begin()
        client.service.clock.advance(60)
        assert await client.status(task_id) == word
        assert status_of(await client.finish(task_id)) in ("TASK_STATUS_SUCCEED", "completed")


async def test_a_task_may_go_back_to_waiting(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("regress", seconds=100.0)
        task_id = await client.begin()
        seen = []
        for _ in range(3):
            client.service.clock.advance(25)
            seen.append(await client.status(task_id))
        assert seen[0] == seen[2] != seen[1]
        assert seen[1] in ("TASK_STATUS_QUEUED", "created")


async def test_a_task_may_be_forgotten_at_its_end_or_from_the_start(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("forgotten")
        client.service.next_outcome("forgotten", at="start")
        late, early = await client.begin(), await client.begin()
        assert (await client.look(early)).status == 404
        assert (await client.look(late)).status == 200
        client.service.clock.advance(60)
        await client.look(late)
        assert (await client.look(late)).status == 404


async def test_nsfw_is_flagged_and_given_all_the_same(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("nsfw")
    novita, wavespeed = [await client.finish(await client.begin()) for client in both]
    assert novita["extra"]["has_nsfw_contents"] == [True]
    assert len(novita["videos"]) == 1
    assert wavespeed["data"]["has_nsfw_contents"] == [True]
    assert len(wavespeed["data"]["outputs"]) == 1


async def test_a_task_may_never_end(both: Clients) -> None:
    for client in both:
        client.service.next_outcome("never")
        task_id = await client.begin()
        client.service.clock.advance(1_000_000)
        assert await client.status(task_id) in ("TASK_STATUS_PROCESSING", "processing")


@pytest.mark.parametrize("status", ["cancelled", "timeout"])
async def test_wavespeed_knows_more_ends_than_failed(at_wavespeed: Client, status: str) -> None:
    at_wavespeed.service.next_outcome(status)
    assert status_of(await at_wavespeed.finish(await at_wavespeed.begin())) == status


def test_an_outcome_that_does_not_exist_is_refused(at_novita: Client) -> None:
    with pytest.raises(ValueError, match="no such outcome"):
        at_novita.service.next_outcome("exploded")


async def test_a_lost_answer_leaves_a_billed_task(both: Clients) -> None:
    for client in both:
        client.service.faults.add(f"{client.service.name}.submit", "lost")
        with pytest.raises(OSError, match="reset by peer"):
            await client.submit(prompt="lost at sea")
        (made,) = client.service.submits
        assert (made.accepted, made.billed, made.body["prompt"]) == (True, True, "lost at sea")
        assert status_of(await client.finish(made.task_id or "")) in ("TASK_STATUS_SUCCEED", "completed")


@pytest.mark.parametrize("place", ["submit", "look"])
async def test_faults_are_met_at_submit_and_look(both: Clients, place: str) -> None:
    for client in both:
        task_id = await client.begin()
        client.service.faults.add(f"{client.service.name}.{place}", "status", status=503)
        answers = [await (client.submit(prompt="x") if place == "submit" else client.look(task_id)) for _ in range(2)]
        assert [answer.status for answer in answers] == [503, 200]


async def test_the_list_is_a_place_of_its_own(at_wavespeed: Client) -> None:
    at_wavespeed.service.faults.add("wavespeed.list", "status", status=500)
    assert (await at_wavespeed.ask("POST", "/api/v3/predictions", json={})).status == 500
    assert (await at_wavespeed.ask("POST", "/api/v3/predictions", json={})).status == 200


@pytest.mark.parametrize("what", ["money", "rate", "content", "body"])
async def test_a_refusal_can_be_asked_for(both: Clients, what: str) -> None:
    for client in both:
        client.service.faults.add(f"{client.service.name}.submit", "refuse", what=what)
        assert (await client.submit(prompt="x")).status in (400, 402, 429)
        assert client.service.submits[-1].refusal == what
        assert not client.service.submits[-1].billed


async def test_the_listing_for_people_has_no_prompts(both: Clients) -> None:
    for client in both:
        task_id = await client.begin(prompt="secret")
        (shown,) = client.service.listing()
        assert (shown["id"], shown["state"]) == (task_id, "waiting")
        assert "secret" not in str(shown)
