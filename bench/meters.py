"""What a process has used, as Linux counts it."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")
KIB = 1024
RESET_PEAK = "5"
UTIME, STIME, CUTIME, CSTIME = 11, 12, 13, 14
"""Places in /proc/PID/stat, counted from the field after the command's name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`own` is the process's CPU time in seconds, `children` that of its ended children. `peak` and `resident` are
    bytes of memory."""

    own: float
    children: float
    peak: int
    resident: int


def read_meters(pid: int) -> Reading:
    own, children = read_cpu(pid)
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return Reading(own, children, _bytes(status["VmHWM"]), _bytes(status["VmRSS"]))


def read_cpu(pid: int) -> tuple[float, float]:
    """Seconds of the process itself, and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    numbers = [int(fields[place]) * TICK for place in (UTIME, STIME, CUTIME, CSTIME)]
    return numbers[0] + numbers[1], numbers[2] + numbers[3]


def reset_peak(pid: int) -> None:
    """From now on `peak` counts anew."""
    Path(f"/proc/{pid}/clear_refs").write_text(RESET_PEAK)


def _bytes(amount: str) -> int:
    return int(amount.split()[0]) * KIB
