"""What is held about somebody: found, exported, erased."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.visit import Visit
from clinic.errors import SubjectRefused
from clinic.redaction import searchable
from clinic.store.data_subject import KINDS, Subject
from clinic.store.signals import Signal

KIND_NAMES = {
    "reference": "Reference",
    "phone": "Phone",
    "email": "E-mail",
    "conversation": "Conversation id",
}


async def show_privacy(visit: Visit) -> HTTPResponse:
    return await _page(visit)


async def find_subject(visit: Visit) -> HTTPResponse:
    """Say what is held, so that nobody else is exported or erased by mistake."""
    try:
        kind, value = _asked(visit)
    except FormError as error:
        return await _page(visit, error=str(error))
    found = await visit.run(visit.store.subjects.find, kind, value)
    await visit.record("subject_searched", "subject")
    return await _page(visit, found=found, kind=kind, value=value)


async def export_subject(visit: Visit) -> HTTPResponse:
    """Everything that is held about somebody, as one JSON file."""
    try:
        found = await _subject(visit)
    except FormError as error:
        return await _page(visit, error=str(error))
    held = await visit.run(visit.store.subjects.export, found)
    for kind, ids in (("conversation", found.conversations), ("booking", found.bookings)):
        for each in ids:
            await visit.record("exported", kind, each)
    body = json.dumps(held, ensure_ascii=False, indent=1, default=_as_text)
    return visit.file(body, "held-about-a-visitor.json", "application/json; charset=utf-8")


async def erase_subject(visit: Visit) -> HTTPResponse:
    try:
        if visit.form.get("sure") != "yes":
            raise FormError("Tick that you are sure: what is erased cannot be brought back.")
        found = await _subject(visit)
    except FormError as error:
        return await _page(visit, error=str(error))
    settings = visit.desk.settings
    receipt = await visit.run(
        visit.store.erasures.erase, found, settings.secret, visit.now, settings.erasures_file
    )
    await visit.record("erased", "receipt", receipt.id)
    for each in found.conversations:
        await visit.run(visit.store.signals.publish, Signal("erased", each))
    return visit.go("/staff/privacy", "erased")


async def _subject(visit: Visit) -> Subject:
    kind, value = _asked(visit)
    found = await visit.run(visit.store.subjects.find, kind, value)
    if found.is_nobody:
        raise FormError("Nothing is held under that.")
    return await visit.run(visit.store.subjects.with_others, found, visit.form.all("also"))


def _asked(visit: Visit) -> tuple[str, str]:
    form = visit.form
    kind = form.choice("kind", "By what", KINDS)
    value = form.text("value", KIND_NAMES[kind], most=320)
    try:
        return kind, searchable(kind, value)
    except SubjectRefused as error:
        raise FormError(str(error)) from None


async def _page(
    visit: Visit,
    *,
    error: str | None = None,
    found: Subject | None = None,
    kind: str = "reference",
    value: str = "",
) -> HTTPResponse:
    settings = visit.desk.settings
    return visit.page(
        "privacy.html",
        status=400 if error else 200,
        error=error,
        found=found,
        held=await visit.run(visit.store.subjects.held, found) if found else None,
        kind=kind,
        value=value,
        kinds=KIND_NAMES,
        receipts=await visit.run(visit.store.erasures.list),
        periods={
            "Conversations": settings.retention_conversations_days,
            "Closed requests": settings.retention_bookings_days,
            "Audit": settings.retention_audit_days,
        },
    )


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
