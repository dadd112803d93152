"""What a server carries when it has started: nothing that only training, tests or plots need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.sources import ROOT

UNNEEDED = (
    "apscheduler",
    "dask",
    "icalendar",
    "matplotlib",
    "onnx",
    "prompt_toolkit",
    "redis",
    "scipy.linalg",
    "scipy.stats",
    "sklearn",
)
MOST_MIB = 360
# As `python -m clinic serve` does it, without a port and a database.
ASK = """
import asyncio, json, os, sys
import clinic.cli
from clinic.logs import set_up_logs
from clinic.server.memory import give_memory_back, share_arenas
from clinic.settings import load_settings

share_arenas()
settings = load_settings()
set_up_logs(settings)

import clinic.server
from clinic.chat import agent, live_assistant
from clinic.server import assistant, live_model
from rasa.shared.core.domain import Domain

read, from_file = [], Domain.from_file.__func__
Domain.from_file = classmethod(lambda cls, path: read.append(path) or from_file(cls, path))
loaded, answered = live_model._warm(settings, None)
give_memory_back()
with open("/proc/self/status") as status:
    kib = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
print(json.dumps([answered, sorted(sys.modules), len(read), kib / 1024]))
"""


@pytest.fixture(scope="module")
def started() -> list[Any]:
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_it_answers(started: list[Any]) -> None:
    assert started[0]


@pytest.mark.parametrize("library", UNNEEDED)
def test_what_serving_does_not_need_is_not_loaded(library: str, started: list[Any]) -> None:
    assert library not in started[1]


def test_the_domain_is_read_once(started: list[Any]) -> None:
    assert started[2] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_it_fits_in_the_memory_that_it_is_given(started: list[Any]) -> None:
    assert started[3] < MOST_MIB
