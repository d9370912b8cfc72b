"""How often the system is asked for memory, counted by the pages that it hands out."""

import ctypes
import subprocess
import sys

import pytest

from services import memory

IN_TURN = """
import resource, sys, threading
from services.memory import reuse_blocks
if sys.argv[1] == "reused":
    reuse_blocks()
steps = [threading.Event() for _ in range(9)]

def use(number):
    steps[number].wait()
    bytearray(b"x") * 3_000_000
    steps[number + 1].set()
    steps[-1].wait()

threads = [threading.Thread(target=use, args=[number]) for number in range(8)]
for thread in threads:
    thread.start()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
steps[0].set()
for thread in threads:
    thread.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
"""Eight threads that are all there use 3 MB, one after the other."""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library is not glibc")
def test_a_block_that_one_thread_gave_back_serves_the_next() -> None:
    assert 3 * pages("reused") < pages("as it comes")


def test_it_asks_nothing_of_another_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    memory.reuse_blocks()


def pages(how: str) -> int:
    ended = subprocess.run([sys.executable, "-c", IN_TURN, how], capture_output=True, text=True, check=True, timeout=60)
    return int(ended.stdout)
