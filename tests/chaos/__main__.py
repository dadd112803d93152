"""`python -m tests.chaos`: both installations, and the report on them."""

from __future__ import annotations

import argparse
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
    given = parser.parse_args()
    outcomes = []
    for kind in (Replicas, Alone):
        sys.stdout.write(f"{kind.name}: {given.conversations} conversations …\n")
        sys.stdout.flush()
        outcomes.append(play(kind, given.conversations, rounds=given.rounds, hold=HOLD_S))
        broken = outcomes[-1].violations
        sys.stdout.write(f"{outcomes[-1].took:.0f} s, {len(broken)} broken promises\n")
        for each in broken[:20]:
            sys.stdout.write(f"  {each.kind}: {each.what}\n")
        write_report(given.report, outcomes)
    return 1 if any(each.violations for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
