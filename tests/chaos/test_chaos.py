"""The short form of `make chaos`: whatever fails, nothing is lost, doubled or mixed up."""

from __future__ import annotations

import pytest

from tests.chaos.disk import CANNOT_MOUNT, SmallDisk
from tests.chaos.installation import Alone, Installation, Replicas
from tests.chaos.run import HEALTH, RECOVERY, play

CONVERSATIONS = 60


@pytest.fixture(autouse=True)
def small_disks() -> None:
    try:
        SmallDisk(megabytes=1).remove()
    except RuntimeError as error:
        pytest.skip(f"{CANNOT_MOUNT}: {error}")


@pytest.mark.scale
@pytest.mark.timeout(600)
def test_replicas_keep_every_promise_through_every_fault() -> None:
    _play(Replicas)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_one_process_keeps_every_promise_through_every_fault() -> None:
    _play(Alone)


def _play(kind: type[Installation]) -> None:
    outcome = play(kind, CONVERSATIONS, rounds=1, hold=3.0)
    # How long things take depends on what else the machine does; `make chaos` reports it.
    timing = (RECOVERY, HEALTH)
    broken = [each for each in outcome.violations if each.kind not in timing]
    assert broken == [], outcome.explained(broken)
    # It was no idle run: everybody spoke, and the faults were felt.
    assert outcome.messages > 4 * CONVERSATIONS and outcome.bookings > CONVERSATIONS // 2
    assert outcome.repeated > 0
