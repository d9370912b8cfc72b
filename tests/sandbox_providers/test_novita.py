import uuid
from typing import Any, Literal

import pytest

from sandbox.providers import Novita
from tests.sandbox_providers.clients import PATHS, Client, data_uri, picture

PROMPT = "a fox in the snow"


async def test_a_submit_answers_with_a_task_id_and_nothing_else(at_novita: Client, novita: Novita) -> None:
    answer = await at_novita.submit(prompt=PROMPT, enable_prompt_expansion=False)
    assert answer.status == 200
    assert list(answer.json) == ["task_id"]
    assert str(uuid.UUID(answer.json["task_id"])) == answer.json["task_id"]
    assert [(made.task_id, made.accepted, made.billed) for made in novita.submits] == [
        (answer.json["task_id"], True, True)
    ]


async def test_a_task_is_queued_then_processing_then_succeeds(at_novita: Client, novita: Novita) -> None:
    novita.settings.render_seconds, novita.settings.spread = 100.0, 0.0
    task_id = await at_novita.begin()
    assert await at_novita.status(task_id) == "TASK_STATUS_QUEUED"
    novita.clock.advance(50)
    task = (await at_novita.look(task_id)).json["task"]
    assert task["status"] == "TASK_STATUS_PROCESSING"
    assert 50 <= task["progress_percent"] < 60
    assert 40 < task["eta"] <= 50
    done = await at_novita.finish(task_id)
    assert done["task"] | {"task_id": ""} == {
        "task_id": "",
        "task_type": "MINIMAX_VIDEO_01",
        "status": "TASK_STATUS_SUCCEED",
        "reason": "",
        "eta": 0,
        "progress_percent": 100,
    }
    assert done["images"] == []
    assert [(video["video_type"], video["video_url_ttl"]) for video in done["videos"]] == [("mp4", "3600")]
    assert set(done) == {"task", "images", "videos"}


@pytest.mark.parametrize(("ttl", "shown"), [("string", "3600"), ("int", 3600), ("zero", "0"), ("missing", None)])
async def test_the_life_of_a_link_has_four_forms(
    at_novita: Client, novita: Novita, ttl: Literal["string", "int", "zero", "missing"], shown: object
) -> None:
    novita.settings.ttl = ttl
    done = await at_novita.finish(await at_novita.begin())
    assert done["videos"][0].get("video_url_ttl") == shown


async def test_the_long_form_of_the_result_has_extra_and_audios(at_novita: Client, novita: Novita) -> None:
    novita.settings.extra = True
    done = await at_novita.finish(await at_novita.begin())
    assert done["audios"] == []
    assert int(done["extra"]["debug_info"]["complete_time_ms"]) > 0


@pytest.mark.parametrize(("lists", "shown"), [("null", {"images": None, "videos": None}), ("missing", {})])
async def test_empty_lists_may_be_null_or_left_out(
    at_novita: Client, novita: Novita, lists: Literal["null", "missing"], shown: dict[str, Any]
) -> None:
    novita.settings.lists = lists
    result = (await at_novita.look(await at_novita.begin())).json
    assert {name: value for name, value in result.items() if name != "task"} == shown


async def test_progress_may_be_left_out_or_be_zero_at_the_end(at_novita: Client, novita: Novita) -> None:
    novita.settings.progress_at_end = False
    task_id = await at_novita.begin()
    assert (await at_novita.finish(task_id))["task"]["progress_percent"] == 0
    novita.settings.progress = False
    assert {"eta", "progress_percent"}.isdisjoint((await at_novita.look(task_id)).json["task"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"prompt": ""},
        {"prompt": "x" * 2001},
        {"prompt": 7},
        {"prompt": None},
        {"prompt": PROMPT, "enable_prompt_expansion": "yes"},
        {"prompt": PROMPT, "image": "https://example.com/a.png"},
        {"prompt": PROMPT, "duration": 6},
    ],
)
async def test_a_body_beside_the_schema_is_refused(at_novita: Client, novita: Novita, body: dict[str, Any]) -> None:
    answer = await at_novita.submit(**body)
    assert (answer.status, answer.json["code"], answer.json["reason"]) == (400, 400, "INVALID_REQUEST_BODY")
    assert [(made.accepted, made.billed, made.refusal) for made in novita.submits] == [(False, False, "body")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ('{"prompt": "x", "enable_prompt_expansion": True,}', "application/json"),
        ('{"prompt": NaN}', "application/json"),
        ("[]", "application/json"),
        ('{"prompt": "x"}', "text/plain"),
    ],
)
async def test_only_strict_json_is_read(at_novita: Client, novita: Novita, data: str, kind: str) -> None:
    headers = {"Authorization": f"Bearer {novita.key}", "Content-Type": kind}
    url = novita.url + PATHS["novita"]
    async with at_novita.session.post(url, data=data, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["reason"] == "INVALID_REQUEST_BODY"


async def test_a_wrong_key_is_refused_everywhere(at_novita: Client, novita: Novita) -> None:
    for method, path in (
        ("POST", PATHS["novita"]),
        ("GET", "/v3/async/task-result?task_id=x"),
        ("GET", "/openapi/v1/billing/balance/detail"),
    ):
        answer = await at_novita.ask(method, path, key="wrong")
        assert answer.status == 403
        assert answer.json == {"code": 403, "reason": "INVALID_API_KEY", "message": "invalid api-key"}
    async with at_novita.session.post(novita.url + PATHS["novita"], json={"prompt": PROMPT}) as response:
        assert response.status == 403


async def test_a_key_may_be_taken_back_and_the_money_may_end(at_novita: Client, novita: Novita) -> None:
    novita.settings.money = False
    assert (await at_novita.submit(prompt=PROMPT)).json["reason"] == "BILLING_BALANCE_NOT_ENOUGH"
    novita.settings.key_valid = False
    assert (await at_novita.submit(prompt=PROMPT)).json["reason"] == "INVALID_API_KEY"
    assert not any(made.billed for made in novita.submits)


async def test_unknown_tasks_models_and_paths_are_not_found(at_novita: Client, novita: Novita) -> None:
    look = await at_novita.look("f6aec953-2e81-4d3a-9b0c-000000000000")
    assert (look.status, look.json["reason"]) == (404, "TASK_NOT_FOUND")
    assert (await at_novita.submit("/v3/async/no-such-model", prompt=PROMPT)).json["reason"] == "API_NOT_FOUND"
    assert (await at_novita.ask("GET", "/v3/task_result/x")).status == 404
    novita.settings.retired.add("minimax-video-01")
    assert (await at_novita.submit(prompt=PROMPT)).json["reason"] == "API_NOT_FOUND"


async def test_the_twenty_first_request_of_a_minute_is_too_many(at_novita: Client, novita: Novita) -> None:
    answers = [(await at_novita.submit(prompt=PROMPT)).status for _ in range(21)]
    assert answers == [200] * 20 + [429]
    novita.settings.retry_after = 12
    refused = await at_novita.submit(prompt=PROMPT)
    assert (refused.json["reason"], refused.headers["Retry-After"]) == ("RATE_LIMIT_EXCEEDED", "12")
    novita.clock.advance(61)
    assert (await at_novita.submit(prompt=PROMPT)).status == 200


async def test_looks_count_only_when_told(at_novita: Client, novita: Novita) -> None:
    novita.settings.per_minute = 2
    task_id = await at_novita.begin()
    assert [(await at_novita.look(task_id)).status for _ in range(5)] == [200] * 5
    novita.settings.count_looks = True
    assert [(await at_novita.look(task_id)).status for _ in range(2)] == [200, 429]


async def test_the_balance_is_in_ten_thousandths_and_falls(at_novita: Client, novita: Novita) -> None:
    before = (await at_novita.ask("GET", "/openapi/v1/billing/balance/detail")).json
    assert before["availableBalance"] == "1000000000"
    await at_novita.begin()
    after = (await at_novita.ask("GET", "/openapi/v1/billing/balance/detail")).json
    assert int(after["availableBalance"]) == 1_000_000_000 - round(novita.models["minimax-video-01"].price * 10_000)


@pytest.mark.parametrize(
    ("model", "body", "status"),
    [
        ("minimax-hailuo-02", {"prompt": PROMPT, "duration": 10, "resolution": "768P"}, 200),
        ("minimax-hailuo-02", {"prompt": PROMPT, "duration": 10, "resolution": "1080P"}, 400),
        ("minimax-hailuo-2.3-t2v", {"prompt": PROMPT, "duration": 6, "resolution": "1080P"}, 200),
        ("minimax-hailuo-2.3-t2v", {"prompt": PROMPT, "image": "https://example.com/a.png"}, 400),
        ("minimax-hailuo-2.3-fast-i2v", {"prompt": PROMPT}, 400),
        ("kling-v2.1-i2v", {"prompt": PROMPT, "image": data_uri(picture()), "duration": "5"}, 200),
        ("kling-v2.1-i2v", {"prompt": PROMPT, "image": data_uri(picture()), "duration": 5}, 400),
        ("wan2.7-t2v", {"input": {"prompt": PROMPT}, "parameters": {"size": "1280*720", "seed": 1}}, 200),
        ("wan2.7-t2v", {"prompt": PROMPT}, 400),
        ("wan2.7-t2v", {"input": {"prompt": PROMPT, "seed": 1}}, 400),
        ("wan2.7-i2v", {"input": {"prompt": PROMPT, "img_url": data_uri(picture())}}, 200),
        ("wan-t2v", {"prompt": PROMPT, "width": 832, "height": 480, "seed": -1}, 200),
        ("wan-t2v", {"prompt": PROMPT, "width": 832.5}, 400),
        ("hunyuan-video-fast", {"model_name": "hunyuan-video-fast", "prompt": PROMPT, "frames": 85}, 200),
    ],
)
async def test_siblings_have_schemas_of_their_own(
    at_novita: Client, model: str, body: dict[str, Any], status: int
) -> None:
    assert (await at_novita.submit(f"/v3/async/{model}", **body)).status == status


@pytest.mark.parametrize(("form", "shown"), [("object", {}), ("list", [])])
async def test_errors_may_carry_metadata(
    at_novita: Client, novita: Novita, form: Literal["object", "list"], shown: object
) -> None:
    novita.settings.metadata = form
    assert (await at_novita.look("none")).json["metadata"] == shown
