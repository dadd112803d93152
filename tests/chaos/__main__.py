"""`python -m tests.chaos`: both installations, and the report on them."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from tests.chaos.installation import Alone, Replicas
from tests.chaos.report import write_report
from tests.chaos.run import play
from tests.sources import ROOT

HOLD_S = 4.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--conversations", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2, help="how often each fault is done")
    parser.add_argument("--report", type=Path, default=ROOT / "docs" / "chaos.md")
    parser.add_argument("--only", choices=("replicas", "alone"), help="one of the two")
    given = parser.parse_args()
    # Asked to end, it still stops what it has started and unmounts what it has mounted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    outcomes = []
    kinds = {"replicas": Replicas, "alone": Alone}
    for kind in [kinds[given.only]] if given.only else kinds.values():
        _tell(f"{kind.name}: {given.conversations} conversations …")
        outcome = play(kind, given.conversations, rounds=given.rounds, hold=HOLD_S, tell=_tell)
        outcomes.append(outcome)
        _tell(f"{outcome.took:.0f} s, {len(outcome.violations)} broken promises")
        for each in outcome.violations[:20]:
            _tell(f"  {each.kind} {each.conversation}: {each.what[:300]}")
        write_report(given.report, outcomes)
    return 1 if any(each.violations for each in outcomes) else 0


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
