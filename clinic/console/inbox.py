"""The trainer's inbox: what the assistant missed, by theme, and what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.visit import Visit
from clinic.errors import ClinicError
from clinic.store.missed_messages import REASONS, Place
from clinic.store.training_inbox import DROPPED, OPEN, TAKEN
from clinic.training import inbox
from clinic.training.inbox import InboxMessage
from clinic.training.rivals import in_words
from clinic.training.topic_changes import DANGEROUS
from clinic.training.topics import TOPICS, all_labels

AT = "/staff/training"
SPAN = timedelta(days=90)
UNDO_WITHIN = timedelta(minutes=10)
MOST_THEMES = 40
MOST_IN_THEME = 100
MOST_AT_ONCE = 200
STATES = (OPEN, TAKEN, DROPPED)


async def show_inbox(visit: Visit) -> HTTPResponse:
    await visit.record("list_read", "training")
    return await _inbox_page(visit)


async def settle_messages(visit: Visit) -> HTTPResponse:
    """Teach what the chosen messages mean, make a topic of them, or ignore them."""
    form = visit.form
    try:
        messages = await chosen_messages(visit, places_in(form.all("item")))
        if form.get("do") == "new":
            items = [("item", place_name(each.place)) for each in messages[:MOST_IN_THEME]]
            return visit.go(f"{AT}/new-topic?{urlencode(items)}")
        if form.get("do") == "ignore":
            await visit.work(inbox.drop, visit.store, messages, visit.staff.id, visit.now)
            await visit.record("training_changed", "training")
            return visit.go(AT, "ignored")
        label = form.get("means") or _label_typed(visit, form.get("topic"))
        if label not in all_labels(visit.desk.root):
            raise FormError("The topic: choose one of those offered.")
        change = await visit.work(
            inbox.take,
            visit.store,
            visit.desk.editor,
            label,
            messages,
            visit.person,
            visit.staff.id,
            visit.now,
        )
    except ClinicError as error:
        return await _inbox_page(visit, str(error))
    await visit.record("topic_taught", "topic", change.topic.label)
    if found := in_words(change.findings):
        return await _inbox_page(visit, findings=found, taught=change.topic.label)
    return visit.go(AT, "taught")


async def undo(visit: Visit) -> HTTPResponse:
    """Back into the inbox; what was taught by these messages is taken away again."""
    places = places_in(visit.form.all("item"))
    items = await visit.run(visit.store.training_inbox.of, places)
    try:
        if not items:
            raise FormError("Somebody else has undone this already, or it was erased.")
        await visit.work(inbox.undo, visit.store, visit.desk.editor, items, visit.person)
    except ClinicError as error:
        return await _inbox_page(visit, str(error))
    await visit.record("training_changed", "training")
    return visit.go(AT, "undone")


async def open_inbox(visit: Visit) -> list[InboxMessage]:
    return await visit.work(visit.desk.inbox.open_messages, visit.now - SPAN)


async def chosen_messages(visit: Visit, places: list[Place]) -> list[InboxMessage]:
    """The messages at these places that still wait; FormError where none does."""
    if not places:
        raise FormError("Choose at least one message.")
    wanted = set(places)
    found = [each for each in await open_inbox(visit) if each.place in wanted]
    if not found:
        raise FormError(
            "These messages do not wait any more: somebody else has dealt with them, or they "
            "were erased. The list below is as it is now."
        )
    return found


def place_name(place: Place) -> str:
    """A message as a form's value."""
    return f"{place[0]}:{place[1]}"


def places_in(values: Iterable[str]) -> list[Place]:
    """The messages that a form names; what names none is left out."""
    found = []
    for value in list(values)[:MOST_AT_ONCE]:
        conversation, _, seq = value.rpartition(":")
        if conversation and len(conversation) <= 64 and seq.isascii() and seq.isdigit():
            found.append((conversation.replace("\0", ""), min(int(seq[:9]), 2**31 - 1)))
    return found


def _label_typed(visit: Visit, typed: str) -> str:
    """The label behind a topic's name as a person types it: "Side effects"."""
    name = typed.strip().lower().removeprefix(f"{TOPICS}/").replace("-", "_")
    name = "_".join(name.split())
    labels = all_labels(visit.desk.root)
    for label in (f"{TOPICS}/{name}", name):
        if name and label in labels:
            return label
    if not name:
        raise FormError("Say what the messages mean: press one of the topics, or type its name.")
    raise FormError(f"There is no topic “{typed[:60]}”. Choose one of the list, or make it new.")


async def _inbox_page(
    visit: Visit,
    error: str | None = None,
    findings: list[str] | None = None,
    taught: str = "",
) -> HTTPResponse:
    state, why = visit.asked.get("state"), visit.asked.get("why")
    state, why = state if state in STATES else OPEN, why if why in REASONS else ""
    store, labels = visit.store, all_labels(visit.desk.root)
    shown, settled, counts = [], [], Counter()
    if state == OPEN:
        messages = await open_inbox(visit)
        counts = Counter(reason for each in messages for reason in each.why)
        messages = [each for each in messages if not why or why in each.why]
        shown = await visit.work(inbox.by_theme, messages, labels)
    else:
        settled = await visit.work(visit.desk.inbox.settled, state)
    since = visit.now - UNDO_WITHIN
    return visit.page(
        "inbox.html",
        status=400 if error else 200,
        error=error,
        findings=findings or [],
        taught=taught,
        state=state,
        why=why,
        reasons=REASONS,
        counts=counts,
        themes=shown[:MOST_THEMES],
        more=max(0, len(shown) - MOST_THEMES),
        most=MOST_IN_THEME,
        settled=settled,
        last=await visit.run(store.training_inbox.last_settled, visit.staff.id, since),
        labels=[label for label in labels if label != DANGEROUS],
        names=await visit.run(store.staff.names),
        place_name=place_name,
    )
