"""The console in a real Chromium, with a clinic's day in its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chat.served import Served
from tests.console.booked import book
from tests.console.classroom import MISSED, on_record
from tests.console.person import PASSWORD, employ
from tests.store.story import tell
from tests.training.project import make_project
from tests.visitor import Visitor

EMAIL = "maya@clinic.example"
EVIL = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
HOUR = timedelta(hours=1)
SIZES = {"desk": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}

# What is said of a page with such a status, of no connection, of a poll that is signed out.
ON_PURPOSE = (
    "Failed to load resource",
    "htmx:sendError",
    "htmx:afterRequest",
    "Response Status Error Code 401",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with requests in every state, conversations of every kind, and one who works."""
    folder = tmp_path_factory.mktemp("day")
    served = Served(folder, models_dir=folder / "models")
    served.desk.root = make_project(folder / "project")
    roles = ("front_desk", "reviewer", "trainer", "approver", "admin")
    employ(served, *roles, email=EMAIL).http.close()
    _fill(served)
    yield served
    served.stop()


@pytest.fixture
def open_page(browser: Browser, day: Served) -> Iterator[OpenPage]:
    """Signs in and opens a page; at the end none may have broken the policy or thrown an error."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_it(path: str, *, size: str = "desk", sign_in: bool = True, **options: object) -> Page:
        context = browser.new_context(viewport=SIZES[size], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        if sign_in:
            page.goto(day.url + "/staff/sign-in")
            page.fill("[name=email]", EMAIL)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
        page.goto(day.url + path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [each for each in wrong if not any(words in each for words in ON_PURPOSE)] == []


def _fill(served: Served) -> None:
    store, now = served.chat.store, served.clock()
    requests = [
        book(store, now, name=name, phone=f"+120355501{number:02}", email=f"p{number}@example.com")
        for number, name in enumerate(("Ana Beltran", "Tom O'Neill", "Maria Lopez", EVIL, "Bo Li"))
    ]
    staff = store.staff.by_email(EMAIL).id
    soon = now + timedelta(days=3)
    store.bookings.offer_times(requests[1].id, [soon, soon + timedelta(hours=1)], staff, now)
    store.bookings.confirm(requests[2].id, soon, staff, now)
    store.bookings.decline(requests[4].id, "no_times", staff, now)
    book(store, now, name="Ana B.", phone="+12035550100", flags=["needs_clinician_review"])
    kinds = (
        {"text": "does it hurt?"},
        {"text": "I want a person", "label": "human_handoff", "topics": [],
         "actions": ("action_handoff",), "responses": ("utter_human_handoff",)},
        {"text": "my face swells", "label": "emergency", "topics": [], "safety": "emergency",
         "actions": ("action_safety",), "responses": ("utter_safety_emergency",)},
        {"text": f"blorp {EVIL}", "label": "nlu_fallback", "confidence": 0.2, "topics": [],
         "actions": ("action_clarify",), "responses": ("utter_clarify",)},
    )  # fmt: skip
    for kind in kinds:
        conversation = store.conversations.open(now).id
        tell(store, conversation, **kind)
        store.index.refresh(conversation, served.desk.profile.zone)
    store.reviews.tag(conversation, "odd", staff, now)
    store.reviews.note(conversation, f"look: {EVIL}", staff, now)
    store.reviews.flag(conversation, 1, staff, now)
    _teach(served, conversation)


def _teach(served: Served, conversation: str) -> None:
    """Something in every tab of the inbox, and a release of each kind."""
    store, now, staff = (
        served.chat.store,
        served.clock(),
        served.chat.store.staff.by_email(EMAIL).id,
    )
    for state, label in (("taken", "faq/pain"), ("dropped", None)):
        other = store.conversations.open(now).id
        seq = tell(store, other, f"where is the lift {EVIL}", **MISSED)
        store.index.refresh(other, served.desk.profile.zone)
        store.training_inbox.settle([(other, seq)], state, staff, now - HOUR, label)
    release = on_record(served, "live")
    store.releases.promote(release.id, "Maya", now - HOUR)
    reply = {"conversation": conversation, "seq": 1, "before": "asks back", "after": "pain"}
    failed = {"name": "topics", "passed": False, "why": "Worse.", "examples": [f"hm {EVIL} → pain"]}
    on_record(
        served,
        "held",
        gates=[failed],
        replay={"conversations": 1, "messages": 2, "changed": [reply]},
    )


@contextmanager
def taken_over(
    open_page: OpenPage, day: Served, *, size: str = "desk"
) -> Iterator[tuple[Page, Visitor]]:
    """The page of a conversation that was just taken over, and its visitor."""
    with day.visitor() as visitor:
        visitor.say("hello")
        page = open_page(f"/staff/conversations/{visitor.conversation}", size=size)
        page.get_by_role("button", name="Take over and answer").click()
        yield page, visitor
