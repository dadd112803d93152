"""Pictures of the console: `python -m tests.console.screenshots docs [--phone] [NAME …]`."""

from __future__ import annotations

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from clinic.server.app import start_assistant
from tests.browser.chromium import launch
from tests.browser.screenshots import PHONE, save
from tests.chat.served import Served
from tests.console.benchmark.generate import generate
from tests.console.booked import book
from tests.console.classroom import Classroom
from tests.console.person import PASSWORD
from tests.dialogues.matrix import EVERYTHING

EMAIL = "maya@clinic.example"
WIDE = {"viewport": {"width": 1280, "height": 960}}
CONVERSATIONS = 900  # of the year before
SEED = 7
HOUR = timedelta(hours=1)
HEALTH = ["needs_clinician_review", "condition:diabetes"]


# What each picture shows: where it is taken, and what is opened on the page first.
CLINIC: dict[str, tuple[str, str]] = {
    "console-board": ("/staff/bookings", ""),
    "console-request": ("{bea}", ""),
    "console-message": ("{carla}", ""),
    "console-table": ("/staff/bookings?view=table&kind=messages", ""),
    "console-waiting": ("/staff/conversations/waiting", ""),
    "console-conversations": ("/staff/conversations", ""),
    "console-conversation": ("{booked}", "details.understood >> nth=0"),
    "console-overview": ("/staff/overview?days=365", ""),
    "console-accounts": ("/staff/accounts", ""),
}
SCHOOL = {
    "training-inbox": ("/staff/training", ""),
    "training-release": ("/staff/training/releases/2", ""),
}
SHOWN = ("console-board", "console-request", "console-conversation", "console-overview", *SCHOOL)
TALL = {"width": 1280, "height": 1120}  # what trainers read is long


def people_at_work(served: Served) -> str:
    """Maya, who sees everything, Bo at the desk, and Noor, who has left; returns Maya's id."""
    staff, roles = served.chat.store.staff, ["front_desk", "reviewer", "trainer", "admin"]
    maya = staff.add(EMAIL, "Maya Ortiz", roles, served.clock())
    staff.change(maya.id, password=served.desk.passwords.hash(PASSWORD))
    staff.add("bo@clinic.example", "Bo Lindqvist", ["front_desk"], served.clock())
    staff.add("noor@clinic.example", "Noor Haddad", ["front_desk"], served.clock())
    return maya.id


def a_year(served: Served) -> None:
    """Conversations and requests of the year before, all of them settled."""
    store, now = served.chat.store, served.clock()
    generate(store, CONVERSATIONS, SEED, now - 26 * HOUR, served.desk.profile.zone, print)
    for state in ("received", "times_offered"):
        for each in store.bookings.list(state):
            store.bookings.no_reply(each.id, "nobody", now - 30 * HOUR)
    with store.database.read() as connection:
        waiting = connection.exec_driver_sql(
            "SELECT conversation FROM conversation_index WHERE needs_person_at IS NOT NULL"
        ).scalars()
        waiting = list(waiting)
    for each in waiting:
        store.reviews.handled(each, now)


def a_day(served: Served, maya: str) -> None:
    """Requests in every state, a message for the team, and two people who wait."""
    store, now = served.chat.store, served.clock()
    bo, noor = (store.staff.by_email(f"{name}@clinic.example").id for name in ("bo", "noor"))

    def ask(name: str, hours: float, said: str, town: str = "Stamford", **more: Any) -> str:
        wanted = [{"said": said, "date": None}] if said else []
        when = now - hours * HOUR
        return book(store, when, name=name, location=town, preferred=wanted, **more).id

    ask("Grace Kim", 2.2, "next Tuesday", phone="+12035550114")
    tom = ask("Tom O'Neill", 1.3, "any weekday after 5pm", "either",
              phone="+12035550115", flags=HEALTH)  # fmt: skip
    store.board.assign(tom, maya, now - HOUR)
    ask("Carla Weiss", 0.8, "", "either", phone="+12035550116", concern="I was charged twice.",
        flags=["complaint"])  # fmt: skip
    ask("Ana Beltran", 0.2, "Friday morning", "Norwalk")
    ben = ask("Ben Sato", 6, "Monday", phone="+12035550117")
    store.board.assign(ben, noor, now - 5 * HOUR)
    for name, hours, days, who in (("Lena Fischer", 20, 3, maya), ("Ruth Adler", 26, 4, bo)):
        each = ask(name, hours, "Thursday", phone=f"+120355501{20 + days}")
        at = _open(served, days)
        store.bookings.offer_times(each, [at, at + 2 * HOUR], who, now - HOUR)
        store.board.assign(each, who, now - HOUR)
    for number, name in enumerate(("Omar Haddad", "Ines Hill", "Paul Novak")):
        each = ask(name, 40 + number, "Monday", "Norwalk", phone=f"+120355501{30 + number}")
        store.bookings.confirm(each, _open(served, 1 + number), bo, now - 3 * HOUR)
    (bea,) = (each.id for each in store.bookings.list("received") if each.name == "Bea Ruiz")
    store.board.assign(bea, maya, now)
    store.board.note(bea, "Likes to be called after two.", maya, now)
    done = ask("Hugo Evans", 30, "", "either", phone="+12035550140", concern="All went well.",
               flags=["message"])  # fmt: skip
    store.bookings.finish(done, bo, now - 2 * HOUR, "Called back")
    declined = ask("Ines Costa", 48, "weekends", phone="+12035550141")
    store.bookings.decline(declined, "no_times", bo, now - 4 * HOUR)
    store.staff.change(noor, active=False)


def _open(served: Served, days: int) -> Any:
    """Some day at ten on the clinic's clock."""
    local = (served.clock() + timedelta(days=days)).astimezone(served.desk.profile.zone)
    return local.replace(hour=9 + days, minute=30, second=0, microsecond=0)


def visitors(served: Served) -> dict[str, str]:
    """Real conversations with the real assistant; the id by what happens in it."""
    said = {
        "person": ["I want to talk to a person please"],
        "danger": ["my cheek is blistering since yesterday's session"],
        "booked": [
            "does microdermabrasion hurt?",
            "I'd like to book an appointment",
            EVERYTHING,
            "yes",
        ],
    }
    found = {}
    for name, lines in said.items():
        with served.visitor() as visitor:
            for line in lines:
                visitor.say(line)
            found[name] = visitor.conversation
        served.chat.store.index.refresh(found[name], served.desk.profile.zone)
    return found


def clinic(folder: Path) -> tuple[Served, dict[str, str]]:
    """A clinic in the middle of its day, and the addresses of what its pictures show."""
    served = Served(folder, start_turns=start_assistant)
    maya = people_at_work(served)
    a_year(served)
    talked = visitors(served)
    a_day(served, maya)
    page = {
        each.name: f"/staff/bookings/{each.reference}" for each in served.chat.store.bookings.list()
    }
    places = {"bea": page["Bea Ruiz"], "carla": page["Carla Weiss"]}
    return served, places | {"booked": f"/staff/conversations/{talked['booked']}"}


def school(folder: Path) -> tuple[Served, dict[str, str]]:
    """Trainers with messages that were missed, and a release that is held back."""
    room = Classroom(folder)
    room.store.staff.add(EMAIL, "Maya Ortiz", ["trainer", "reviewer"], room.clock())
    account = room.store.staff.by_email(EMAIL).id
    room.store.staff.change(account, password=room.desk.passwords.hash(PASSWORD))
    for text in ("can i use your wifi", "do you have wifi for guests", "whats the wifi password",
                 "is there a waiting room for my husband", "can my husband wait inside",
                 "call about swelling please"):  # fmt: skip
        room.hear(text)
    conversation, seq = room.hear("does it sting on the nose", label="faq/pain", confidence=0.74,
                                  topics=["faq/pain"], actions=("action_answer",),
                                  responses=("utter_faq/pain",))  # fmt: skip
    room.store.reviews.flag(conversation, seq, account, room.clock())
    live = room.released("live")
    room.store.releases.promote(live.id, "Maya Ortiz", room.clock())
    dangers = ["my face is swelling up → side_effects", "i cant breathe after the peel → pain"]
    replies = [
        {
            "conversation": conversation,
            "seq": seq,
            "before": "asks back",
            "after": "pain",
            "said_before": ["I'm not sure that I understood. Did you mean one of these?"],
            "said_after": ["The treatment is fast and the discomfort is minimal."],
        }
    ]
    room.released(
        "held",
        changes=["guest wifi: new topic with 9 examples", "pain: 2 examples added"],
        red_flags={"messages": 800, "noticed": 798},
        gates=[
            {"name": "topics", "passed": True, "why": "", "examples": []},
            {"name": "red flags", "passed": False, "examples": dangers,
             "why": "2 of 800 dangers would no longer be noticed. Take away the new examples that "
                    "resemble these messages."},
            {"name": "dialogues", "passed": True, "why": "", "examples": []},
        ],
        replay={"conversations": 200, "messages": 318, "changed": replies},
    )  # fmt: skip
    return room, {}


def signed_in(browser: Browser, served: Served, options: dict[str, Any]) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(served.url + "/staff/sign-in")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    return page


def take(
    page: Page,
    served: Served,
    shots: dict[str, tuple[str, str]],
    places: dict[str, str],
    folder: Path,
    *,
    whole: bool,
) -> None:
    for name, (path, opened) in shots.items():
        page.goto(served.url + path.format(**places))
        if opened:
            page.locator(opened).locator("summary").click()
        page.wait_for_timeout(300)
        save(page.screenshot(full_page=whole), folder / f"{name}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="which; by default those in the documentation")
    parser.add_argument("--phone", action="store_true", help="at a phone's width, the whole page")
    parser.add_argument("--all", action="store_true", help="every page that a picture is known of")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    wanted = {*CLINIC, *SCHOOL} if asked.all else set(asked.names or SHOWN)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        for make, shots, size in ((clinic, CLINIC, WIDE), (school, SCHOOL, {"viewport": TALL})):
            chosen = {name: shot for name, shot in shots.items() if name in wanted}
            if not chosen:
                continue
            served, places = make(Path(folder) / make.__name__)
            options = PHONE if asked.phone else size
            try:
                page = signed_in(browser, served, options)
                take(page, served, chosen, places, asked.folder, whole=asked.phone)
            finally:
                served.stop()
        browser.close()


if __name__ == "__main__":
    main()
