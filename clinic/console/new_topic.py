"""A new topic: its name, its answer, and how visitors ask it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.inbox import open_inbox, place_name, places_in
from clinic.console.topic_page import MOST_TYPED, lines_of, shown_answer
from clinic.console.visit import Visit
from clinic.errors import ClinicError
from clinic.store.missed_messages import Place
from clinic.training import inbox
from clinic.training.examples import plain_words
from clinic.training.facts import facts_of
from clinic.training.inbox import InboxMessage
from clinic.training.messages import LONGEST_NAME, button_name, example_of
from clinic.training.rivals import in_words
from clinic.training.themes import near_messages
from clinic.training.topics import FEWEST_EXAMPLES, TOPICS, all_labels

MOST_OFFERED = 12
SOURCE = "told by a trainer"


@dataclass
class Draft:
    """What is typed into the form, and what is said about it."""

    name: str = ""
    answer: str = ""
    examples: str = ""
    facts: list[str] = field(default_factory=list)  # ids
    source: str = ""
    items: list[Place] = field(default_factory=list)  # messages that it began with
    chosen: list[Place] = field(default_factory=list)  # offered ones that were ticked
    offered: list[InboxMessage] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    refused: str = ""

    @property
    def id(self) -> str:
        """What the files will call it."""
        return slug(self.name) if self.name else ""

    @property
    def written(self) -> list[str]:
        """All examples: typed ones and those ticked."""
        ticked = [each.text for each in self.offered if each.place in self.chosen]
        return [*lines_of(self.examples), *ticked]


async def show_new_topic(visit: Visit) -> HTTPResponse:
    draft = Draft(items=places_in(visit.asked.all("item")))
    waiting = await open_inbox(visit)
    begun = [each for each in waiting if each.place in set(draft.items)]
    draft.examples = "\n".join(dict.fromkeys(each.text for each in begun))
    await _look_over(visit, draft, waiting)
    return _page(visit, draft)


async def check_new_topic(visit: Visit) -> HTTPResponse:
    """What the page asks for while examples are typed."""
    draft = _typed(visit)
    await _look_over(visit, draft, await open_inbox(visit))
    return visit.page("_findings.html", draft=draft, fewest=FEWEST_EXAMPLES, place_name=place_name)


async def add_topic(visit: Visit) -> HTTPResponse:
    """Says once what is worth a look; the second time the topic is added all the same."""
    draft = _typed(visit)
    waiting = await open_inbox(visit)
    await _look_over(visit, draft, waiting)
    form = visit.form
    if form.get("do") == "check":
        return _page(visit, draft)
    try:
        title = form.text("name", "The name", most=LONGEST_NAME)
        form.text("examples", "How visitors ask it", most=MOST_TYPED)
        if draft.refused:
            raise FormError(draft.refused)
        if draft.findings and not form.get("anyway"):
            return _page(visit, draft)
        change = await visit.work(
            visit.desk.editor.new_topic,
            draft.id,
            draft.answer,
            draft.written,
            visit.person,
            title={"en": title},
            facts=draft.facts,
            source=draft.source or SOURCE,
        )
    except ClinicError as error:
        return _page(visit, draft, str(error))
    taught = {plain_words(text) for text in change.added}
    own = {*draft.items, *draft.chosen}
    settled = [each for each in waiting if each.place in own or plain_words(each.text) in taught]
    await visit.work(inbox.settle_taken, visit.store, change, settled, visit.staff.id, visit.now)
    await visit.record("topic_added", "topic", change.topic.label)
    return visit.go(f"/staff/training/topics/{change.topic.name}", "topic-added")


def slug(title: str) -> str:
    """The name in the files of what a person calls a topic: "Gift cards" is gift_cards."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or title


def _typed(visit: Visit) -> Draft:
    form = visit.form
    return Draft(
        name=form.get("name"),
        answer=form.get("answer"),
        examples=form.get("examples"),
        facts=form.all("fact"),
        source=" ".join(form.get("source")[:200].split()),
        items=places_in(form.all("item")),
        chosen=places_in(form.all("offer")),
    )


async def _look_over(visit: Visit, draft: Draft, waiting: list[InboxMessage]) -> None:
    """Offer messages that are near, and say what the examples resemble."""
    typed = lines_of(draft.examples[:MOST_TYPED])
    places = await visit.work(_near, typed, waiting)
    ticked = set(draft.chosen)
    draft.offered = [each for each in waiting if each.place in places or each.place in ticked]
    if {draft.id, f"{TOPICS}/{draft.id}"} & set(all_labels(visit.desk.root)):
        draft.refused = (
            f"There is a topic “{draft.name}” already. Choose another name, or add the examples "
            "on that topic's page."
        )
        return
    if len(draft.examples) > MOST_TYPED:
        draft.refused = f"At most {MOST_TYPED:,} characters of examples are looked over at once."
        return
    try:
        if draft.name:
            button_name(draft.name)
        if not draft.written:
            return
        found = await visit.work(
            visit.desk.editor.look_over, draft.id or "new_topic", draft.written
        )
        draft.findings = in_words(found)
    except ClinicError as error:
        draft.refused = str(error)


def _near(typed: list[str], waiting: list[InboxMessage]) -> set[Place]:
    """The first message of each of the nearest texts that are not typed in already."""
    known = {plain_words(line) for line in typed}
    by_text: dict[str, Place] = {}
    for each in waiting:
        if plain_words(each.text) not in known:
            by_text.setdefault(each.text, each.place)
    examples = [text for text in map(_example, typed) if text]
    return {by_text[text] for text in near_messages(examples, list(by_text), MOST_OFFERED)}


def _example(line: str) -> str:
    try:
        return example_of(line)
    except ClinicError:
        return ""


def _page(visit: Visit, draft: Draft, error: str | None = None) -> HTTPResponse:
    return visit.page(
        "new_topic.html",
        status=400 if error else 200,
        error=error,
        draft=draft,
        facts=facts_of(visit.desk.root),
        fewest=FEWEST_EXAMPLES,
        most_typed=MOST_TYPED,
        place_name=place_name,
        shown=shown_answer(visit, draft.answer),
        variables=sorted(visit.desk.profile.variables()),
    )
