"""Removing a topic: a page that says what goes with it, and why one has to stay."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.topic_page import label_of
from clinic.console.visit import Visit
from clinic.errors import BrokenFile, ClinicError
from clinic.training import inbox, topic_removal, topics


async def ask_to_remove(visit: Visit, name: str) -> HTTPResponse:
    return await _removal_page(visit, label_of(visit, name))


async def remove_topic(visit: Visit, name: str) -> HTTPResponse:
    """Remove the topic as the trainer has seen it; what was taught to it waits again."""
    label = label_of(visit, name)
    try:
        await visit.work(
            topic_removal.remove_topic,
            visit.desk.editor,
            label,
            visit.person,
            visit.form.get("version"),
        )
    except BrokenFile:
        raise
    except ClinicError as error:
        return await _removal_page(visit, label, str(error))
    await visit.run(inbox.forget_topic, visit.store, label)
    await visit.record("topic_removed", "topic", label)
    return visit.go("/staff/training/topics", "topic-removed")


async def _removal_page(visit: Visit, label: str, error: str | None = None) -> HTTPResponse:
    topic = await visit.work(topics.read_topic, label, visit.desk.root)
    ties = await visit.work(topic_removal.ties_of, label, visit.desk.root)
    taught = await visit.run(visit.store.training_inbox.taught_to, label)
    return visit.page(
        "remove_topic.html",
        status=400 if error else 200,
        error=error,
        topic=topic,
        ties=ties,
        taught=len(taught),
    )
