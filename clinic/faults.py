"""Named places of a turn at which a test can have the process killed."""

from __future__ import annotations

import os
import signal

_place, _, _pass = os.environ.get("CLINIC_KILL_AT", "").partition(":")
_left = int(_pass or 1)


def reached(place: str) -> None:
    """Die as from `kill -9` if CLINIC_KILL_AT names this place (`place:n` on its n-th pass)."""
    global _left
    if place != _place:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
