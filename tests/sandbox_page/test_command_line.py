"""`python -m sandbox`: its mistakes, one video, and the page until it is told to leave."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import psutil
import pytest
from PIL import Image

from sandbox import Sandbox
from sandbox.__main__ import main
from sandbox.assembly import free_port
from sandbox.discord.client import Upload
from sandbox.mp4 import read_film
from sandbox.once import NoVideo, Order, fetch, make_video
from sandbox.watching import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 30.0


@asynccontextmanager
async def command(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """With its output in a pipe, which Python would fill by the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *arguments),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def read_until(process: asyncio.subprocess.Process, words: str) -> str:
    assert process.stdout is not None
    text = ""
    async with asyncio.timeout(LIMIT):
        while words not in text:
            line = await process.stdout.readline()
            assert line, text
            text += line.decode()
    return text


async def end(process: asyncio.subprocess.Process) -> int:
    async with asyncio.timeout(LIMIT):
        return await process.wait()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--prompt", "a film"], "--save"),
        (["--save", "a.mp4"], "--prompt"),
        (["--model", "x"], "--prompt"),
        (["--prompt", "a", "--save", "a.mp4", "--image", "/nowhere.png"], "no file"),
        (["--prompt", "a", "--save", "/proc/a.mp4"], "--save: /proc/a.mp4 cannot be written"),
        (["--prompt", "a", "--save", str(ROOT)], "it is a folder"),
        (["--prompt", "a", "--save", "/dev/null"], "a device"),
        (["--prompt", "a", "--save", f"{__file__}/a.mp4"], "--save: "),
        (["--prompt", "a", "--save", "a.mp4", "--provider", "acme"], "acme"),
        (["--prompt", "a", "--save", "a.mp4", "--timeout", "-1"], "seconds"),
        (["--port", "80000"], "65535"),
        (["--speed", "light"], "light"),
        (["--nothing"], "--nothing"),
    ],
)
def test_a_mistake_is_named_and_nothing_starts(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    assert words in capsys.readouterr().err


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["--no-bot", "--port", str(port)]) == 1
        assert free_port(port) != port
    assert "cannot start" in capsys.readouterr().err


async def test_without_a_bot_the_environment_for_one_is_printed(tmp_path: Path) -> None:
    async with command("--no-bot", "--data", str(tmp_path), "--port", str(free_port(8100))) as process:
        text = await read_until(process, "python bot.py")
        address = re.search(r"http://127\.0\.0\.1:\d+/page/", text)
        assert address is not None
        assert "export DISCORD_TOKEN='" in text
        assert all(f"export {name}='{value}'" in text for name, value in SETTINGS.items())
        async with aiohttp.ClientSession() as session, session.get(address[0]) as response:
            assert response.status == 200
        async with aiohttp.ClientSession() as session, session.get(f"{address[0]}state") as response:
            members = (await response.json())["place"]["members"]
        assert [member["locale"] for member in members] == ["en-US", "es-ES", "zh-CN"]
        process.send_signal(signal.SIGINT)
        assert await end(process) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_bot_ends_with_the_page(tmp_path: Path, number: signal.Signals) -> None:
    async with command("--data", str(tmp_path), "--port", str(free_port(8130 + 20 * number))) as process:
        text = await read_until(process, "Running (process ")
        bot = psutil.Process(int(text.rpartition("(process ")[2].split(")")[0]))
        assert bot.ppid() == process.pid
        assert SETTINGS.items() <= bot.environ().items()
        os.kill(process.pid, number)
        assert await end(process) == 0
        assert not bot.is_running()


async def test_one_video_is_made_checked_and_kept(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (800, 450), (200, 120, 40)).save(picture)
    lines: list[str] = []
    save = tmp_path / "films" / "out.mp4"
    film = await make_video(
        Order("a boat in the rain", save, picture, "novita", render_seconds=0.5, seconds=90.0), lines.append
    )
    told = "\n".join(lines)
    assert (film.width, film.height, film.rate) == (1280, 720, 25.0)
    assert await read_film(save) == film
    for words in ("has sent /video", "submitted to novita (accepted)", "posted: ", "saved as "):
        assert words in told
    assert "wavespeed" not in told
    assert [path.name for path in save.parent.iterdir()] == ["out.mp4"]


async def test_a_refusal_is_the_reason_why_there_is_no_video(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (250, 250)).save(picture)
    save = tmp_path / "out.mp4"
    with pytest.raises(NoVideo, match="250"):
        await make_video(Order("a boat", save, picture, seconds=60.0), lambda _: None)
    assert not save.exists()


async def test_a_choice_that_only_the_page_offers_is_told_as_such(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (1500, 600)).save(picture)
    with pytest.raises(NoVideo, match=r"Choose what I shall make of it(?s:.*)without --prompt to choose on the page"):
        await make_video(Order("a boat", tmp_path / "out.mp4", picture, seconds=60.0), lambda _: None)


async def test_a_film_that_cannot_be_kept_is_told_as_no_video(sandbox: Sandbox, tmp_path: Path) -> None:
    said = await sandbox.world.member("ada").say("a film", uploads=[Upload("film.mp4", b"film")])
    with pytest.raises(NoVideo, match="could not save"):
        await fetch(sandbox, said.files[0], Order("a boat", Path("/proc/out.mp4")))


async def test_the_limit_for_all_of_it_is_kept(tmp_path: Path) -> None:
    order = Order("a boat", tmp_path / "out.mp4", seconds=3.0, render_seconds=600.0)
    with pytest.raises(NoVideo, match="within 3 s"):
        await make_video(order, lambda _: None)
