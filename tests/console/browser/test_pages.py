"""Every page: no barrier that axe can find, no sideways scrolling, nothing against the policy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from clinic.errors import TrainingStopped
from clinic.store.conversation_filter import ConversationFilter
from clinic.store.releases import Release
from clinic.training.jobs import run_job
from tests.chat.served import Served
from tests.console.booked import book
from tests.console.browser.barriers import barriers
from tests.console.browser.conftest import EMAIL, EVIL, OpenPage
from tests.console.person import PASSWORD
from tests.store.conftest import NOW
from tests.store.story import tell

pytestmark = pytest.mark.browser

PAGES = {
    "sign in": "/staff/sign-in",
    "board": "/staff/bookings",
    "table": "/staff/bookings?view=table",
    "empty day": "/staff/bookings/day?day=2031-01-01",
    "conversations": "/staff/conversations?topic=faq/pain&q=hurt",
    "nothing found": "/staff/conversations?tag=nothing",
    "messages": "/staff/bookings?view=table&kind=messages",
    "who waits": "/staff/conversations/waiting",
    "overview": "/staff/overview?days=365",
    "training": "/staff/training",
    "taught": "/staff/training?state=taken",
    "ignored": "/staff/training?state=dropped",
    "topics": "/staff/training/topics",
    "topic": "/staff/training/topics/pain",
    "removal": "/staff/training/topics/pain/removal",
    "rivals": "/staff/training/topics/downtime/rivals",
    "intent": "/staff/training/topics/greet",
    "new topic": "/staff/training/new-topic",
    "releases": "/staff/training/releases",
    "live release": "/staff/training/releases/1",
    "held release": "/staff/training/releases/2",
    "account": "/staff/account",
    "accounts": "/staff/accounts",
    "audit": "/staff/audit",
    "privacy": "/staff/privacy",
    "no such page": "/staff/nothing",
}


def address_of(served: Served, name: str) -> str:
    """Also the pages of one thing: a request in each state, a conversation of each kind."""
    if name.startswith("request"):
        state = name.removeprefix("request ")
        return f"/staff/bookings/{served.chat.store.bookings.list(state)[0].reference}"
    if name == "day":
        (booking,) = served.chat.store.bookings.list("confirmed")
        there = booking.appointment.astimezone(served.desk.profile.zone)
        return f"/staff/bookings/day?day={there:%Y-%m-%d}"
    words = {"conversation": "hurt", "odd conversation": "blorp"}
    if name in words:
        wanted = ConversationFilter(words=words[name])
        (found,) = served.chat.store.conversation_list.page(wanted)
        return f"/staff/conversations/{found.id}"
    return PAGES[name]


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize(
    "name",
    [
        *PAGES, "request received", "request times_offered", "request confirmed",
        "request declined", "day", "conversation", "odd conversation",
    ],
)  # fmt: skip
def test_a_page_has_no_barriers(open_page: OpenPage, day: Served, name: str, size: str) -> None:
    page = open_page(address_of(day, name), size=size, sign_in=name != "sign in")
    assert barriers(page) == []


def test_what_a_visitor_wrote_is_text_and_never_runs(open_page: OpenPage, day: Served) -> None:
    pages = ("training", "taught", "ignored", "held release", "board", "table", "odd conversation")
    for name in pages:
        page = open_page(address_of(day, name))
        expect(page.locator("main")).to_contain_text("<script>")
        assert page.title() != "run"
    assert EVIL in page.locator("main").inner_text()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_hints_on_a_new_topic_have_no_barriers(open_page: OpenPage, size: str) -> None:
    page = open_page("/staff/training/new-topic", size=size)
    page.get_by_label("Examples").fill("does it hurt, does it hurt\nblorp")
    expect(page.locator("#findings")).to_contain_text("Visitors might mean pain", timeout=30_000)
    page.get_by_label("Answer").fill("It **depends**.\n\nAsk {towns} <b>now</b>.")
    expect(page.locator("#preview strong")).to_have_text("depends")
    assert barriers(page) == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_training_under_way_has_no_barriers_and_moves_by_itself(
    open_page: OpenPage, day: Served, size: str
) -> None:
    moved, over = threading.Event(), threading.Event()

    def work(tell: Callable[..., None]) -> Release:
        tell("train")
        assert moved.wait(60)
        tell("test", done=5, of=10)
        assert over.wait(60)
        return day.chat.store.releases.find(2)

    job = threading.Thread(target=run_job, args=(day.settings, "Maya", work), daemon=True)
    job.start()
    try:
        page = open_page("/staff/training/releases", size=size)
        expect(page.locator("#job [role=status]")).to_contain_text("Training")
        moved.set()
        expect(page.locator("#job [role=status]")).to_contain_text("5 of 10", timeout=10_000)
        assert barriers(page) == []
    finally:
        moved.set()
        over.set()
        job.join(60)
    page.wait_for_url("**/staff/training/releases/2")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_replay_moves_on_its_releases_page_and_loads_it_anew(
    open_page: OpenPage, day: Served, size: str
) -> None:
    moved, over = threading.Event(), threading.Event()

    def work(tell: Callable[..., None]) -> Release:
        assert moved.wait(60)
        tell("replay", done=5, of=10)
        assert over.wait(60)
        return day.chat.store.releases.find(2)

    job = threading.Thread(
        target=run_job, args=(day.settings, "Maya", work), kwargs={"replays": 2}, daemon=True
    )
    job.start()
    try:
        page = open_page("/staff/training/releases/2", size=size)
        moved.set()
        expect(page.locator("#job [role=status]")).to_contain_text("5 of 10", timeout=10_000)
        assert barriers(page) == []
        expect(page.get_by_role("button", name="Look further back")).to_have_count(0)
    finally:
        moved.set()
        over.set()
        job.join(60)
    expect(page.get_by_role("button", name="Look further back")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_training_is_stopped_from_its_page(
    open_page: OpenPage, day: Served, size: str, scripts: bool
) -> None:
    release = day.chat.store.releases.list()[0].id

    def work(tell: Callable[..., None]) -> Release:
        while True:
            tell("train")
            time.sleep(0.1)

    def stopped() -> None:
        with pytest.raises(TrainingStopped):
            run_job(day.settings, "Noor", work)

    job = threading.Thread(target=stopped, daemon=True)
    job.start()
    page = open_page("/staff/training/releases", size=size, java_script_enabled=scripts)
    page.get_by_role("link", name="Stop …").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop the training?")
    if scripts:
        assert barriers(page) == []
    page.get_by_role("button", name="Stop the training").press("Enter")
    expect(page.locator("#job")).to_contain_text("stopped the last training", timeout=15_000)
    job.join(60)
    assert barriers(page) == [] if scripts else True
    assert day.chat.store.releases.list()[0].id == release


def test_without_scripts_a_trainer_teaches_all_the_same(open_page: OpenPage, day: Served) -> None:
    page = open_page("/staff/training", java_script_enabled=False)
    page.locator(".theme", has_text="blorp").get_by_label("Another topic").fill("Greet")
    page.get_by_role("button", name="Teach").first.click()
    expect(page.locator("main")).to_contain_text("1 message now teaches Greet")
    assert "blorp" in (day.desk.root / "data/nlu/greet.yml").read_text()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("main")).to_contain_text("wait in the inbox again")
    assert "blorp" not in (day.desk.root / "data/nlu/greet.yml").read_text()


def test_a_new_request_shows_within_two_seconds_without_a_reload(
    open_page: OpenPage, day: Served
) -> None:
    page = open_page("/staff/bookings")
    page.evaluate("window.still = true")
    focused = page.locator(".request h3 a").first
    focused.focus()
    polls: list[str] = []
    page.on("request", lambda request: polls.append(request.url))
    assert 'hx-trigger="every 1500ms"' in page.content()
    booking = book(day.chat.store, day.clock(), name="Nora Quick")
    page.get_by_role("link", name="Nora Quick").wait_for(timeout=10_000)
    assert len(polls) <= 2  # one may have been under way when the request came
    assert page.evaluate("window.still")
    assert booking.reference in page.locator("#board").inner_text()
    expect(focused).to_be_focused()  # who goes by keyboard goes on from there


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_new_conversations_are_told_of_and_no_row_moves(
    open_page: OpenPage, day: Served, size: str
) -> None:
    page = open_page("/staff/conversations", size=size)
    news, row = page.locator("#news[role=status]"), page.locator("tbody tr").first
    before, place = row.inner_text(), row.bounding_box()
    assert news.inner_text() == ""
    said = f"is there wifi for a {size}"
    store, minutes = day.chat.store, (day.clock() - NOW) / timedelta(minutes=1)
    conversation = store.conversations.open(day.clock()).id
    tell(store, conversation, said, minutes=minutes)
    store.index.refresh(conversation, day.desk.profile.zone)
    expect(news).to_contain_text("1 new conversation – show", timeout=10_000)
    assert (row.inner_text(), row.bounding_box()) == (before, place)
    assert barriers(page) == []
    _tab_to(page, "1 new conversation – show")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text(said)
    expect(news).to_be_empty()


def test_the_keyboard_alone_is_enough(open_page: OpenPage, day: Served) -> None:
    book(day.chat.store, day.clock(), name="Kay Board")
    page = open_page("/staff/sign-in", sign_in=False)
    page.keyboard.type(EMAIL)  # the field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/bookings")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page's content")
    _tab_to(page, "Kay Board")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/bookings/*-*")
    _tab_to_field(page, "time1")
    soon = day.clock().astimezone(day.desk.profile.zone) + timedelta(days=5)
    page.keyboard.type(f"{soon:%m%d%Y}")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("0230PM")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("The times are offered.")


def test_a_reviewer_goes_through_the_unreviewed_by_key(open_page: OpenPage, day: Served) -> None:
    page = open_page("/staff/conversations")
    seen = []
    page.keyboard.press("Alt+n")
    for _ in range(2):
        page.wait_for_url(lambda url: "/conversations/" in url and url not in seen)
        seen.append(page.url)
        expect(page.get_by_role("button", name="Reviewed, next")).to_be_visible()
        page.keyboard.press("Alt+r")
    page.wait_for_url(lambda url: url not in seen)
    reviewed = day.chat.store.conversation_list.count(ConversationFilter(reviewed=True))
    assert (len(set(seen)), reviewed) == (2, 2)


def _tab_to(page: Page, text: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == text:
            return
    raise AssertionError(f"{text} cannot be reached")


def _tab_to_field(page: Page, name: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || ''") == name:
            return
    raise AssertionError(f"the field {name} cannot be reached")
