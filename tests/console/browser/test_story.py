"""The whole story: a visitor is missed, a trainer teaches it, the visitor gets the answer."""

from __future__ import annotations

import contextlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clinic.training.job import lines_of
from tests.benchmark.training import Project, wait
from tests.browser.chromium import Pages
from tests.console.person import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]

ASKED = "do you have wifi"
OTHERWISE = "is there any wifi that i could use while i wait"
ANSWER = "Yes. The team at the desk gives you the password for our guest network."
EXAMPLES = (
    ASKED, "is there wifi at the clinic", "can i use your wi-fi", "whats the wifi password",
    "is there internet in the waiting room", "can i go online while i wait for my turn",
    "do guests get internet access", "can my laptop connect to the internet there",
    "is the wifi free",
)  # fmt: skip
PATIENCE_MS = 60_000
TRAINED_WITHIN_MS = 900_000  # a minute on an idle machine, but tests share theirs


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A copy of the project with its server, on a database of its own."""
    copied = Project(tmp_path)
    try:
        with copied.served():
            yield copied
    finally:
        _end_trainings(copied)


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Pages]:
    pages = Pages(browser)
    yield pages
    pages.close()
    assert pages.errors == []


def test_from_a_missed_question_to_its_answer(
    browser: Browser, visitors: Pages, project: Project
) -> None:
    chat = visitors.chat(project.url).open()
    chat.ask(ASKED)
    expect(chat.answers.last).to_contain_text(re.compile("sure|rephrase|mean", re.IGNORECASE))

    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    _become_the_first_admin(page, project)

    page.goto(f"{project.url}/staff/training")
    theme = page.locator(".theme", has_text=f"“{ASKED}”")
    expect(theme).to_contain_text("Asked back")
    theme.get_by_role("button", name="New topic").click()
    page.get_by_label("Name").fill("Guest wifi")
    page.get_by_label("Examples").fill("\n".join(EXAMPLES))
    expect(page.locator("#findings")).to_contain_text("9 examples.", timeout=PATIENCE_MS)
    page.get_by_label("Answer").fill(ANSWER)
    expect(page.locator("#preview")).to_have_text(ANSWER)
    page.get_by_role("button", name="Add the topic").click()
    notice = page.get_by_role("status").first
    expect(notice).to_contain_text("The topic is there.", timeout=PATIENCE_MS)
    assert (project.root / "data/nlu/faq/guest_wifi.yml").exists()  # in the copy, not in ours
    page.get_by_role("button", name="Sign the answer").click()
    expect(notice).to_contain_text("The answer is signed.", timeout=PATIENCE_MS)

    page.get_by_role("link", name="Releases").click()
    page.get_by_role("button", name="Train and test").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.wait_for_url("**/staff/training/releases/1", timeout=TRAINED_WITHIN_MS)
    expect(page.locator("main")).to_contain_text("Gates passed")
    changed = page.locator(".changed li", has_text=ASKED)
    expect(changed).to_contain_text("asks back")
    expect(changed.locator("strong")).to_have_text("guest wifi")
    expect(changed).to_contain_text(ANSWER)
    changed.get_by_role("button", name="Approve").click()
    expect(changed).to_contain_text("Approved")
    page.get_by_role("button", name="Promote", exact=True).click()
    expect(notice).to_contain_text("Promoted.", timeout=PATIENCE_MS)

    wait(lambda: project.swaps() == 1)
    chat.ask(OTHERWISE)
    expect(chat.answers.last).to_contain_text(ANSWER)
    assert wrong == []


@pytest.mark.parametrize("stage", ["Training", "Testing the new assistant"])
def test_a_training_that_is_stopped_leaves_nothing_and_the_assistant_as_it_was(
    browser: Browser, visitors: Pages, project: Project, stage: str
) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    _become_the_first_admin(page, project)
    page.goto(f"{project.url}/staff/training/releases")
    before = _files(project)
    page.get_by_role("button", name="Train and test").click()
    progress = page.locator("#job [role=status]")
    expect(progress).to_contain_text(stage, timeout=TRAINED_WITHIN_MS)
    if stage == "Training":
        wait(lambda: list((project.root / "models").rglob(".training-*")))
    (record,) = (project.root / "var" / "training").glob("*.jsonl")
    pid = next(line["pid"] for line in lines_of(record) if "pid" in line)
    page.get_by_role("link", name="Stop …").click()
    page.get_by_role("button", name="Stop the training").click()
    told = page.locator("#job .notice")
    expect(told).to_contain_text("Mia stopped the last training", timeout=PATIENCE_MS)
    assert lines_of(record)[-1]["stage"] == "stopped"
    wait(lambda: not Path(f"/proc/{pid}").exists() or "Z" in _state(pid))
    assert _files(project) == before
    page.goto(f"{project.url}/staff/audit?action=training_stopped")
    expect(page.locator("tbody")).to_contain_text("Mia")
    chat = visitors.chat(project.url).open()
    chat.ask("does it hurt")
    expect(chat.answers.last).to_contain_text(re.compile("discomfort|hurt", re.IGNORECASE))
    assert project.swaps() == 0


def _files(project: Project) -> set[str]:
    """Models, and what a training works with; not its record, nor what is known of old models."""
    found = [*(project.root / "models").rglob("*"), *(project.root / "var/training").rglob("*")]
    return {
        str(path)
        for path in found
        if path.is_file() and path.suffix not in (".jsonl", ".log", ".lock", ".json")
    }


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2][:1]
    except OSError:
        return "Z"


def _end_trainings(project: Project) -> None:
    """A training outlives its server; where the test has failed, nobody waits for it."""
    for record in (project.root / "var" / "training").glob("*.jsonl"):
        lines = lines_of(record)
        if not lines or lines[-1]["stage"] in ("done", "failed"):
            continue
        for line in lines:
            if "pid" in line:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(line["pid"], signal.SIGKILL)


def _become_the_first_admin(page: Page, project: Project) -> None:
    link = re.search(r"\S+/staff/welcome/\S+", project.log.read_text(errors="replace"))[0]
    page.goto(link)
    page.get_by_label("Your name").fill("Mia")
    page.get_by_label("E-mail").fill("mia@clinic.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url("**/staff/**")
