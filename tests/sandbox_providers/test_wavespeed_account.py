"""WaveSpeed's other paths: the list, deletion, money, models, uploads and webhooks."""

import hashlib
import hmac
import json
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.providers import Wavespeed
from sandbox.providers.serving import serve
from tests.sandbox_providers.clients import PATHS, Client, picture, until

PROMPT = "a fox in the snow"


async def test_the_list_is_newest_first_and_can_be_searched(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    ids = []
    for number in range(5):
        ids.append(await at_wavespeed.begin(prompt=f"film {number}"))
        wavespeed.clock.advance(10)
    everything = (await at_wavespeed.ask("POST", "/api/v3/predictions", json={})).json["data"]
    assert [item["id"] for item in everything["items"]] == ids[::-1]
    assert everything["total"] == 5
    page = {"page": 2, "page_size": 2}
    second = (await at_wavespeed.ask("POST", "/api/v3/predictions", json=page)).json["data"]
    assert [item["id"] for item in second["items"]] == [ids[2], ids[1]]
    since = {"created_after": everything["items"][1]["created_at"], "model": "minimax/video-01"}
    late = (await at_wavespeed.ask("POST", "/api/v3/predictions", json=since)).json["data"]
    assert [item["input"] for item in late["items"]] == [{"prompt": "film 4"}, {"prompt": "film 3"}]
    other = (await at_wavespeed.ask("POST", "/api/v3/predictions", json={"model": "minimax/video-02"})).json
    assert other["data"]["items"] == []
    done = (await at_wavespeed.ask("POST", "/api/v3/predictions", json={"status": "completed"})).json["data"]
    assert ids[0] in [item["id"] for item in done["items"]]


async def test_the_list_may_hide_the_inputs_and_ends_after_seven_days(
    at_wavespeed: Client, wavespeed: Wavespeed
) -> None:
    wavespeed.settings.list_inputs = False
    task_id = await at_wavespeed.begin()
    listed = (await at_wavespeed.ask("POST", "/api/v3/predictions", json={})).json["data"]["items"]
    assert "input" not in listed[0]
    await at_wavespeed.finish(task_id)
    wavespeed.clock.advance(7 * 86_400)
    assert (await at_wavespeed.look(task_id)).status == 404
    assert (await at_wavespeed.ask("POST", "/api/v3/predictions", json={})).json["data"]["items"] == []


@pytest.mark.parametrize("body", [{"page_size": 101}, {"page": 0}, {"created_after": "yesterday"}])
async def test_a_search_out_of_bounds_is_refused(at_wavespeed: Client, body: dict[str, Any]) -> None:
    assert (await at_wavespeed.ask("POST", "/api/v3/predictions", json=body)).status == 400


async def test_a_task_can_be_deleted_on_two_paths(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    first, second = await at_wavespeed.begin(), await at_wavespeed.begin()
    one = await at_wavespeed.ask("DELETE", f"/api/v3/predictions/{first}")
    assert one.json["data"] == {"id": first, "status": "deleted"}
    await at_wavespeed.ask("POST", "/api/v3/predictions/delete", json={"ids": [second]})
    assert await at_wavespeed.status(second) == "deleted"
    assert all(made.billed for made in wavespeed.submits)


async def test_money_is_spent_and_given_back_for_a_failure(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.next_outcome("failed")
    await at_wavespeed.begin()
    assert (await at_wavespeed.ask("GET", "/api/v3/balance")).json["data"] == {"balance": 99_999.5}
    await at_wavespeed.finish(wavespeed.submits[0].task_id or "")
    assert (await at_wavespeed.ask("GET", "/api/v3/balance")).json["data"] == {"balance": 100_000.0}
    assert [(made.accepted, made.billed) for made in wavespeed.submits] == [(True, False)]


async def test_models_tell_their_schema_and_price(at_wavespeed: Client) -> None:
    models = {entry["model_id"]: entry for entry in (await at_wavespeed.ask("GET", "/api/v3/models")).json["data"]}
    video = models["minimax/video-01"]
    schema = video["api_schema"]["api_schemas"][0]["request_schema"]
    assert (video["base_price"], video["type"]) == (0.5, "image-to-video")
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["prompt"]
    assert schema["properties"]["prompt"] == {"type": "string", "maxLength": 2000}
    inquiry = {"model_id": "minimax/hailuo-02/fast", "inputs": {}}
    price = (await at_wavespeed.ask("POST", "/api/v3/model/price", json=inquiry)).json["data"]
    assert (price["price"], price["currency"]) == (0.1, "USD")


async def test_a_picture_can_be_uploaded_in_one_request(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    form = aiohttp.FormData()
    form.add_field("file", picture(640, 480), filename="frame.png", content_type="image/png")
    data = (await at_wavespeed.ask("POST", "/api/v3/media/upload/binary", data=form)).json["data"]
    assert (data["type"], data["filename"], data["size"]) == ("image", "frame.png", len(picture(640, 480)))
    task_id = await at_wavespeed.begin(image=data["download_url"])
    await at_wavespeed.finish(task_id)
    assert wavespeed.tasks[task_id].first_frame == (640, 480)


async def test_a_picture_can_be_uploaded_by_a_ticket(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wish = {"filename": "frame.png", "size": 9, "content_type": "image/png"}
    data = (await at_wavespeed.ask("POST", "/api/v3/media/uploads", json=wish)).json["data"]
    upload = data["upload"]
    for status in (200, 403):
        async with at_wavespeed.session.put(
            upload["url"], data=picture(640, 480), headers=upload["headers"]
        ) as response:
            assert response.status == status
    task_id = await at_wavespeed.begin(image=data["download_url"])
    await at_wavespeed.finish(task_id)
    assert wavespeed.tasks[task_id].first_frame == (640, 480)


async def test_a_webhook_is_signed_repeated_and_bare(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.webhook_copies, wavespeed.settings.webhook_delay = 2, 30.0
    secret = (await at_wavespeed.ask("GET", "/api/v3/webhook/secret")).json["data"]["secret"]
    got: list[tuple[dict[str, str], bytes]] = []

    async def receive(request: web.Request) -> web.Response:
        got.append((dict(request.headers), await request.read()))
        return web.Response(status=500 if len(got) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", receive)
    async with serve(app) as url:
        path = f"{PATHS['wavespeed']}?webhook={url}/hook"
        task_id = (await at_wavespeed.submit(path, prompt=PROMPT)).json["data"]["id"]
        await at_wavespeed.finish(task_id)
        assert got == []
        await send_all(wavespeed, got)
    headers, body = got[-1]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(secret.removeprefix("whsec_").encode(), signed, hashlib.sha256).hexdigest()
    assert headers["webhook-signature"] == f"v3,{digest}"
    assert headers["webhook-id"] == task_id
    assert b'"status": "completed"' in body
    assert json.loads(body)["input"] == {"prompt": PROMPT}


async def send_all(wavespeed: Wavespeed, got: list[tuple[dict[str, str], bytes]]) -> None:
    """One that is not taken, its repetition, and the copy."""

    def moved() -> bool:
        wavespeed.clock.advance(10)
        return len(got) == 3

    await until(moved)
