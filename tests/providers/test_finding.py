"""Looking for a task whose id was lost: WaveSpeed lists its tasks, Novita does not."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from domain.errors import Busy, Down, OperatorNeeded, ProviderError
from sandbox.clock import Clock
from sandbox.providers import Providers
from sandbox.providers.serving import serve
from services.providers.port import Found, Submission

from .services import Service, open_client, submission_to

MINUTE = timedelta(minutes=1)


async def find(
    service: Service, submission: Submission, since: datetime | None = None, until: datetime | None = None
) -> list[str] | None:
    now = service.clock.now()
    found = await service.client().find(submission, since or now - MINUTE, until or now + MINUTE)
    return None if found is None else [each.task_id for each in found]


async def lose(service: Service, submission: Submission) -> str:
    """Submit so that the answer is lost; the id is known to the service alone."""
    service.fault("submit", "lost")
    with pytest.raises(Down):
        await service.client().submit(submission)
    return list(service.emulator.tasks)[-1]


async def test_a_submit_whose_answer_was_lost_is_found_again(wavespeed: Service) -> None:
    task_id = await lose(wavespeed, wavespeed.submission())
    assert await find(wavespeed, wavespeed.submission()) == [task_id]


async def test_nothing_is_found_where_nothing_arrived(wavespeed: Service) -> None:
    wavespeed.fault("submit", "reset")
    with pytest.raises(Down):
        await wavespeed.submit()
    assert await find(wavespeed, wavespeed.submission()) == []


async def test_the_prompt_tells_tasks_apart_where_the_list_holds_it(wavespeed: Service) -> None:
    await lose(wavespeed, wavespeed.submission("a heron"))
    task_id = await lose(wavespeed, wavespeed.submission("a  fox\n"))
    assert await find(wavespeed, wavespeed.submission("a fox")) == [task_id]


async def test_without_inputs_every_task_of_the_window_may_be_the_one(wavespeed: Service, providers: Providers) -> None:
    providers.wavespeed.settings.list_inputs = False
    heron = await lose(wavespeed, wavespeed.submission("a heron"))
    fox = await lose(wavespeed, wavespeed.submission("a fox"))
    assert await find(wavespeed, wavespeed.submission("a fox")) == [fox, heron]


@pytest.mark.parametrize("nanoseconds", [True, False])
async def test_tasks_before_and_after_the_window_are_others(
    wavespeed: Service, providers: Providers, nanoseconds: bool
) -> None:
    providers.wavespeed.settings.nanoseconds = nanoseconds
    ids, times = [], []
    for _ in range(3):
        times.append(wavespeed.clock.now())
        ids.append(await lose(wavespeed, wavespeed.submission()))
        wavespeed.clock.advance(600)
    assert await find(wavespeed, wavespeed.submission(), times[1], times[1] + MINUTE) == [ids[1]]


async def test_the_model_tells_tasks_apart(wavespeed: Service) -> None:
    submission = wavespeed.submission()
    offer = replace(submission.offer, path="/api/v3/minimax/video-02")
    await lose(wavespeed, replace(submission, offer=offer))
    assert await find(wavespeed, submission) == []


async def test_all_pages_are_read_until_one_is_older(wavespeed: Service) -> None:
    submission = wavespeed.submission()
    client = wavespeed.client()
    old = await client.submit(submission)
    wavespeed.clock.advance(600)
    since = wavespeed.clock.now()
    ids = [await client.submit(submission) for _ in range(120)]
    found = await find(wavespeed, submission, since)
    assert found == ids[::-1]
    assert old not in found


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"status": 401}, OperatorNeeded),
        ({"status": 404}, Down),
        ({"status": 429}, Busy),
        ({"status": 400}, Down),
        ({"status": 503, "body": "html"}, Down),
    ],
)
async def test_a_list_that_is_refused_says_nothing_about_the_task(
    wavespeed: Service, options: dict[str, Any], kind: type[ProviderError]
) -> None:
    wavespeed.fault("list", "status", **options)
    with pytest.raises(ProviderError) as caught:
        await find(wavespeed, wavespeed.submission())
    assert type(caught.value) is kind


@pytest.mark.parametrize("kind", ["empty", "malformed", "truncated", "enormous", "html", "reset", "lost", "redirect"])
async def test_a_list_that_cannot_be_read_is_no_empty_list(wavespeed: Service, kind: str) -> None:
    await lose(wavespeed, wavespeed.submission())
    wavespeed.fault("list", kind)
    with pytest.raises(Down):
        await find(wavespeed, wavespeed.submission())


async def test_a_list_without_an_end_is_no_list(session: aiohttp.ClientSession) -> None:
    numbers = itertools.count()

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"code": 200, "data": {"items": [{"id": f"task-{next(numbers)}"}]}})

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    now = Clock().now()
    async with serve(app) as url:
        client = open_client("wavespeed", session, "key", url)
        with pytest.raises(Down):
            await client.find(submission_to("wavespeed"), now, now)
    assert next(numbers) < 100


async def test_a_list_that_repeats_its_only_page_is_read_once_more(session: aiohttp.ClientSession) -> None:
    items = [{"id": "new"}, {"id": "other", "model": "minimax/video-02"}, {"id": None}, "no task"]

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"items": items})

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    now = Clock().now()
    async with serve(app) as url:
        client = open_client("wavespeed", session, "key", url)
        assert await client.find(submission_to("wavespeed"), now, now) == [Found("new", tells_prompt=False)]


@pytest.mark.parametrize("list_inputs", [True, False])
async def test_what_is_found_says_whether_its_prompt_was_told(
    wavespeed: Service, providers: Providers, list_inputs: bool
) -> None:
    providers.wavespeed.settings.list_inputs = list_inputs
    task_id = await lose(wavespeed, wavespeed.submission("a fox"))
    now = wavespeed.clock.now()
    found = await wavespeed.client().find(wavespeed.submission("a fox"), now - MINUTE, now + MINUTE)
    assert found == [Found(task_id, tells_prompt=list_inputs)]


async def test_novita_cannot_be_asked_for_its_tasks(novita: Service) -> None:
    assert await find(novita, submission_to("novita")) is None
    assert not novita.emulator.submits
