"""What was loaded lies in large pages, and the process is hardly larger for it."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT

PROGRAM = """
import json, threading
from clinic.server.memory import use_large_pages

def now():
    lines = open("/proc/self/smaps_rollup").read().splitlines()[1:]
    of = {line.split()[0].rstrip(":"): int(line.split()[1]) for line in lines}
    return of["Rss"], of["AnonHugePages"]

ended = threading.Event()
for _ in range(20):  # each with a stack that it hardly uses
    threading.Thread(target=ended.wait, daemon=True).start()
held = [[number, str(number)] for number in range(500_000)]
before, pages, after = now(), use_large_pages(), now()
assert held == [[number, str(number)] for number in range(500_000)]
print(json.dumps([before, pages, after]))
"""


def test_what_is_in_use_moves_to_large_pages_and_nothing_else_does() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    (resident, _), pages, (then_resident, then_large) = json.loads(done.stdout)
    assert then_resident < 1.1 * resident
    if _has_large_pages():
        assert pages > 10
        assert then_large > 0.9 * 2048 * pages
    else:
        assert pages == 0


def _has_large_pages() -> bool:
    """Whether this machine gives them to who asks: Linux 6.1 and later, unless switched off."""
    number = re.match(r"(\d+)\.(\d+)", platform.release())
    is_new = number is not None and tuple(map(int, number.groups())) >= (6, 1)
    switch = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    return is_new and switch.is_file() and "[never]" not in switch.read_text()
