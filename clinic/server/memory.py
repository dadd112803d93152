"""Lays the memory of what was loaded out well, and keeps the C library from holding on to more."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from pathlib import Path

M_ARENA_MAX = -8  # of malloc.h
ARENAS = 2  # by default every thread that allocates may get one of its own, which only grows
MADV_COLLAPSE = 25  # of Linux 6.1's mman.h
LARGEST = 32 * 2**20  # bytes; some systems' have 512 MB, which nothing here fills
FULL = 0.75  # of an area: one that is mostly reserved, as a thread's stack, would only grow
_LARGE_PAGES = Path("/sys/kernel/mm/transparent_hugepage")
_AREAS = Path("/proc/self/smaps")


def share_arenas() -> None:
    """Call before any thread is started."""
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
    except (AttributeError, OSError):
        pass  # another C library


def give_memory_back() -> None:
    """Hand what is free to the system."""
    gc.collect(1)  # the young ones; a whole collection would stop every turn for too long
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        pass  # another C library


def use_large_pages() -> int:
    """Put what is in memory into pages of mostly 2 MB; returns how many, 0 where that is not to be.

    A turn reads a little of very much: the encoder, every example, the program. In pages of 4 KB
    the processor looks most of the addresses up anew each time (docs/benchmark.md). One page at a
    time, so that turns go on meanwhile.
    """
    try:
        if "[never]" in (_LARGE_PAGES / "enabled").read_text():
            return 0
        size = int((_LARGE_PAGES / "hpage_pmd_size").read_text())
        if size > LARGEST:
            return 0
        madvise, found = ctypes.CDLL(None).madvise, list(_areas())
    except (AttributeError, OSError):
        return 0  # another system
    pages = (
        page
        for begin, end in found
        for page in range(-(-begin // size) * size, end // size * size, size)
    )
    made = (madvise(ctypes.c_void_p(page), ctypes.c_size_t(size), MADV_COLLAPSE) for page in pages)
    return sum(done == 0 for done in made)


def _areas() -> Iterator[tuple[int, int]]:
    """(begin, end) of the process's own memory where it is in use."""
    begin = end = 0
    for line in _AREAS.read_text(errors="replace").splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):  # "7f12…-7f34… rw-p 00000000 00:00 0", and a file's name
            is_own = rest[0] == "rw-p" and (len(rest) < 5 or rest[4] == "[heap]")
            begin, end = (int(place, 16) for place in name.split("-")) if is_own else (0, 0)
        elif name == "Rss:" and end and int(rest[0]) * 1024 > FULL * (end - begin):
            yield begin, end
