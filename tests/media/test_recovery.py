"""A clip that has left the disk comes back from the post it was sent in."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from domain.errors import ClipBroken, ClipExpired, ClipUnreachable
from services.clips import Clips
from services.ffmpeg import Ffmpeg
from services.mp4 import inspect
from services.recovery import recover

from .movies import Shelf
from .servers import Handler, answering, serving

LABEL = "MiniMax Video-01"


class Shop:
    def __init__(self, folder: Path, session: aiohttp.ClientSession) -> None:
        self.clips = Clips(folder / "clips", Ffmpeg())
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        self.folder = folder
        self.session = session

    async def recover(self, handler: Handler, times: int = 1, allow_private: bool = True) -> list[str]:
        async with serving(handler) as url:
            address, download = f"{url}/firstframe-a.mp4?ex=1&hm=f00d", self.downloads / "a.mp4"
            one = (self.session, self.clips, address, download, "a", LABEL, allow_private)
            return await asyncio.gather(*(recover(*one) for _ in range(times)))

    def names(self) -> list[str]:
        return sorted(file.name for folder in ("clips", "downloads") for file in (self.folder / folder).iterdir())


@pytest.fixture
def shop(tmp_path: Path, session: aiohttp.ClientSession) -> Shop:
    return Shop(tmp_path, session)


@pytest.mark.parametrize("times", [1, 3])
async def test_a_clip_comes_back_from_its_post_whoever_asks_and_how_often(shop: Shop, shelf: Shelf, times: int) -> None:
    names = await shop.recover(answering(shelf.movie().read_bytes()), times)
    assert set(names) == {"a.mp4"}
    assert inspect(shop.clips.path("a.mp4")).frames == 25
    assert shelf.words_about(shop.clips.path("a.mp4")).count(LABEL) == 3
    assert shop.names() == ["a.mp4"]


@pytest.mark.parametrize(
    ("handler", "error"),
    [
        (answering(status=404), ClipExpired),
        (answering(status=500), ClipUnreachable),
        (answering(b"no movie at all"), ClipUnreachable),
        (answering(bytes(1000)), ClipBroken),
    ],
)
async def test_a_post_that_has_no_clip_any_more_leaves_nothing(
    shop: Shop, handler: Handler, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await shop.recover(handler)
    assert shop.names() == []


async def test_a_private_address_is_not_asked_unless_that_is_allowed(shop: Shop, shelf: Shelf) -> None:
    with pytest.raises(ClipUnreachable):
        await shop.recover(answering(shelf.movie().read_bytes()), allow_private=False)
    assert shop.names() == []
