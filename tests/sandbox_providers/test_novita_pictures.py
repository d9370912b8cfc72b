import pytest

from sandbox.providers import Novita
from tests.sandbox_providers.clients import Client, data_uri, hosting, picture

PROMPT = "a fox in the snow"


async def test_the_picture_is_fetched_and_read(at_novita: Client, novita: Novita) -> None:
    async with hosting(picture(800, 600)) as url:
        task_id = await at_novita.begin(image_url=url)
    assert novita.tasks[task_id].first_frame == (800, 600)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (picture(300, 600), "INVALID_IMAGE_SIZE"),
        (picture(1000, 400), "INVALID_IMAGE_SIZE"),
        (picture(400, 1000), "INVALID_IMAGE_SIZE"),
        (picture(form="WEBP"), "INVALID_IMAGE_FORMAT"),
        (b"not a picture", "INVALID_IMAGE_FORMAT"),
        (picture() + b"\0" * 20 * 1024 * 1024, "IMAGE_FILE_EXCEEDS_MAX_SIZE"),
    ],
)
async def test_a_picture_outside_the_rules_is_refused(at_novita: Client, content: bytes, reason: str) -> None:
    async with hosting(content) as url:
        answer = await at_novita.submit(prompt=PROMPT, image_url=url)
    assert (answer.status, answer.json["reason"]) == (400, reason)


async def test_a_picture_at_the_edge_of_the_rules_is_taken(at_novita: Client) -> None:
    async with hosting(picture(301, 752)) as url:
        assert (await at_novita.submit(prompt=PROMPT, image_url=url)).status == 200


async def test_a_picture_that_cannot_be_fetched_is_refused(at_novita: Client) -> None:
    async with hosting(picture(), status=403) as url:
        assert (await at_novita.submit(prompt=PROMPT, image_url=url)).json["reason"] == "INVALID_IMAGE_FORMAT"
    gone = await at_novita.submit(prompt=PROMPT, image_url=url)
    assert (gone.status, gone.json["reason"]) == (400, "INVALID_IMAGE_FORMAT")


async def test_video_01_takes_no_data_uri_but_its_siblings_do(at_novita: Client) -> None:
    uri = data_uri(picture())
    assert (await at_novita.submit(prompt=PROMPT, image_url=uri)).status == 400
    sibling = await at_novita.submit("/v3/async/minimax-hailuo-2.3-i2v", prompt=PROMPT, image=uri, duration=6)
    assert sibling.status == 200


async def test_the_picture_may_be_read_only_in_the_task(at_novita: Client, novita: Novita) -> None:
    novita.settings.check_picture = "task"
    async with hosting(picture(300, 300)) as url:
        task_id = await at_novita.begin(image_url=url)
        task = (await at_novita.finish(task_id))["task"]
    assert task["status"] == "TASK_STATUS_FAILED"
    assert "300 px" in task["reason"]
