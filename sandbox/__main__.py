"""`python -m sandbox`: try the bot in the browser, or make one video without one."""

import argparse
import asyncio
import errno
import io
import signal
import sys
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sandbox.once import NoVideo, Order, make_video
from sandbox.page.speeds import NAMES, SPEEDS
from sandbox.runner import BOT
from sandbox.watching import Stay, stay

FIRST_PORT = 8080
STOPPED = 130
"""The exit code of what was ended by a signal, as shells have it."""


def main(arguments: list[str] | None = None) -> int:
    write_lines_at_once()
    parser = make_parser()
    chosen = parser.parse_args(arguments)
    if chosen.prompt is None:
        for name in ("save", "image", "provider", "model"):
            if getattr(chosen, name) is not None:
                parser.error(f"--{name} goes with --prompt")
        return run(stay(read_stay(chosen)))
    if chosen.save is None:
        parser.error("--prompt needs --save FILE.mp4")
    if chosen.image is not None and not chosen.image.is_file():
        parser.error(f"--image: there is no file {chosen.image}")
    try:
        check_place(chosen.save)
    except OSError as error:
        parser.error(f"--save: {chosen.save} cannot be written: {error.strerror}")
    return run(once(read_order(chosen)))


def check_place(film: Path) -> None:
    """OSError where it cannot be kept. The folder is made, if need be."""
    if film.exists() and not film.is_file():
        raise OSError(errno.EINVAL, "it is a folder or a device")
    film.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=film.parent):
        pass


def write_lines_at_once() -> None:
    """Into a file or a pipe too, which Python fills by the block."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def run(work: Coroutine[Any, Any, int]) -> int:
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        return STOPPED
    except OSError as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 1


async def once(order: Order) -> int:
    """Whatever ends it, the bot ends first."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await make_video(order)
    except NoVideo as error:
        print(f"No video: {error}", file=sys.stderr)
        return 1
    except asyncio.CancelledError:
        print("No video: it was stopped", file=sys.stderr)
        return STOPPED
    return 0


def read_stay(chosen: argparse.Namespace) -> Stay:
    return Stay(
        port=chosen.port,
        first_port=FIRST_PORT,
        data_dir=chosen.data,
        speed=chosen.speed,
        starts_bot=not chosen.no_bot,
        opens_browser=chosen.open == "yes",
    )


def read_order(chosen: argparse.Namespace) -> Order:
    seconds = {speed.id: speed.seconds for speed in SPEEDS}[chosen.speed]
    return Order(
        prompt=chosen.prompt,
        save=chosen.save,
        image=chosen.image,
        provider=chosen.provider,
        model=chosen.model,
        seconds=chosen.timeout,
        render_seconds=seconds,
    )


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A local Discord with local video services, on this computer only. Nothing here costs anything.",
        epilog="With --prompt one video is made without a browser, and the exit code says whether it came.",
    )
    parser.add_argument("--speed", choices=NAMES, default="quick", help="how long a video takes (default: quick)")
    page = parser.add_argument_group("the page")
    page.add_argument("--port", type=port, help=f"the port of the page (default: {FIRST_PORT} or the next free one)")
    page.add_argument(
        "--data", type=Path, metavar="DIR", help="where the bot keeps its data (default: a temporary folder)"
    )
    page.add_argument("--no-bot", action="store_true", help=f"do not start {BOT.name}, print the environment for it")
    page.add_argument("--open", choices=("yes", "no"), default="no", help="open the page in a browser (default: no)")
    one = parser.add_argument_group("one video")
    one.add_argument("--prompt", help="make one video of this prompt")
    one.add_argument("--save", type=Path, metavar="FILE", help="where the MP4 goes")
    one.add_argument("--image", type=Path, metavar="FILE", help="the picture to begin with")
    one.add_argument("--provider", choices=("novita", "wavespeed"), help="the only service the bot may use")
    one.add_argument("--model", metavar="NAME", help="the model, as the bot offers it")
    one.add_argument("--timeout", type=seconds, default=180.0, metavar="SECONDS", help="the limit for all of it (180)")
    return parser


def port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65_536:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value <= 86_400:
        return value
    raise argparse.ArgumentTypeError("a number of seconds, more than 0")


if __name__ == "__main__":
    sys.exit(main())
