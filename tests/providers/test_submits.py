"""A submit at both services: what arrives there, and what each answer means. One POST, whatever happens."""

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import Busy, Down, OperatorNeeded, ProviderError, Rejected
from domain.jobs import Failure
from sandbox.providers import Providers
from services.providers.port import Provider

from .pictures import PNG, data_uri, serving_picture
from .services import HURRIED, PROMPT, Service, until

LOST: list[tuple[str, dict[str, Any]]] = [
    ("lost", {}),
    ("reset", {}),
    ("empty", {}),
    ("malformed", {}),
    ("truncated", {}),
    ("enormous", {}),
    ("html", {}),
    ("redirect", {"to": "/v3/async/elsewhere"}),
    ("redirect", {"to": "/api/v3/else/where", "status": 307}),
    ("status", {"status": 400, "body": "html"}),
    ("status", {"status": 400, "body": "empty"}),
    ("status", {"status": 408}),
    ("status", {"status": 409}),
    *(("status", {"status": status, "body": body}) for status in (500, 502, 503, 504) for body in ("json", "html")),
    ("status", {"status": 503, "body": "empty", "retry_after": 3}),
]


async def refusal_of(client: Provider, service: Service) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await client.submit(service.submission())
    return caught.value


async def test_an_accepted_submit_gives_the_id_of_the_one_task(service: Service) -> None:
    task_id = await service.submit()
    assert list(service.emulator.tasks) == [task_id]
    assert len(service.emulator.submits) == 1


async def test_the_body_holds_the_prompt_and_the_parameters_of_the_catalogue(service: Service) -> None:
    task_id = await service.submit()
    assert service.emulator.tasks[task_id].inputs == {"prompt": PROMPT, "enable_prompt_expansion": True}


async def test_a_first_frame_goes_as_an_address_or_as_bytes_as_the_offer_says(service: Service) -> None:
    async with serving_picture() as address:
        frame = address if service.name == "novita" else data_uri(PNG)
        task_id = await service.client().submit(service.submission(frame=frame))
    task = service.emulator.tasks[task_id]
    await until(lambda: task.first_frame is not None)
    assert task.first_frame == (640, 360)


async def test_a_picture_of_megabytes_can_be_sent_in_the_request(wavespeed: Service) -> None:
    frame = data_uri(PNG + bytes(3_000_000))
    task_id = await wavespeed.client().submit(wavespeed.submission(frame=frame))
    assert wavespeed.emulator.tasks[task_id].submit.accepted


@pytest.mark.parametrize(("kind", "options"), LOST)
async def test_an_answer_that_promises_nothing_is_unknown_and_not_repeated(
    service: Service, kind: str, options: dict[str, Any]
) -> None:
    rule = service.fault("submit", kind, times=None, **options)
    error = await refusal_of(service.client(), service)
    assert type(error) is Down
    assert rule.met == 1


@pytest.mark.parametrize("kind", ["hang", "hold-before", "hold-after"])
async def test_an_answer_that_does_not_come_in_time_is_unknown_and_not_repeated(service: Service, kind: str) -> None:
    rule = service.fault("submit", kind, times=None)
    error = await refusal_of(service.client(HURRIED), service)
    assert type(error) is Down
    assert rule.met == 1
    rule.release()


async def test_an_answer_that_comes_in_drops_has_to_end_in_time_too(service: Service) -> None:
    service.fault("submit", "drip", bytes_per_second=20)
    assert type(await refusal_of(service.client(HURRIED), service)) is Down


@pytest.mark.parametrize(
    ("kind", "options"), [("content-type", {}), ("content-type", {"type": "text/plain"}), ("slow", {"seconds": 0.1})]
)
async def test_an_answer_that_is_only_strange_or_slow_counts(
    service: Service, kind: str, options: dict[str, Any]
) -> None:
    service.fault("submit", kind, **options)
    task_id = await service.submit()
    assert task_id in service.emulator.tasks


@pytest.mark.parametrize("body", ["json", "html", "empty"])
async def test_too_many_requests_are_busy_with_and_without_a_time(service: Service, body: str) -> None:
    service.fault("submit", "status", status=429, body=body)
    service.fault("submit", "status", status=429, body=body, retry_after=7)
    without, with_time = [await refusal_of(service.client(), service) for _ in range(2)]
    assert isinstance(without, Busy)
    assert without.retry_after is None
    assert isinstance(with_time, Busy)
    assert with_time.retry_after == 7


@pytest.mark.parametrize(("status", "about"), [(401, "key"), (403, "key"), (402, "money"), (404, "model")])
@pytest.mark.parametrize("body", ["json", "html", "empty"])
async def test_the_operator_is_needed_for_key_money_and_a_retired_path(
    service: Service, status: int, about: str, body: str
) -> None:
    service.fault("submit", "status", status=status, body=body)
    error = await refusal_of(service.client(), service)
    assert isinstance(error, OperatorNeeded)
    assert (error.about, error.status) == (about, status)


async def test_a_key_that_is_not_valid_is_told_from_an_empty_account(service: Service) -> None:
    service.emulator.settings.key_valid = False
    key = await refusal_of(service.client(), service)
    service.emulator.settings.key_valid, service.emulator.settings.money = True, False
    money = await refusal_of(service.client(), service)
    assert isinstance(key, OperatorNeeded)
    assert isinstance(money, OperatorNeeded)
    assert (key.about, money.about) == ("key", "money")


async def test_a_retired_model_is_for_the_operator(service: Service) -> None:
    service.emulator.settings.retired.update(service.emulator.models)
    error = await refusal_of(service.client(), service)
    assert isinstance(error, OperatorNeeded)
    assert error.about == "model"


async def test_the_services_own_limit_is_busy(service: Service) -> None:
    service.emulator.settings.per_minute = 1
    await service.submit()
    assert isinstance(await refusal_of(service.client(), service), Busy)
    assert len(service.emulator.tasks) == 1


@pytest.mark.parametrize(
    ("what", "failure"),
    [
        ("content", Failure.CONTENT),
        ("body", Failure.ORDER),
        ("wrong-ratio", Failure.ORDER),
        ("unreachable", Failure.ORDER),
    ],
)
async def test_a_refusal_with_a_documented_reason_is_definite(service: Service, what: str, failure: Failure) -> None:
    service.fault("submit", "refuse", what=what)
    error = await refusal_of(service.client(), service)
    assert isinstance(error, Rejected)
    assert error.failure is failure
    assert not service.emulator.tasks


async def test_a_request_that_is_too_large_for_a_gateway_is_refused(service: Service) -> None:
    service.fault("submit", "status", status=413, body="html")
    assert isinstance(await refusal_of(service.client(), service), Rejected)


async def test_an_error_whose_name_sounds_definite_is_unknown_behind_a_server_error(novita: Service) -> None:
    novita.fault("submit", "refuse", what="create-failed")
    error = await refusal_of(novita.client(), novita)
    assert type(error) is Down
    assert error.reason == "CREATE_TASK_FAILED: create task failed"


@pytest.mark.parametrize("status", [400, 402, 403])
async def test_an_empty_account_is_known_by_its_words_too(
    wavespeed: Service, providers: Providers, status: int
) -> None:
    providers.wavespeed.settings.money = False
    providers.wavespeed.settings.money_status = status
    error = await refusal_of(wavespeed.client(), wavespeed)
    assert isinstance(error, OperatorNeeded)
    assert error.about == "money"


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("key", OperatorNeeded),
        ("money", OperatorNeeded),
        ("no-model", OperatorNeeded),
        ("rate", Busy),
        ("body", Rejected),
    ],
)
async def test_an_error_inside_a_success_is_an_error(
    wavespeed: Service, providers: Providers, what: str, kind: type[ProviderError]
) -> None:
    providers.wavespeed.settings.errors_in_envelope = True
    wavespeed.fault("submit", "refuse", what=what)
    error = await refusal_of(wavespeed.client(), wavespeed)
    assert type(error) is kind
    assert error.status == 200


async def test_an_answer_without_an_envelope_counts(wavespeed: Service, providers: Providers) -> None:
    providers.wavespeed.settings.envelope = False
    task_id = await wavespeed.submit()
    assert task_id in wavespeed.emulator.tasks


async def test_metadata_beside_an_error_is_let_be(novita: Service, providers: Providers) -> None:
    providers.novita.settings.metadata = "list"
    novita.fault("submit", "refuse", what="content")
    assert isinstance(await refusal_of(novita.client(), novita), Rejected)


async def test_a_frame_for_a_model_that_takes_none_any_more_is_refused_before_anything_is_sent(
    service: Service,
) -> None:
    submission = service.submission(frame="data:,")
    offer = replace(submission.offer, frame_field=None)
    with pytest.raises(Rejected):
        await service.client().submit(replace(submission, offer=offer))
    assert not service.emulator.submits
