"""Keeps what Rasa imports and a server never touches out of it until it is touched after all.

The names stand for the real things, which are loaded at the first call or question: training,
testing and chatting in a terminal go on as they are.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

# Touched only where Rasa tests, trains, chats in a terminal, reminds, or runs a graph by dask. With
# what they import themselves (matplotlib, scikit-learn, scipy.stats, redis, apscheduler) they are
# one and a half seconds of a start, and 70 MB.
LATER = frozenset(
    {
        "dask",
        "portalocker",
        "prompt_toolkit.styles.Style",
        "questionary",
        "questionary.Question",
        "rasa.core.jobs",
        "rasa.core.test",
        "rasa.nlu.test.determine_token_labels",
        "sklearn.model_selection.train_test_split",
        "socketio.AsyncServer",
    }
)


class Later:
    """Stands for a module, or for a name in one."""

    def __init__(self, dotted: str) -> None:
        self._dotted = dotted

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if f"{self._dotted}.{name}" in LATER:
            return Later(f"{self._dotted}.{name}")
        return getattr(pkgutil.resolve_name(self._dotted), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return pkgutil.resolve_name(self._dotted)(*args, **kwargs)


def put_off(name: str, fromlist: Sequence[str]) -> Any:
    """What an import statement gives that asks for nothing but names of LATER; None for others."""
    if fromlist:
        if not LATER.issuperset(f"{name}.{each}" for each in fromlist):
            return None
        return SimpleNamespace(**{each: Later(f"{name}.{each}") for each in fromlist})
    if name not in LATER or name in sys.modules:
        return None
    package, _, last = name.rpartition(".")
    if not package:
        return Later(name)
    setattr(importlib.import_module(package), last, Later(name))  # until it is really loaded
    return importlib.import_module(name.partition(".")[0])
