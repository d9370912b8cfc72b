import re
from typing import Any, Literal

import pytest

from sandbox.providers import Wavespeed
from tests.sandbox_providers.clients import PATHS, Client, data_uri, hosting, picture

PROMPT = "a fox in the snow"


async def test_a_submit_answers_with_the_whole_prediction(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    answer = await at_wavespeed.submit(prompt=PROMPT, enable_prompt_expansion=True)
    made = answer.json["data"]
    assert (answer.status, answer.json["code"], answer.json["message"]) == (200, 200, "success")
    assert re.fullmatch(r"[0-9a-f]{32}", made["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", made["created_at"])
    assert {name: made[name] for name in made if name not in ("id", "created_at")} == {
        "model": "minimax/video-01",
        "outputs": [],
        "urls": {"get": f"{wavespeed.url}/api/v3/predictions/{made['id']}/result"},
        "has_nsfw_contents": [],
        "status": "created",
        "error": "",
        "timings": {"inference": 0},
    }


async def test_a_task_is_created_then_processing_then_completed(at_wavespeed: Client) -> None:
    settings = at_wavespeed.service.settings
    settings.render_seconds, settings.spread = 100.0, 0.0
    task_id = await at_wavespeed.begin()
    assert await at_wavespeed.status(task_id) == "created"
    at_wavespeed.service.clock.advance(50)
    assert await at_wavespeed.status(task_id) == "processing"
    done = (await at_wavespeed.finish(task_id))["data"]
    assert done["status"] == "completed"
    assert done["has_nsfw_contents"] == [False]
    assert done["timings"] == {"inference": 100_000}
    assert done["outputs"][0].startswith("http://127.0.0.1:")
    assert not done["outputs"][0].startswith(at_wavespeed.service.url)


async def test_both_result_paths_give_the_same(at_wavespeed: Client) -> None:
    task_id = await at_wavespeed.begin()
    short = await at_wavespeed.ask("GET", f"/api/v3/predictions/{task_id}")
    assert short.json == (await at_wavespeed.look(task_id)).json


async def test_a_third_task_stays_created_until_one_of_two_is_done(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.at_once = 2
    wavespeed.settings.spread = 0.0
    ids = [await at_wavespeed.begin() for _ in range(3)]
    wavespeed.clock.advance(15)
    assert [await at_wavespeed.status(task_id) for task_id in ids] == ["processing", "processing", "created"]
    await at_wavespeed.finish(ids[0], 10)
    assert [await at_wavespeed.status(task_id) for task_id in ids] == ["completed", "completed", "processing"]


async def test_a_third_submit_within_a_minute_is_too_many(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.per_minute = 2
    assert [(await at_wavespeed.submit(prompt=PROMPT)).status for _ in range(3)] == [200, 200, 429]
    wavespeed.clock.advance(61)
    answer = await at_wavespeed.submit(prompt=PROMPT)
    assert answer.status == 200
    assert "Retry-After" not in answer.headers


def test_by_default_the_limits_are_those_of_the_lowest_tier(wavespeed: Wavespeed) -> None:
    assert (wavespeed.settings.per_minute, wavespeed.settings.at_once) == (2, 2)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"prompt": "x" * 2001},
        {"prompt": PROMPT, "image_url": "https://example.com/a.png"},
        {"prompt": PROMPT, "seed": 1},
        {"prompt": PROMPT, "enable_sync_mode": True},
        {"prompt": PROMPT, "image": None},
    ],
)
async def test_a_body_beside_the_schema_is_refused(at_wavespeed: Client, body: dict[str, Any]) -> None:
    answer = await at_wavespeed.submit(**body)
    assert (answer.status, answer.json["code"]) == (400, 400)
    assert answer.json["message"]


async def test_unknown_fields_pass_when_the_service_is_lax(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.strict = False
    assert (await at_wavespeed.submit(prompt=PROMPT, seed=1)).status == 200


@pytest.mark.parametrize("gap", ["", " "])
async def test_a_data_uri_is_read_with_and_without_the_space(
    at_wavespeed: Client, wavespeed: Wavespeed, gap: str
) -> None:
    task_id = await at_wavespeed.begin(image=data_uri(picture(512, 512), gap))
    await at_wavespeed.finish(task_id)
    assert wavespeed.tasks[task_id].first_frame == (512, 512)


async def test_a_large_picture_is_kept_short_in_the_record(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    uri = data_uri(picture() + b"\0" * 100_000)
    await at_wavespeed.begin(image=uri)
    assert len(wavespeed.submits[0].body["image"]) < 200
    assert wavespeed.submits[0].body["prompt"] == PROMPT


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (data_uri(picture(300, 400)), 1401),
        (data_uri(picture(1000, 400)), 1401),
        (data_uri(picture(form="GIF")), 1401),
        ("data:image/png;base64,!!!", 1401),
        ("http://127.0.0.1:9/none.png", 1402),
    ],
)
async def test_a_bad_picture_fails_the_task_with_its_code(at_wavespeed: Client, image: str, code: int) -> None:
    task_id = await at_wavespeed.begin(image=image)
    answer = await at_wavespeed.finish(task_id, 0)
    assert (answer["code"], answer["data"]["status"], answer["data"]["code"]) == (200, "failed", code)
    assert answer["data"]["error"]
    assert not at_wavespeed.service.submits[0].billed


async def test_a_bad_picture_may_be_refused_at_once(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.check_picture = "submit"
    answer = await at_wavespeed.submit(prompt=PROMPT, image=data_uri(picture(300, 400)))
    assert answer.status == 400
    assert "300px" in answer.json["message"]


async def test_a_picture_may_be_given_as_a_url(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    async with hosting(picture(700, 400)) as url:
        task_id = await at_wavespeed.begin(image=url)
        await at_wavespeed.finish(task_id)
    assert wavespeed.tasks[task_id].first_frame == (700, 400)


@pytest.mark.parametrize(
    ("model", "body", "status"),
    [
        ("minimax/video-02", {"prompt": PROMPT, "duration": 6, "resolution": "1080p"}, 200),
        ("minimax/hailuo-02/standard", {"prompt": PROMPT, "duration": 10}, 200),
        ("minimax/hailuo-02/pro", {"prompt": PROMPT, "duration": 10}, 400),
        ("minimax/hailuo-02/fast", {"prompt": PROMPT}, 400),
        ("minimax/hailuo-2.3/t2v-standard", {"prompt": PROMPT}, 200),
        ("minimax/hailuo-2.3/fast", {"prompt": PROMPT, "image": data_uri(picture())}, 200),
        ("kwaivgi/kling-v2.5-turbo-pro/text-to-video", {"prompt": PROMPT, "guidance_scale": 0.5}, 200),
        ("kwaivgi/kling-v2.5-turbo-pro/image-to-video", {"prompt": PROMPT}, 400),
        ("wavespeed-ai/wan-2.2/t2v-480p-ultra-fast", {"prompt": PROMPT, "size": "832*480"}, 200),
        ("wavespeed-ai/wan-2.2/t2v-480p-ultra-fast", {"prompt": PROMPT, "size": "832x480"}, 400),
        ("alibaba/wan-2.5/text-to-video", {"prompt": PROMPT, "duration": 5}, 200),
        ("bytedance/seedance-v1-pro-fast/text-to-video", {"prompt": PROMPT, "duration": 13}, 400),
        ("minimax/no-such-model", {"prompt": PROMPT}, 404),
    ],
)
async def test_siblings_have_schemas_of_their_own(
    at_wavespeed: Client, model: str, body: dict[str, Any], status: int
) -> None:
    assert (await at_wavespeed.submit(f"/api/v3/{model}", **body)).status == status


async def test_a_wrong_key_is_refused_everywhere(at_wavespeed: Client) -> None:
    for method, path in (
        ("POST", PATHS["wavespeed"]),
        ("GET", "/api/v3/predictions/x/result"),
        ("POST", "/api/v3/predictions"),
        ("DELETE", "/api/v3/predictions/x"),
        ("GET", "/api/v3/balance"),
        ("GET", "/api/v3/models"),
    ):
        answer = await at_wavespeed.ask(method, path, key="wrong", json={})
        assert (answer.status, answer.json["code"]) == (401, 401)


async def test_errors_may_hide_behind_http_200(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.errors_in_envelope = True
    wavespeed.settings.money = False
    answer = await at_wavespeed.submit(prompt=PROMPT)
    assert (answer.status, answer.json["code"]) == (200, 402)
    assert "insufficient" in answer.json["message"]


@pytest.mark.parametrize("status", [400, 402, 403])
async def test_no_money_has_several_numbers(at_wavespeed: Client, wavespeed: Wavespeed, status: int) -> None:
    wavespeed.settings.money, wavespeed.settings.money_status = False, status
    answer = await at_wavespeed.submit(prompt=PROMPT)
    assert (answer.status, answer.json["code"]) == (status, status)
    assert ("error_code" in answer.json) == (status == 403)


@pytest.mark.parametrize("form", ["strings", "objects", "null"])
async def test_outputs_have_three_forms(
    at_wavespeed: Client, wavespeed: Wavespeed, form: Literal["strings", "objects", "null"]
) -> None:
    wavespeed.settings.outputs = form
    task_id = await at_wavespeed.begin()
    before = (await at_wavespeed.look(task_id)).json["data"]
    assert (before["outputs"], before["has_nsfw_contents"]) == ((None, None) if form == "null" else ([], []))
    (output,) = (await at_wavespeed.finish(task_id))["data"]["outputs"]
    assert (output["url"] if form == "objects" else output).startswith("http://")


async def test_an_answer_may_come_bare_with_other_words(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.envelope = False
    wavespeed.settings.words = ("queued", "starting")
    wavespeed.settings.nanoseconds = False
    wavespeed.settings.result_link = False
    made = (await at_wavespeed.submit(prompt=PROMPT)).json
    assert made["status"] == "queued"
    assert made["urls"]["get"].endswith(made["id"])
    assert re.search(r"\.\d{3}Z$", made["created_at"])
