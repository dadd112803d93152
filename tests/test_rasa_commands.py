"""The project is an ordinary Rasa project: Rasa's own commands work at its root."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from clinic.training import models
from tests.sources import ROOT

pytestmark = pytest.mark.slow

RASA = str(Path(sys.executable).with_name("rasa"))

# What `rasa data validate` says of a project whose answers are chosen by actions. The responses
# are each used by a form or an action (tests/test_content.py), the intents are meant by buttons.
EXPECTED_WARNINGS = (
    r"The utterance 'utter_\S+' is not used in any story or rule",
    r"The following duplicated intents have been found across multiple domain files: faq",
    # Meant by buttons only.
    r"The intent '(continue_booking|discard_booking|edit_booking|accept_time|other_time|"
    r"cancel_request|leave_message|send_request)' is listed in the domain file, but is not found",
)


def rasa(*arguments: object, given: str | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [RASA, *map(str, arguments)],
        cwd=ROOT,
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def model() -> Path:
    found = models.model_of(ROOT / "models", models.fingerprint())
    assert found, "there is no model of the current files: `make train`"
    return found


@pytest.fixture
def actions_port() -> Iterator[int]:
    """The port of a `rasa run actions`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [RASA, "run", "actions", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def test_rasa_data_validate_finds_no_fault() -> None:
    done = rasa("data", "validate")
    assert done.returncode == 0, done.stdout
    warnings = re.findall(r"UserWarning: (.*)", done.stdout)
    assert not [said for said in warnings if not re.match("|".join(EXPECTED_WARNINGS), said)]


def test_rasa_train_trains(tmp_path: Path, model: Path) -> None:
    done = rasa("train", "--out", tmp_path, "--fixed-model-name", "own")
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "own.tar.gz").stat().st_size > 0


def test_rasa_test_nlu_reports(tmp_path: Path, model: Path) -> None:
    messages = tmp_path / "messages.yml"
    messages.write_text(
        'version: "3.1"\nnlu:\n- intent: faq/pain\n  examples: |\n    - will it hurt\n'
        "- intent: greet\n  examples: |\n    - hello\n"
    )
    done = rasa(
        *("test", "nlu", "--model", model, "--nlu", messages, "--out", tmp_path / "report"),
        "--no-plot",
    )
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "report" / "intent_report.json").exists()


def test_rasa_run_actions_lists_the_actions_of_the_domain(actions_port: int) -> None:
    listed = httpx.get(f"http://127.0.0.1:{actions_port}/actions").json()
    named = {action["name"] for action in listed}
    assert {"action_answer", "action_safety", "validate_booking_form"} <= named


def test_rasa_shell_answers(tmp_path: Path, model: Path, actions_port: int) -> None:
    endpoints = tmp_path / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = rasa(
        *("shell", "--model", model, "--endpoints", endpoints, "--port", port),
        given="does it hurt?\n/stop\n",
    )
    assert "minimal" in done.stdout, done.stdout


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "it ended at its start"
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")
