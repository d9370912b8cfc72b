"""The lines that the bench prints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.burst import Outcome
from bench.clips import Added
from bench.history import Past
from bench.standing import Standing

MEGABYTE = 1e6
HEADS = ("", "floor", "bot", "least to most", "bot / floor", "target", "")
FIRST_CARD_MS, SLOWEST = 50.0, 0.99
TIMES_FLOOR = 5.0
UNDER_WAY_MB = 90.0
MOST_LOOKS = 8
ADDED_MB = 60.0
CORES = 0.25


@dataclass(frozen=True)
class Line:
    """One measure: `bot` and `floor` hold a value for each run. `most` is the target, `of_ratio` where it is one of
    bot to floor."""

    name: str
    bot: Sequence[float]
    floor: Sequence[float] = ()
    most: float | None = None
    of_ratio: bool = False
    digits: int = 1

    @property
    def ratio(self) -> float | None:
        below = median(self.floor) if self.floor else 0.0
        return median(self.bot) / below if below else None

    @property
    def verdict(self) -> str:
        value = self.ratio if self.of_ratio else median(self.bot)
        if self.most is None or value is None:
            return ""
        return "reached" if value <= self.most else "MISSED"

    def cells(self) -> tuple[str, ...]:
        spread = f"{self._show(min(self.bot))} to {self._show(max(self.bot))}" if len(self.bot) > 1 else ""
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}"
        floor = self._show(median(self.floor)) if self.floor else ""
        return self.name, floor, self._show(median(self.bot)), spread, ratio, self._target(), self.verdict

    def _target(self) -> str:
        if self.most is None:
            return ""
        return f"ratio <= {self.most:g}" if self.of_ratio else f"<= {self.most:g}"

    def _show(self, value: float) -> str:
        return f"{value:.{self.digits}f}"


def burst_lines(bot: Sequence[Outcome], floor: Sequence[Outcome]) -> list[Line]:
    def both(measure: Callable[[Outcome], float]) -> tuple[list[float], list[float]]:
        return [measure(run) for run in bot], [measure(run) for run in floor]

    return [
        Line("first card, median (ms)", *both(lambda run: median(run.first_answers) * 1000)),
        Line("first card, 99 of 100 (ms)", *both(lambda run: slowest(run.first_answers) * 1000), FIRST_CARD_MS),
        Line("orders refused", *both(lambda run: run.refused), 0, digits=0),
        Line("from done to visible, median (s)", *both(lambda run: median(run.from_done)), digits=2),
        Line("looks at a job, most", [max(run.looks) for run in bot], (), MOST_LOOKS, digits=0),
        Line("looks at a job, mean", [sum(run.looks) / len(run.looks) for run in bot]),
        Line("CPU a job, own process (ms)", *both(lambda run: run.own * 1000), TIMES_FLOOR, of_ratio=True),
        Line("CPU a job, its children (ms)", *both(lambda run: run.children * 1000)),
        Line("memory, all under way (MB)", *both(lambda run: run.under_way / MEGABYTE), UNDER_WAY_MB),
        Line("memory, peak of the run (MB)", *both(lambda run: run.peak / MEGABYTE)),
    ]


def slowest(values: Sequence[float]) -> float:
    """The value that 99 of 100 keep within."""
    ordered = sorted(values)
    return ordered[max(0, round(SLOWEST * len(ordered)) - 1)]


def clips_lines(runs: Sequence[Added]) -> list[Line]:
    return [Line("memory that clips of 25 MB add (MB)", [run.added / MEGABYTE for run in runs], (), ADDED_MB)]


def standing_lines(runs: Sequence[Standing]) -> list[Line]:
    return [
        Line("standing jobs: cores", [run.cores for run in runs], (), CORES, digits=3),
        Line("standing jobs: looks a second", [run.looks for run in runs]),
        Line("standing jobs: card edits a second", [run.edits for run in runs]),
        Line("standing jobs: peak memory (MB)", [run.peak / MEGABYTE for run in runs]),
    ]


def history_lines(runs: Sequence[Past]) -> list[Line]:
    answers = [slowest(run.first_answers) * 1000 for run in runs]
    return [
        Line("long past: first card, median (ms)", [median(run.first_answers) * 1000 for run in runs]),
        Line("long past: first card, 99 of 100 (ms)", answers, (), FIRST_CARD_MS),
        Line("long past: CPU a job (ms)", [run.own * 1000 for run in runs]),
    ]


def draw(lines: Sequence[Line]) -> str:
    rows = [HEADS, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(_pad(cell, width, at) for at, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    )


def _pad(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if 0 < column < len(HEADS) - 1 else cell.ljust(width)
