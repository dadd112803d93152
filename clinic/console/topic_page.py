"""One topic: its examples, its answer in each language, and the clinic's signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from clinic.console.answer_blocks import filled
from clinic.console.forms import FormError
from clinic.console.templating import LANGUAGE_NAMES
from clinic.console.topic_list import DAYS, understood
from clinic.console.visit import Visit
from clinic.errors import BrokenFile, ClinicError, TopicChanged
from clinic.training import topics
from clinic.training.facts import facts_of
from clinic.training.messages import LONGEST_NAME, with_paragraphs
from clinic.training.rivals import in_words
from clinic.training.topic_changes import Change
from clinic.training.topics import TOPICS, Topic

MOST_TYPED = 30_000  # characters of examples sent at once
LONGEST_DETAIL = 200
APPROVERS = {"approver", "admin"}
TRAINERS = {"trainer", "admin"}


async def show_topic(visit: Visit, name: str) -> HTTPResponse:
    label = label_of(visit, name)
    await visit.record("read", "topic", label)
    return await _topic_page(visit, label)


async def show_rivals(visit: Visit, name: str) -> HTTPResponse:
    """Examples that are nearer to another topic; takes a second or two."""
    label = label_of(visit, name)
    found = in_words(await visit.work(visit.desk.editor.rivals_of, label))
    if visit.is_htmx:
        return visit.page("_rivals.html", rivals=found, name=label.removeprefix(f"{TOPICS}/"))
    return await _topic_page(visit, label, rivals=found)


async def add_examples(visit: Visit, name: str) -> HTTPResponse:
    label = label_of(visit, name)

    def add(version: str) -> Change:
        typed = visit.form.text("examples", "The examples", most=MOST_TYPED)
        return visit.desk.editor.add_examples(label, lines_of(typed), visit.person, version)

    return await _change(visit, label, add, "examples-added", "topic_taught")


async def remove_examples(visit: Visit, name: str) -> HTTPResponse:
    label = label_of(visit, name)

    def remove(version: str) -> Change:
        gone = visit.form.all("example")
        if not gone:
            raise FormError("Choose the examples that are to be taken away.")
        return visit.desk.editor.remove_examples(label, gone, visit.person, version)

    return await _change(visit, label, remove, "examples-removed", "topic_changed")


async def edit_answer(visit: Visit, name: str) -> HTTPResponse:
    label = label_of(visit, name)

    def edit(version: str) -> Change:
        form = visit.form
        return visit.desk.editor.edit_answer(
            label,
            form.get("answer"),
            visit.person,
            version,
            language=form.choice("language", "The language", LANGUAGE_NAMES),
            facts=form.all("fact"),
            source=" ".join(form.get("source")[:LONGEST_DETAIL].split()),
        )

    if visit.form.get("do") == "preview":
        return await _topic_page(visit, label)
    return await _change(visit, label, edit, "answer-changed", "topic_changed")


async def name_buttons(visit: Visit, name: str) -> HTTPResponse:
    label = label_of(visit, name)

    def rename(version: str) -> Change:
        titles = {code: visit.form.get(f"title_{code}") for code in LANGUAGE_NAMES}
        return visit.desk.editor.name_buttons(label, titles, visit.person, version)

    return await _change(visit, label, rename, "topic-named", "topic_changed")


async def sign_answer(visit: Visit, name: str) -> HTTPResponse:
    label = label_of(visit, name)

    def sign(version: str) -> Change:
        day = visit.form.day("review_by")
        if visit.form.get("review_by") and day is None:
            raise FormError("The review date is no date, such as 2027-01-31.")
        return visit.desk.editor.sign(label, visit.person, version, review_by=day)

    return await _change(visit, label, sign, "answer-signed", "topic_signed")


async def preview_answer(visit: Visit) -> HTTPResponse:
    """What a page asks for while an answer is typed."""
    return visit.page("_answer.html", text=shown_answer(visit, visit.form.get("answer")))


def shown_answer(visit: Visit, text: str) -> str:
    """The words as they would be kept, with the clinic's own details filled in."""
    return filled(with_paragraphs(text), visit.desk.profile.variables())


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def label_of(visit: Visit, name: str) -> str:
    """The label of the topic that an address names."""
    labels = topics.all_labels(visit.desk.root)
    for label in (f"{TOPICS}/{name}", name):
        if label in labels:
            return label
    raise NotFound("There is no such topic.")


async def _change(
    visit: Visit, label: str, function: Callable[[str], Change], done: str, action: str
) -> HTTPResponse:
    """Change the topic as the trainer has seen it; else the page says why not, as it is now."""
    try:
        change = await visit.work(function, visit.form.get("version"))
    except BrokenFile:
        raise
    except ClinicError as error:
        stale = error if isinstance(error, TopicChanged) else None
        return await _topic_page(visit, label, str(error), 409 if stale else 400, stale=stale)
    await visit.record(action, "topic", label)
    if found := in_words(change.findings):
        return await _topic_page(visit, label, findings=found, saved=bool(change.added))
    return visit.go(f"/staff/training/topics/{change.topic.name}", done)


async def _topic_page(
    visit: Visit,
    label: str,
    error: str | None = None,
    status: int = 200,
    *,
    findings: list[str] | None = None,
    saved: bool = False,
    rivals: list[str] | None = None,
    stale: TopicChanged | None = None,
) -> HTTPResponse:
    topic = await visit.work(topics.read_topic, label, visit.desk.root)
    facts = await visit.work(facts_of, visit.desk.root)
    figures = await understood(visit)
    form = visit.form
    is_answer = form.get("language") in LANGUAGE_NAMES and findings is None
    typed = {
        "examples": form.get("examples") if error else "",
        "language": form.get("language") if is_answer else "",
        "answer": form.get("answer"),
        "facts": form.all("fact"),
        "source": form.get("source"),
        "titles": {
            code: form.get(f"title_{code}") if error and "title_en" in form else title
            for code, title in _titles(topic).items()
        },
    }
    roles = set(visit.staff.roles)
    return visit.page(
        "topic.html",
        status=status,
        error=error,
        topic=topic,
        is_information=label.startswith(f"{TOPICS}/"),
        facts=facts,
        typed=typed,
        titles=_titles(topic),
        most_in_name=LONGEST_NAME,
        most_typed=MOST_TYPED,
        findings=findings or [],
        saved=saved,
        stale=stale,
        rivals=rivals,
        figures=figures.get(label),
        days=DAYS,
        shown=lambda text: shown_answer(visit, text),
        variables=sorted(visit.desk.profile.variables()),
        missing=_missing(topic),
        may_teach=bool(TRAINERS & roles),
        may_sign=bool(APPROVERS & roles),
        today=visit.now.astimezone(visit.desk.profile.zone).date(),
    )


def _titles(topic: Topic) -> dict[str, str]:
    """What buttons say in every language that there is, empty where it was not written."""
    return {code: topic.title.get(code, "") for code in LANGUAGE_NAMES}


def _missing(topic: Topic) -> dict[str, Any]:
    """Languages that the answer is not written in yet, with their names."""
    return {code: name for code, name in LANGUAGE_NAMES.items() if code not in topic.answers}
