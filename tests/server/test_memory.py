"""What was loaded lies in large pages, and the process is hardly larger for it."""

from __future__ import annotations

import json
import subprocess
import sys

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
    (resident, large), pages, (then_resident, then_large) = json.loads(done.stdout)
    assert then_resident < 1.1 * resident
    # None at all where the system has no large pages to give.
    assert (then_large > large + 20_000) == (pages > 10), (large, pages, then_large)
