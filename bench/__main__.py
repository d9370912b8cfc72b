"""`python -m bench`: measure the bot at the sandbox, and print what it costs beside what it may cost."""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.burst import Load, Outcome, run_burst, run_floor
from bench.clips import run_clips
from bench.history import run_history
from bench.standing import run_standing
from bench.table import Line, burst_lines, clips_lines, draw, history_lines, standing_lines


@dataclass(frozen=True)
class Size:
    """How much is measured. `runs` is how often, `seconds` how long the standing jobs are watched, `history` how many
    jobs have ended before."""

    load: Load
    clips: int
    standing: int
    seconds: float
    history: int
    runs: int


FULL = Size(
    Load(orders=200, seconds=2.0, render_seconds=30.0), clips=50, standing=10_000, seconds=60.0, history=100_000, runs=3
)
QUICK = Size(
    Load(orders=40, seconds=0.4, render_seconds=8.0), clips=5, standing=1000, seconds=10.0, history=1000, runs=1
)


async def measure_burst(size: Size) -> list[Line]:
    """The bot and the floor in turn, so that a change of the machine's mood meets both."""
    bot: list[Outcome] = []
    floor: list[Outcome] = []
    for number in range(size.runs):
        say(f"burst of {size.load.orders} orders, {number + 1} of {size.runs}")
        floor.append(await run_floor(size.load))
        bot.append(await run_burst(size.load))
    return burst_lines(bot, floor)


async def measure_clips(size: Size) -> list[Line]:
    say(f"{size.clips} clips at once, {size.runs} times")
    return clips_lines([await run_clips(size.clips) for _ in range(size.runs)])


async def measure_standing(size: Size) -> list[Line]:
    say(f"{size.standing} jobs under way for {size.seconds:g} s")
    return standing_lines([await run_standing(size.standing, size.seconds)])


async def measure_history(size: Size) -> list[Line]:
    say(f"orders after {size.history} others")
    return history_lines([await run_history(size.history)])


PARTS: dict[str, Callable[[Size], Coroutine[Any, Any, list[Line]]]] = {
    "burst": measure_burst,
    "clips": measure_clips,
    "standing": measure_standing,
    "history": measure_history,
}


def main() -> int:
    chosen = make_parser().parse_args()
    size = QUICK if chosen.quick else FULL
    say(describe_machine())
    for part in chosen.parts or PARTS:
        print(draw(asyncio.run(PARTS[part](size))), end="\n\n", flush=True)
    if chosen.quick:
        print("A quick run shows that the bench works; the targets are meant for the full one.")
    return 0


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures the bot at the sandbox, beside a bare bot. All of it takes about nine minutes and wants "
        "the machine for itself. It is no test: a missed target does not change the exit code.",
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=f"{', '.join(PARTS)}; or all")
    parser.add_argument("--quick", action="store_true", help="small and once, to see that it works")
    return parser


def describe_machine() -> str:
    processors = Path("/proc/cpuinfo").read_text().splitlines()
    name = next((line.partition(":")[2].strip() for line in processors if line.startswith("model name")), "unknown")
    return f"{os.cpu_count()} cores, {name}, Python {platform.python_version()}"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
