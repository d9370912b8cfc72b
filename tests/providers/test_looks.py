"""A look at a task: every form in which the services tell how it stands. A look may be repeated for ever."""

import asyncio
from typing import Any, Literal

import pytest

from domain.errors import Busy, Down, Forgotten, OperatorNeeded, ProviderError
from domain.looks import Finished, Waiting
from sandbox.providers import Providers

from .services import HURRIED, Service, failure_of, url_of

NO_ANSWER: list[tuple[str, dict[str, Any]]] = [
    ("lost", {}),
    ("reset", {}),
    ("empty", {}),
    ("malformed", {}),
    ("truncated", {}),
    ("enormous", {}),
    ("html", {}),
    ("redirect", {"to": "/elsewhere"}),
    ("status", {"status": 400}),
    ("status", {"status": 404, "body": "html"}),
    ("status", {"status": 404, "body": "empty"}),
    ("status", {"status": 410}),
    ("status", {"status": 500}),
    ("status", {"status": 502, "body": "html"}),
    ("status", {"status": 503, "body": "empty"}),
]


async def error_of_look(service: Service, task_id: str) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await service.client().look(task_id)
    return caught.value


async def test_a_task_waits_is_rendered_and_ends_with_a_clip(service: Service) -> None:
    service.emulator.settings.at_once = 1
    service.emulator.next_outcome("succeeded", seconds=100.0)
    first, second = await service.submit(), await service.submit()
    client = service.client()
    service.clock.advance(50)
    assert await client.look(second) == Waiting()
    assert await client.look(first) == Waiting(percent=50 if service.name == "novita" else None)
    assert url_of(await service.look_at_end(first)).startswith(service.emulator.media.url)


async def test_the_clip_can_be_fetched_without_the_key(service: Service) -> None:
    url = url_of(await service.look_at_end(await service.submit()))
    async with asyncio.timeout(10), service.session.get(url) as response:
        assert response.status == 200
        assert (await response.read())[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("outcome", "failure"),
    [
        ("failed", "render"),
        ("failed-no-reason", "render"),
        ("cancelled", "render"),
        ("timeout", "render"),
        ("content-refused", "content"),
        ("no-video", "no_video"),
    ],
)
async def test_a_task_that_ends_without_a_video_says_why(service: Service, outcome: str, failure: str) -> None:
    service.emulator.next_outcome(outcome)
    assert failure_of(await service.look_at_end(await service.submit())) == failure


@pytest.mark.parametrize("outcome", ["unknown-status", "regress", "nsfw"])
async def test_an_oddity_on_the_way_does_not_take_the_video_away(service: Service, outcome: str) -> None:
    service.emulator.next_outcome(outcome, seconds=100.0)
    task_id = await service.submit()
    for _ in range(9):
        service.clock.advance(10)
        assert isinstance(await service.client().look(task_id), Waiting)
    assert isinstance(await service.look_at_end(task_id), Finished)


async def test_a_task_nobody_knows_is_forgotten(service: Service) -> None:
    error = await error_of_look(service, "00000000-0000-4000-8000-000000000000")
    assert type(error) is Forgotten


@pytest.mark.parametrize(("kind", "options"), NO_ANSWER)
async def test_a_look_without_an_answer_takes_nothing_away(
    service: Service, kind: str, options: dict[str, Any]
) -> None:
    task_id = await service.submit()
    service.fault("look", kind, times=None, **options)
    assert type(await error_of_look(service, task_id)) is Down
    service.faults.clear()
    assert isinstance(await service.look_at_end(task_id), Finished)


async def test_a_look_ends_in_time(service: Service) -> None:
    task_id = await service.submit()
    service.fault("look", "hang")
    with pytest.raises(Down):
        await service.client(HURRIED).look(task_id)


@pytest.mark.parametrize(
    ("status", "kind"), [(401, OperatorNeeded), (402, OperatorNeeded), (403, OperatorNeeded), (429, Busy)]
)
async def test_a_look_can_need_the_operator_or_patience(
    service: Service, status: int, kind: type[ProviderError]
) -> None:
    task_id = await service.submit()
    service.fault("look", "status", status=status, retry_after=9)
    error = await error_of_look(service, task_id)
    assert type(error) is kind
    assert getattr(error, "retry_after", 9) == 9


async def test_only_the_word_for_it_gives_a_task_up(novita: Service) -> None:
    task_id = await novita.submit()
    novita.fault("look", "status", status=404)
    novita.fault("look", "status", status=404, reason="API_NOT_FOUND")
    assert type(await error_of_look(novita, task_id)) is Down
    assert type(await error_of_look(novita, task_id)) is Down


@pytest.mark.parametrize("ttl", ["string", "int", "zero", "missing"])
@pytest.mark.parametrize("lists", ["empty", "null", "missing"])
@pytest.mark.parametrize("is_long", [False, True])
async def test_every_documented_form_of_a_success_holds_the_clip(
    novita: Service,
    providers: Providers,
    ttl: Literal["string", "int", "zero", "missing"],
    lists: Literal["empty", "null", "missing"],
    is_long: bool,
) -> None:
    settings = providers.novita.settings
    settings.ttl, settings.lists, settings.extra, settings.progress_at_end = ttl, lists, is_long, not is_long
    assert isinstance(await novita.look_at_end(await novita.submit()), Finished)


async def test_a_service_that_tells_no_progress_is_believed(novita: Service, providers: Providers) -> None:
    providers.novita.settings.progress = False
    novita.emulator.next_outcome("succeeded", seconds=100.0)
    task_id = await novita.submit()
    novita.clock.advance(50)
    assert await novita.client().look(task_id) == Waiting()


@pytest.mark.parametrize("outputs", ["strings", "objects", "null"])
@pytest.mark.parametrize("has_envelope", [True, False])
@pytest.mark.parametrize("words", [("created", "processing"), ("pending", "running"), ("queued", "starting")])
async def test_every_documented_form_of_a_prediction_is_read(
    wavespeed: Service,
    providers: Providers,
    outputs: Literal["strings", "objects", "null"],
    has_envelope: bool,
    words: tuple[str, str],
) -> None:
    settings = providers.wavespeed.settings
    settings.outputs, settings.envelope, settings.words = outputs, has_envelope, words
    task_id = await wavespeed.submit()
    assert await wavespeed.client().look(task_id) == Waiting()
    assert isinstance(await wavespeed.look_at_end(task_id), Finished)


@pytest.mark.parametrize(("code", "failure"), [(1200, "content"), (1401, "order"), (1402, "order"), (5000, "render")])
async def test_the_number_of_a_failure_decides(wavespeed: Service, code: int, failure: str) -> None:
    wavespeed.emulator.next_outcome("failed", code=code, reason="it did not work")
    assert failure_of(await wavespeed.look_at_end(await wavespeed.submit())) == failure


@pytest.mark.parametrize("outcome", ["content-refused", "failed"])
async def test_without_a_number_the_words_decide(wavespeed: Service, providers: Providers, outcome: str) -> None:
    providers.wavespeed.settings.failure_codes = False
    wavespeed.emulator.next_outcome(outcome)
    expected = "content" if outcome == "content-refused" else "render"
    assert failure_of(await wavespeed.look_at_end(await wavespeed.submit())) == expected


async def test_a_deleted_task_is_forgotten(wavespeed: Service) -> None:
    task_id = await wavespeed.submit()
    wavespeed.emulator.delete(task_id)
    assert failure_of(await wavespeed.client().look(task_id)) == "forgotten"


async def test_an_error_inside_a_success_is_an_error_of_the_look(wavespeed: Service, providers: Providers) -> None:
    providers.wavespeed.settings.errors_in_envelope = True
    assert type(await error_of_look(wavespeed, "unknown")) is Forgotten
    providers.wavespeed.settings.key_valid = False
    assert type(await error_of_look(wavespeed, "unknown")) is OperatorNeeded
