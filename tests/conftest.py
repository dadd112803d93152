"""What all tests may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.chaos.disk import CANNOT_MOUNT
from tests.live import _shared_server, live_server, start_server  # noqa: F401  (fixtures)
from tests.postgres import NOT_INSTALLED, PostgresServer, is_installed
from tests.sources import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from rasa.core.processor import MessageProcessor


@pytest.fixture(scope="session")
def processor() -> MessageProcessor:
    """The newest trained model, ready to understand messages."""
    from clinic.nlu.parse import load_processor  # takes seconds, which few tests need

    return load_processor(ROOT / "models")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests that drive one."""
    from playwright.sync_api import sync_playwright  # only those tests need it

    from tests.browser.chromium import launch

    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own, which a test may stop and start again."""
    if not is_installed():
        pytest.skip(NOT_INSTALLED)
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """Address of an empty PostgreSQL database."""
    return postgres_server.new_database()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: what is broken shows early."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    return _without_skip((yield))


def _without_skip(report):
    """Where CLINIC_NO_SKIPS is set, what would be skipped has failed: a program can be installed.

    Only what the machine itself forbids stays skipped, and is told at the end.
    """
    forbidden = CANNOT_MOUNT in str(report.longrepr)
    skipped = report.skipped and not hasattr(report, "wasxfail") and not forbidden
    if skipped and os.environ.get("CLINIC_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, which is not allowed: {report.longrepr}"
    return report
