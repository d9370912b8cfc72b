"""Which files count as whole films."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from sandbox.mp4 import NotWhole, read_boxes, read_film


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Half a second of 320x180 at 25 fps, its index at the end."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    source = ("-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=0.48")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *source, "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=60)
    return path.read_bytes()


def write(folder: Path, content: bytes | bytearray) -> Path:
    path = folder / "film.mp4"
    path.write_bytes(content)
    return path


async def test_a_film_is_measured_by_decoding_it(film: bytes, tmp_path: Path) -> None:
    found = await read_film(write(tmp_path, film))
    assert (found.width, found.height, found.rate, found.frames) == (320, 180, 25.0, 12)
    assert found.seconds == pytest.approx(0.48, abs=0.02)
    assert not found.starts_fast


async def test_a_film_cut_short_is_not_whole(film: bytes, tmp_path: Path) -> None:
    for end in (4, 40, len(film) // 2, len(film) - 1):
        with pytest.raises(NotWhole):
            await read_film(write(tmp_path, film[:end]))


async def test_whole_boxes_around_spoilt_frames_are_not_enough(film: bytes, tmp_path: Path) -> None:
    content = bytearray(film)
    start = content.index(b"mdat") + 4
    content[start : start + 400] = bytes(400)
    spoilt = write(tmp_path, content)
    assert "mdat" in read_boxes(spoilt)
    with pytest.raises(NotWhole):
        await read_film(spoilt)


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE html><html>", b"\0\0\0\x08ftyp", b"\0\0\0\x10ftyp" + bytes(8)])
async def test_what_is_no_film_is_told_apart(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotWhole):
        await read_film(write(tmp_path, content))
