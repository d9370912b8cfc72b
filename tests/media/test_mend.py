"""A picture that was refused for its shape or size, from its address to frames on disk that would be taken."""

import asyncio
import sys
import threading
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from domain.errors import (
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
from domain.remedies import Remedy
from services.frames import Frames

from .pictures import are_alike, corners, decoded, encoded, png_bomb, quarters, turned
from .servers import Handler, answering, serving
from .waiting import children, until

RULES = FrameRules()
SOON = 20.0
WIDE = encoded(quarters(1200, 400))


async def mended(handler: Handler, folder: Path, rules: FrameRules = RULES, size: int = 1000) -> dict[Remedy, str]:
    async with asyncio.timeout(SOON), aiohttp.ClientSession() as session, serving(handler) as url:
        return await Frames(folder, session).mend(f"{url}/picture.png?ex=1&hm=secret", size, rules)


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize(
    ("picture", "remedies"),
    [
        (WIDE, [Remedy.CROP, Remedy.PAD]),
        (encoded(quarters(1200, 400), exif=turned(6)), [Remedy.CROP, Remedy.PAD]),
        (encoded(quarters(500, 150), "WEBP"), [Remedy.CROP, Remedy.PAD]),
        (encoded(quarters(200, 160), "PNG"), [Remedy.ENLARGE]),
        (encoded(quarters(3600, 400), "PNG"), [Remedy.PAD]),
    ],
)
async def test_each_remedy_becomes_a_frame_on_disk_that_would_itself_be_taken(
    picture: bytes, remedies: list[Remedy], folder: Path, tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    names = await mended(answering(picture), folder)
    assert list(names) == remedies
    assert names_in(folder) == sorted(names.values())
    for name in names.values():
        frame = (folder / name).read_bytes()
        async with serving(answering(frame)) as url:
            again = Frames(tmp_path / "again", session)
            taken = again.path(await again.take(url, len(frame), RULES)).read_bytes()
        assert decoded(taken).size == decoded(frame).size


async def test_a_mended_frame_shows_the_picture(folder: Path) -> None:
    names = await mended(answering(WIDE), folder)
    assert are_alike(corners(decoded((folder / names[Remedy.CROP]).read_bytes())), corners(quarters()))


async def test_a_picture_that_needs_no_mending_gives_no_frames(folder: Path) -> None:
    assert await mended(answering(encoded(quarters())), folder) == {}
    assert names_in(folder) == []


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (encoded(quarters(5000, 400), "PNG"), PictureShape),
        (encoded(quarters(60, 60), "PNG"), PictureTooSmall),
        (png_bomb(90_000, 30_000), PictureBomb),
        (WIDE[:-400], PictureTruncated),
        (b"%PDF-1.7 and so on", NotAPicture),
    ],
)
async def test_what_cannot_be_mended_is_refused_as_ever_and_leaves_nothing(
    body: bytes, refusal: type[Refusal], folder: Path
) -> None:
    with pytest.raises(refusal):
        await mended(answering(body), folder)
    assert names_in(folder) == []


async def test_a_refusal_tells_the_size_that_the_picture_has(folder: Path) -> None:
    with pytest.raises(PictureShape) as caught:
        await mended(answering(encoded(quarters(400, 5000))), folder)
    assert (caught.value.width, caught.value.height, caught.value.is_too_wide) == (400, 5000, False)


async def test_frames_over_the_limit_of_bytes_leave_nothing(folder: Path) -> None:
    with pytest.raises(PictureTooLarge):
        await mended(answering(encoded(quarters(1200, 400), "PNG")), folder, FrameRules(most_bytes=6000))
    assert names_in(folder) == []


async def test_a_file_declared_too_large_is_not_even_fetched(folder: Path) -> None:
    async def fail(request: web.Request) -> web.Response:
        raise AssertionError("it was fetched")

    with pytest.raises(PictureTooLarge):
        await mended(fail, folder, size=RULES.most_bytes + 1)


async def test_what_discord_no_longer_has_is_gone(folder: Path) -> None:
    with pytest.raises(PictureGone):
        await mended(answering(status=404), folder)
    assert names_in(folder) == []


async def test_a_disk_that_fails_at_the_second_frame_keeps_neither(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is real; only its refusal has to be played."""
    replace, replaced = Path.replace, 0

    def fail(part: Path, target: Path) -> Path:
        nonlocal replaced
        replaced += 1
        if replaced == 2:
            raise OSError("no space left")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        await mended(answering(WIDE), folder)
    assert replaced == 2
    assert names_in(folder) == []


@pytest.mark.skipif(sys.platform != "linux", reason="children are counted in /proc")
async def test_cancelling_while_frames_are_made_ends_the_child_and_leaves_nothing(
    folder: Path, session: aiohttp.ClientSession
) -> None:
    async with serving(answering(encoded(quarters(9000, 3000), "PNG"))) as url, asyncio.timeout(SOON):
        task = asyncio.create_task(Frames(folder, session).mend(url, 1000, RULES))
        await until(children)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not children()
    assert names_in(folder) == []


@pytest.mark.parametrize("halt_at", [1, 2])
async def test_cancelling_while_a_frame_is_settled_leaves_nothing_when_the_disk_is_done(
    halt_at: int, folder: Path, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, arrived, go = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    replace, replaced = Path.replace, 0

    def halt(part: Path, target: Path) -> Path:
        nonlocal replaced
        replaced += 1
        replace(part, target)
        if replaced == halt_at:
            loop.call_soon_threadsafe(arrived.set)
            go.wait(SOON)
        return target

    monkeypatch.setattr(Path, "replace", halt)
    async with serving(answering(WIDE)) as url, asyncio.timeout(SOON):
        task = asyncio.create_task(Frames(folder, session).mend(url, 1000, RULES))
        await arrived.wait()
        assert len([name for name in names_in(folder) if not name.startswith(".")]) == halt_at
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go.set()
        await loop.shutdown_default_executor()
    assert names_in(folder) == []
