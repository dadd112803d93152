"""Logs hold events and ids of our own, and of everybody else only where they spoke."""

from __future__ import annotations

import json
import logging
import os
import pty
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from clinic.logs import set_up_logs
from clinic.settings import Settings

Logged = Callable[[], list[dict[str, Any]]]
WORDS = "I am allergic to lidocaine"


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    for name in ("clinic", "actions", "py.warnings"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    """Gives what has been logged so far, line by line."""
    with (tmp_path / "log").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stderr", file)
        set_up_logs(Settings(log_json=True, _env_file=None))
        yield lambda: [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]


def test_an_event_of_ours_is_a_line_with_its_ids(logged: Logged) -> None:
    structlog.get_logger("clinic.chat").info("turn_done", conversation="abc", seq=3)
    (line,) = logged()
    assert line["event"] == "turn_done"
    assert (line["conversation"], line["seq"], line["level"]) == ("abc", 3, "info")
    assert line["timestamp"].endswith("Z")


def test_an_errors_text_is_left_out_and_its_place_is_kept(logged: Logged) -> None:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as error:
            raise ValueError(f"cannot store {WORDS}") from error
    except ValueError:
        structlog.get_logger("clinic.chat").exception("request_failed")
    (line,) = logged()
    assert line["error"] == "ValueError < KeyError"
    assert "test_logs.py" in line["trace"][-1]
    assert WORDS not in json.dumps(line)


@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "sqlalchemy", "asyncio"])
def test_what_a_library_says_is_cut_down_to_where_it_said_it(logged: Logged, name: str) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        logging.getLogger(name).error("could not handle %s", WORDS, exc_info=True)
        logging.getLogger(name).error(f"could not handle {WORDS}")
        logging.getLogger(name).error(error)
    structlog.get_logger(name).error("processor.failed", text=WORDS, slots={"phone": WORDS})
    found = logged()
    assert len(found) == 4
    for line in found:
        assert WORDS not in json.dumps(line)
        assert line["event"] == "library_message"
        assert line["at"].startswith(name)
    assert [line.get("error") for line in found] == ["ValueError", None, "ValueError", None]


@pytest.mark.parametrize(("module", "is_ours"), [("rasa.core.agent", False), ("clinic.x", True)])
def test_a_logger_without_a_name_has_its_modules(
    logged: Logged, module: str, is_ours: bool
) -> None:
    code = "import structlog\nstructlog.get_logger().error('processor.failed', text=words)"
    exec(code, {"__name__": module, "words": WORDS})
    (line,) = logged()
    assert (line["event"] == "processor.failed") == is_ours
    assert (WORDS in json.dumps(line)) == is_ours


def test_a_library_is_heard_from_warnings_on(logged: Logged) -> None:
    logging.getLogger("rasa.core").info("hello")
    logging.getLogger("rasa.core").debug("hello")
    structlog.get_logger("rasa.core").debug("hello")
    logging.getLogger("rasa.core").warning("hello")
    assert len(logged()) == 1


def test_our_own_level_is_the_settings(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_json=True, log_level="ERROR", _env_file=None))
    structlog.get_logger("clinic.chat").warning("quiet")
    structlog.get_logger("clinic.chat").error("loud")
    shown = capfd.readouterr().err
    assert "loud" in shown and "quiet" not in shown


def test_a_line_that_cannot_be_written_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stderr", file)
        set_up_logs(Settings(log_json=True, _env_file=None))
    structlog.get_logger("clinic.chat").info("turn_done")  # the file is closed


def test_what_a_library_says_within_a_turn_is_known_by_its_turn(logged: Logged) -> None:
    with structlog.contextvars.bound_contextvars(conversation="abc", turn=7, words=WORDS):
        logging.getLogger("rasa.core").warning("about %s", WORDS)
        structlog.get_logger("clinic.chat").info("turn_done")
    library, own = logged()
    for line in (library, own):
        assert (line["conversation"], line["turn"]) == ("abc", 7)
    assert WORDS not in json.dumps(library)


def test_logs_are_json_unless_somebody_reads_them_at_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_line(log_json: bool | None, *, terminal: bool) -> str:
        master, slave = pty.openpty() if terminal else os.pipe()
        with open(slave, "w", encoding="utf-8") as file:
            monkeypatch.setattr(sys, "stderr", file)
            set_up_logs(Settings(log_json=log_json, _env_file=None))
            structlog.get_logger("clinic.chat").warning("hello")
            file.flush()
            line = os.read(master, 4096).decode()
        os.close(master)
        return line

    assert first_line(None, terminal=False).startswith("{")
    assert not first_line(None, terminal=True).startswith("{")
    assert not first_line(False, terminal=False).startswith("{")
    assert first_line(True, terminal=True).startswith("{")
