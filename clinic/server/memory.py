"""Keeps the C library from holding on to memory that nothing uses."""

from __future__ import annotations

import ctypes
import gc

M_ARENA_MAX = -8  # of malloc.h
ARENAS = 2  # by default every thread that allocates may get one of its own, which only grows


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
