"""How the process uses its memory: large blocks are used again, and the collector comes seldom."""

import ctypes
import gc
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""The C library's names for its settings, from glibc's malloc.h."""
BLOCKS = {
    # A clip, and what a socket reads into, are freed and needed again all the time: from the system, each comes in
    # pages that are filled with zeros first.
    MMAP_THRESHOLD: 4 * 1024 * 1024,
    TRIM_THRESHOLD: 16 * 1024 * 1024,
    # Of what several threads freed, none is kept for each of them.
    ARENA_MAX: 1,
}
"""Bytes, and how many pools there are."""
COLLECT_AFTER = (20_000, 20, 20)
"""So many new objects, or collections of younger ones. After Python's own 700 there would be one every few requests."""


def reuse_blocks() -> None:
    """Before there are threads. Does nothing where the C library is another."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for name, value in BLOCKS.items():
            mallopt(name, value)


def keep_what_is_here() -> None:
    """No collection looks through it any more, which would take a tenth of a second."""
    gc.set_threshold(*COLLECT_AFTER)
    gc.freeze()
