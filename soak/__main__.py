"""`python -m soak --seed N --orders N --seconds S`: exit code 0 if every promise held, 1 if one did not or
a moment that every soak shall meet was missed."""

import argparse
import asyncio
import contextlib
import logging
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from soak.judge import Breach, judge
from soak.run import EVERY_SOAK_MEETS, Outcome, Plan, run
from soak.table import write_table


def main() -> int:
    options = read_options()
    print(f"seed {options.seed}, {options.orders} orders in {options.seconds:g} s", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # no process of the bot is left behind
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # what is broken on purpose is no news
    with folder_of(options.keep) as folder:
        outcome = asyncio.run(
            run(Plan(seed=options.seed, orders=options.orders, seconds=options.seconds, folder=folder))
        )
    return conclude(outcome, options.seed)


def conclude(outcome: Outcome, seed: int) -> int:
    """Prints the table and the verdict; the exit code."""
    breaches = judge(outcome.evidence)
    print(write_table(outcome, breaches))
    print(f"{verdict(outcome, breaches)}; seed {seed}")
    return 1 if breaches or outcome.missed else 0


def verdict(outcome: Outcome, breaches: list[Breach]) -> str:
    """A soak that did not meet all that it shall meet proves nothing."""
    if outcome.missed and not breaches:
        return f"NOT PROVED: {len(outcome.missed)} of {len(EVERY_SOAK_MEETS)} moments were missed"
    return f"{'BROKEN' if breaches else 'kept'}: {len(breaches)} breaches"


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=130.0, help="in which they are made; then all comes to rest")
    parser.add_argument("--keep", type=Path, help="a folder for the database and the log, which then stay")
    return parser.parse_args()


@contextlib.contextmanager
def folder_of(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
