"""Pictures out of clips: the really last one, and a small one."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from domain.errors import ClipBroken, ClipUnsaved, FfmpegFailed
from domain.jobs import Job, State
from domain.orders import Order, Place
from services.clips import Clips
from services.ffmpeg import Ffmpeg
from services.frames import Frames
from services.stills import Stills

from .movies import Shelf
from .pictures import decoded, encoded, quarters
from .strips import difference, link, pictures_of
from .waiting import children, until

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = (320, 180)
NOISE = "noise=alls=100:allf=t"


class Studio:
    """A clips folder and a frames folder, with and without an ffmpeg."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clips"
        self.frames = folder / "frames"
        self.clips = Clips(self.folder, Ffmpeg())
        self.stills = Stills(self.clips, self.frames, Ffmpeg())
        self.without = Stills(self.clips, self.frames, Ffmpeg("/nowhere/ffmpeg"))

    def names(self) -> list[str]:
        return sorted(file.name for folder in (self.folder, self.frames) for file in folder.iterdir())

    async def last_frame(self, clip: str = "a.mp4") -> Image.Image:
        return decoded((self.frames / await self.stills.last_frame(clip)).read_bytes())


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def job(clip: str | None, frame: str | None) -> Job:
    place = Place(
        channel_id=1,
        guild_id=2,
        postable=True,
        upload_limit=10,
        application_id=3,
        interaction_id=4,
        interaction_token="t",
        interaction_at=NOW,
    )
    order = Order(member_id=5, prompt="a boat", model="m", frame=frame, place=place)
    return Job(id="a", order=order, state=State.POSTED, queued_at=NOW, clip=clip)


@pytest.mark.parametrize("sound", [0.0, 1.0, 4.0])
@pytest.mark.parametrize("count", [1, 50, 113])
async def test_the_last_frame_is_the_very_last_picture(studio: Studio, shelf: Shelf, count: int, sound: float) -> None:
    clip = link(shelf, studio.folder / "a.mp4", 0, count=count, sound=sound)
    last = await studio.last_frame()
    pictures = pictures_of(shelf, clip, SIZE)
    assert len(pictures) == count
    differences = [difference(last, picture) for picture in pictures]
    assert last.size == SIZE
    assert differences[-1] < 1
    assert all(differences[-1] < other / 2 for other in differences[:-1])


async def test_stills_have_the_colours_of_an_hd_clip(studio: Studio, shelf: Shelf) -> None:
    clip = studio.folder / "a.mp4"
    hd = "scale=out_color_matrix=bt709,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    shelf.run("-f", "lavfi", "-i", "testsrc2=size=320x180:duration=0.4", "-vf", hd, "-pix_fmt", "yuv420p", str(clip))
    assert "bt709" in shelf.words_about(clip)
    pictures = pictures_of(shelf, clip, SIZE)
    assert difference(await studio.last_frame(), pictures[-1]) < 1
    thumbnail = await studio.stills.thumbnail(job("a.mp4", None))
    assert thumbnail is not None
    assert difference(decoded(thumbnail.read_bytes()), pictures[0]) < 3


async def test_a_last_frame_stands_upright(studio: Studio, shelf: Shelf) -> None:
    lying = link(shelf, studio.folder / "lying.mp4", 0, count=5)
    shelf.run("-display_rotation", "90", "-i", str(lying), "-c", "copy", str(studio.folder / "a.mp4"))
    last = await studio.last_frame()
    assert last.size == (180, 320)
    turned = pictures_of(shelf, lying, SIZE)[-1].transpose(Image.Transpose.ROTATE_90)
    assert difference(last, turned) < 2


async def test_a_last_frame_carries_no_metadata(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=5)
    last = await studio.last_frame()
    assert last.format == "JPEG"
    assert set(last.info) <= {"jfif", "jfif_version", "jfif_density", "jfif_unit"}
    (name,) = (name for name in studio.names() if name.endswith(".jpg"))
    assert len(name) == 36
    data = (studio.frames / name).read_bytes()
    assert b"private" not in data
    assert b"Lavc" not in data


async def test_each_last_frame_has_a_file_of_its_own(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=5)
    names = {await studio.stills.last_frame("a.mp4") for _ in range(2)}
    assert studio.names() == sorted(["a.mp4", *names])


@pytest.mark.parametrize("data", [None, b"", b"no movie at all"])
async def test_a_clip_that_is_gone_or_unreadable_is_broken(studio: Studio, data: bytes | None) -> None:
    if data is not None:
        (studio.folder / "a.mp4").write_bytes(data)
    before = studio.names()
    with pytest.raises(ClipBroken):
        await studio.stills.last_frame("a.mp4")
    assert studio.names() == before


async def test_a_clip_that_ffmpeg_cannot_decode_leaves_no_frame(studio: Studio, shelf: Shelf) -> None:
    clip = link(shelf, studio.folder / "a.mp4", 0, count=5)
    clip.write_bytes(clip.read_bytes().replace(b"avc1", b"zzzz"))
    with pytest.raises(FfmpegFailed):
        await studio.stills.last_frame("a.mp4")
    assert studio.names() == ["a.mp4"]


async def test_without_ffmpeg_there_is_no_last_frame(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=5)
    with pytest.raises(FfmpegFailed):
        await studio.without.last_frame("a.mp4")
    assert studio.names() == ["a.mp4"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_a_last_frame_that_is_no_longer_wanted_leaves_nothing(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=500)
    task = asyncio.create_task(studio.stills.last_frame("a.mp4"))
    await until(children)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()
    assert studio.names() == ["a.mp4"]


async def test_a_disk_that_does_not_take_a_frame_is_told_apart(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=5)
    studio.frames.rmdir()
    with pytest.raises(ClipUnsaved):
        await studio.stills.last_frame("a.mp4")


async def test_a_thumbnail_shows_the_first_picture_of_the_clip(studio: Studio, shelf: Shelf) -> None:
    clip = link(shelf, studio.folder / "a.mp4", 0, size="1280x720", count=30)
    (studio.frames / "f.jpg").write_bytes(encoded(quarters()))
    thumbnail = await studio.stills.thumbnail(job("a.mp4", "f.jpg"))
    assert thumbnail == studio.folder / "a.thumb.jpg"
    picture = decoded(thumbnail.read_bytes())
    assert picture.size == (320, 180)
    pictures = pictures_of(shelf, clip, SIZE)
    assert difference(picture, pictures[0]) < difference(picture, pictures[4]) / 2


@pytest.mark.parametrize("clip", [None, "gone.mp4"])
async def test_without_a_clip_a_thumbnail_shows_the_frame(studio: Studio, clip: str | None) -> None:
    (studio.frames / "f.jpg").write_bytes(encoded(quarters(300, 800)))
    thumbnail = await studio.stills.thumbnail(job(clip, "f.jpg"))
    assert thumbnail == studio.frames / "f.thumb.jpg"
    picture = decoded(thumbnail.read_bytes())
    assert picture.size == (120, 320)
    assert difference(picture, quarters(120, 320)) < 4


async def test_a_small_picture_is_not_blown_up(studio: Studio) -> None:
    (studio.frames / "f.jpg").write_bytes(encoded(quarters(120, 90)))
    thumbnail = await studio.stills.thumbnail(job(None, "f.jpg"))
    assert thumbnail is not None
    assert decoded(thumbnail.read_bytes()).size == (120, 90)


async def test_a_thumbnail_is_small_whatever_it_shows(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, size="640x640", count=3, look=f"scale=320:320,{NOISE}")
    thumbnail = await studio.stills.thumbnail(job("a.mp4", None))
    assert thumbnail is not None
    assert thumbnail.stat().st_size < 30_000


async def test_a_thumbnail_is_made_once(studio: Studio, shelf: Shelf) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=5)
    thumbnail = await studio.stills.thumbnail(job("a.mp4", None))
    assert await studio.without.thumbnail(job("a.mp4", None)) == thumbnail
    assert studio.names() == ["a.mp4", "a.thumb.jpg"]


async def test_a_job_that_has_neither_clip_nor_frame_has_no_thumbnail(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    assert await studio.stills.thumbnail(job(None, None)) is None
    assert await studio.stills.thumbnail(job("gone.mp4", "gone.jpg")) is None
    assert caplog.records == []


@pytest.mark.parametrize("data", [b"", b"no movie at all"])
async def test_a_thumbnail_that_cannot_be_made_is_told_to_the_log_alone(
    studio: Studio, caplog: pytest.LogCaptureFixture, data: bytes
) -> None:
    (studio.folder / "a.mp4").write_bytes(data)
    caplog.set_level("INFO")
    assert await studio.stills.thumbnail(job("a.mp4", None)) is None
    assert [record.getMessage() for record in caplog.records] == ["job a has no thumbnail: FfmpegFailed"]
    assert studio.names() == ["a.mp4"]


async def test_a_thumbnail_goes_with_its_clip_or_frame(
    studio: Studio, shelf: Shelf, session: aiohttp.ClientSession
) -> None:
    link(shelf, studio.folder / "a.mp4", 0, count=5)
    for name in ("f.jpg", "ff.jpg"):
        (studio.frames / name).write_bytes(encoded(quarters()))
        await studio.stills.thumbnail(job(None, name))
    await studio.stills.thumbnail(job("a.mp4", None))
    studio.clips.remove("a.mp4")
    Frames(studio.frames, session).remove("f.jpg")
    assert studio.names() == ["ff.jpg", "ff.thumb.jpg"]
