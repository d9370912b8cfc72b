"""A picture's whole way: from the address of an attachment to a frame on disk, or to a refusal that leaves nothing."""

import asyncio
import base64
import logging
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from domain.errors import (
    FrameLost,
    NotAPicture,
    PictureBomb,
    PictureGone,
    PictureShape,
    PictureTooLarge,
    PictureTooSmall,
    PictureTruncated,
    Refusal,
)
from domain.models import FrameRules
from services.frames import MOST_PIXELS, Frames

from .pictures import are_alike, corners, decoded, encoded, png_bomb, quarters
from .servers import Handler, answering, cut_off, endless, reset, serving, silent_after
from .waiting import children, until

RULES = FrameRules()
SOON = 20.0


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def taken(handler: Handler, folder: Path, rules: FrameRules = RULES, size: int = 1000) -> tuple[Frames, str]:
    async with asyncio.timeout(SOON), aiohttp.ClientSession() as session, serving(handler) as url:
        frames = Frames(folder, session)
        return frames, await frames.take(f"{url}/picture.png?ex=1&hm=secret", size, rules)


async def refused(handler: Handler, folder: Path, rules: FrameRules = RULES, size: int = 1000) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await taken(handler, folder, rules, size)
    assert names_in(folder) == []
    return caught.value


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
async def test_a_picture_becomes_a_frame_on_disk(form: str, folder: Path) -> None:
    frames, name = await taken(answering(encoded(quarters(), form)), folder)
    assert names_in(folder) == [name]
    assert are_alike(corners(decoded(frames.path(name).read_bytes())), corners(quarters()))


async def test_what_the_name_and_the_content_type_say_does_not_matter(folder: Path) -> None:
    _, name = await taken(answering(encoded(quarters(), "WEBP"), headers={"Content-Type": "image/png"}), folder)
    assert decoded((folder / name).read_bytes()).format == "JPEG"


async def test_a_frame_is_handed_over_as_a_data_uri(folder: Path) -> None:
    frames, name = await taken(answering(encoded(quarters())), folder)
    head, _, body = (await frames.data_uri(name)).partition(",")
    assert head == "data:image/jpeg;base64"
    assert base64.b64decode(body) == frames.path(name).read_bytes()


async def test_a_frame_that_was_removed_is_lost(folder: Path) -> None:
    frames, name = await taken(answering(encoded(quarters())), folder)
    frames.remove(name)
    with pytest.raises(FrameLost):
        await frames.data_uri(name)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "MP4"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"", ""),
    ],
)
async def test_other_files_are_no_pictures(body: bytes, found: str, folder: Path) -> None:
    refusal = await refused(answering(body), folder)
    assert isinstance(refusal, NotAPicture)
    assert refusal.found == found


async def test_a_damaged_picture_is_refused(folder: Path) -> None:
    assert isinstance(await refused(answering(encoded(quarters())[:-400]), folder), PictureTruncated)


async def test_a_small_picture_is_refused_with_its_size(folder: Path) -> None:
    refusal = await refused(answering(encoded(quarters(640, 250))), folder)
    assert isinstance(refusal, PictureTooSmall)
    assert (refusal.width, refusal.height, refusal.over_side) == (640, 250, 300)


async def test_a_long_picture_is_refused_with_its_size(folder: Path) -> None:
    refusal = await refused(answering(encoded(quarters(1200, 400))), folder)
    assert isinstance(refusal, PictureShape)
    assert (refusal.width, refusal.height, refusal.is_too_wide) == (1200, 400, True)


async def test_a_pixel_bomb_is_refused_with_its_pixels(folder: Path) -> None:
    refusal = await refused(answering(png_bomb(30_000, 30_000)), folder)
    assert isinstance(refusal, PictureBomb)
    assert (refusal.pixels, refusal.limit) == (900_000_000, MOST_PIXELS)


async def test_a_picture_that_needs_too_much_memory_ends_its_child_and_not_the_bot(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    animation = bytearray(encoded(quarters(), "WEBP", save_all=True, append_images=[quarters().rotate(180)]))
    animation[24:30] = b"\xfe\x3f\x00\xfe\x3f\x00"  # the canvas: 16383 x 16383
    refusal = await refused(answering(bytes(animation)), folder)
    assert isinstance(refusal, PictureTruncated | PictureBomb)


async def test_a_file_declared_too_large_is_not_even_fetched(folder: Path) -> None:
    asked = 0

    async def count(request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response()

    refusal = await refused(count, folder, size=RULES.most_bytes + 1)
    assert isinstance(refusal, PictureTooLarge)
    assert (refusal.size, refusal.limit) == (RULES.most_bytes + 1, RULES.most_bytes)
    assert asked == 0


@pytest.mark.parametrize("handler", [answering(bytes(300_000)), endless])
async def test_a_file_larger_than_it_was_declared_is_refused(handler: Handler, folder: Path) -> None:
    refusal = await refused(handler, folder, FrameRules(most_bytes=100_000))
    assert isinstance(refusal, PictureTooLarge)
    assert refusal.limit == 100_000


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 410])
async def test_what_discord_no_longer_has_is_gone_at_once(status: int, folder: Path) -> None:
    asked = 0

    async def refuse(request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    assert isinstance(await refused(refuse, folder), PictureGone)
    assert asked == 1


@pytest.mark.parametrize("trouble", ["status", "reset", "short", "silent-close"])
async def test_two_troubles_on_the_way_are_overcome(trouble: str, folder: Path) -> None:
    picture, asked = encoded(quarters()), 0

    async def recover(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked > 2:
            return web.Response(body=picture)
        match trouble:
            case "status":
                return web.Response(status=503)
            case "short":
                return await cut_off(request, picture[:500], len(picture))
            case "reset":
                reset(request)
        return await cut_off(request, b"", len(picture))

    _, name = await taken(recover, folder)
    assert names_in(folder) == [name]
    assert asked == 3


async def test_after_three_troubles_the_picture_is_gone_and_its_address_told_to_nobody(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert isinstance(await refused(answering(status=500), folder), PictureGone)
    assert "secret" not in caplog.text


async def test_no_key_is_sent_along_and_the_address_is_sent_as_it_is(folder: Path) -> None:
    seen: list[web.Request] = []

    async def look(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(body=encoded(quarters()))

    async with aiohttp.ClientSession() as session, serving(look) as url:
        await Frames(folder, session).take(f"{url}/a%2Fb.png?ex=6a%2f&hm=0+1", 1000, RULES)
    assert "Authorization" not in seen[0].headers
    assert seen[0].raw_path == "/a%2Fb.png?ex=6a%2f&hm=0+1"


async def test_cancelling_a_download_leaves_nothing_behind(folder: Path, session: aiohttp.ClientSession) -> None:
    arrived = asyncio.Event()

    async def stall(request: web.Request) -> web.StreamResponse:
        arrived.set()
        return await silent_after(request, encoded(quarters())[:200])

    async with serving(stall) as url:
        task = asyncio.create_task(Frames(folder, session).take(url, 1000, RULES))
        async with asyncio.timeout(SOON):
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    assert names_in(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="children are counted in /proc")
async def test_cancelling_while_a_picture_is_read_ends_the_child_and_leaves_nothing_behind(
    folder: Path, session: aiohttp.ClientSession
) -> None:
    async with serving(answering(encoded(quarters(6000, 4000), "PNG"))) as url, asyncio.timeout(SOON):
        task = asyncio.create_task(Frames(folder, session).take(url, 1000, RULES))
        await until(children)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not children()
    assert names_in(folder) == []


async def test_cancelling_a_few_steps_on_leaves_nothing_behind(folder: Path, session: aiohttp.ClientSession) -> None:
    async with serving(answering(encoded(quarters()))) as url, asyncio.timeout(SOON):
        for turns in (1, 5, 20, 60, 200):
            task = asyncio.create_task(Frames(folder, session).take(url, 1000, RULES))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert names_in(folder) == []


async def test_many_pictures_at_once_all_become_frames(folder: Path, session: aiohttp.ClientSession) -> None:
    async with serving(answering(encoded(quarters()))) as url:
        frames = Frames(folder, session)
        names = await asyncio.gather(*(frames.take(url, 1000, RULES) for _ in range(6)))
    assert names_in(folder) == sorted(names)
    assert len(set(names)) == 6
