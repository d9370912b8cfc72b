"""Children do their work, are limited in it, and are gone afterwards."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from domain.errors import FfmpegFailed
from services.child import run_child
from services.ffmpeg import Ffmpeg

from .waiting import children, until

SOON = 20.0
FOREVER = ("-re", "-f", "lavfi", "-i", "testsrc", "-f", "null", "-")
UNTIL_LAST = """
import os, time
while open("/proc/self/oom_score_adj").read() != "1000\\n":
    time.sleep(0.01)
print(os.nice(0))
"""
NEEDS_PROC = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


async def test_ffmpeg_does_what_it_is_told(tmp_path: Path) -> None:
    await Ffmpeg().run(["-f", "lavfi", "-i", "testsrc=duration=0.2:size=64x64", f"{tmp_path}/a.mp4"], SOON)
    assert (tmp_path / "a.mp4").stat().st_size > 0


async def test_a_failure_says_how_it_ended_and_what_it_complained_of() -> None:
    with pytest.raises(FfmpegFailed) as caught:
        await Ffmpeg().run(["-i", "/nowhere.mp4", "-f", "null", "-"], SOON)
    assert caught.value.code not in (0, None)
    assert "No such file" in caught.value.complaint
    assert "nowhere" not in f"{caught.value!r} {caught.value}"


async def test_a_missing_ffmpeg_is_a_failure() -> None:
    with pytest.raises(FfmpegFailed) as caught:
        await Ffmpeg("/nowhere/ffmpeg").run(["-version"], SOON)
    assert caught.value.code is None


@NEEDS_PROC
async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(FfmpegFailed) as caught:
        await Ffmpeg().run(FOREVER, 0.3)
    assert caught.value.code is None
    assert not children()


@NEEDS_PROC
async def test_a_cancelled_ffmpeg_is_ended() -> None:
    task = asyncio.create_task(Ffmpeg().run(FOREVER, SOON))
    await until(children)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()


@NEEDS_PROC
async def test_no_more_run_at_once_than_allowed() -> None:
    ffmpeg = Ffmpeg(at_once=2)
    tasks = [asyncio.create_task(ffmpeg.run(FOREVER, SOON)) for _ in range(5)]
    await until(lambda: len(children()) == 2)
    for _ in range(100):
        await asyncio.sleep(0)
        assert len(children()) <= 2
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert not children()


async def test_a_child_is_told_nothing_about_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    ended = await run_child([sys.executable, "-c", "import os; print(dict(os.environ))"], SOON)
    assert ended.code == 0
    assert b"LC_ALL" in ended.out
    assert b"secret" not in ended.out


async def test_a_child_that_talks_without_end_does_not_fill_our_memory() -> None:
    talk = "import sys; [print('x' * 1000, file=sys.stderr) for _ in range(20_000)]; print('done', file=sys.stderr)"
    ended = await run_child([sys.executable, "-c", talk], SOON)
    assert ended.code == 0
    assert len(ended.err) <= 4096
    assert ended.err.endswith(b"done\n")


@NEEDS_PROC
async def test_a_child_comes_after_the_bot() -> None:
    ended = await run_child([sys.executable, "-c", UNTIL_LAST], SOON)
    assert ended.code == 0
    assert int(ended.out) > os.nice(0)
