"""The CDN: signed addresses, ranges, and files that go when their message goes."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import imageio_ffmpeg
import pytest

from sandbox.discord import DiscordServer, Message, Upload, World
from tests.sandbox_discord.bodies import picture

CONTENT = bytes(range(256)) * 100


@pytest.fixture
async def message(world: World, server: DiscordServer) -> Message:
    return await world.member("ada").say(uploads=[Upload("clip.mp4", CONTENT, "video/mp4")])


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def url_of(message: Message) -> str:
    return str(message.json()["attachments"][0]["url"])


async def test_a_part_of_a_file_is_served(message: Message, client: aiohttp.ClientSession) -> None:
    async with client.get(url_of(message), headers={"Range": "bytes=100-199"}) as response:
        assert (response.status, response.headers["Content-Range"]) == (206, f"bytes 100-199/{len(CONTENT)}")
        assert (response.content_type, await response.read()) == ("video/mp4", CONTENT[100:200])
        assert response.headers["Content-Disposition"] == 'attachment; filename="clip.mp4"'


async def test_an_address_expires_and_a_later_read_has_a_new_one(
    world: World, message: Message, client: aiohttp.ClientSession
) -> None:
    old = url_of(message)
    world.clock.advance(world.signer.seconds + 1)
    async with client.get(old) as response:
        assert (response.status, await response.text()) == (404, "This content is no longer available.")
    async with client.get(url_of(message)) as response:
        assert response.status == 200


@pytest.mark.parametrize("change", [("hm=", "hm=0"), ("ex=", "ex=f"), ("?", "?x"), ("clip.mp4", "clip.mp3")])
async def test_a_changed_address_is_refused(
    message: Message, client: aiohttp.ClientSession, change: tuple[str, str]
) -> None:
    async with client.get(url_of(message).replace(*change)) as response:
        assert response.status == 404


async def test_a_deleted_message_takes_its_files_along(
    world: World, message: Message, client: aiohttp.ClientSession
) -> None:
    url = url_of(message)
    world.delete_message(message)
    async with client.get(url) as response:
        assert response.status == 404
    assert list(world.store.folder.iterdir()) == []


async def test_the_media_proxy_serves_what_has_a_size(
    world: World, message: Message, client: aiohttp.ClientSession
) -> None:
    shown = await world.member("ada").say(uploads=[picture()])
    for what, status in ((shown, 200), (message, 415)):
        async with client.get(what.json()["attachments"][0]["proxy_url"]) as response:
            assert response.status == status


async def test_the_size_of_a_video_is_read_from_its_head(world: World, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    writer = imageio_ffmpeg.write_frames(str(path), (64, 48), fps=5)
    writer.send(None)
    for _ in range(3):
        writer.send(bytes(64 * 48 * 3))
    writer.close()
    message = await world.member("ada").say(uploads=[Upload("clip.mp4", path)])
    assert (message.attachments[0].width, message.attachments[0].height) == (64, 48)


async def test_the_files_of_a_world_go_with_it(world: World, message: Message) -> None:
    world.close()
    assert not world.store.folder.exists()
