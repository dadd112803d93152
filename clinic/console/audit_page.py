"""Who did what, for admins: ids, references and names of staff, the newest first."""

from __future__ import annotations

from sanic.response import HTTPResponse

from clinic.console.visit import Visit
from clinic.store.audit import PAGE


async def show_audit(visit: Visit) -> HTTPResponse:
    given = {name: visit.asked.get(name)[:320] for name in ("staff", "action", "subject")}
    before = visit.asked.number("before", least=1, most=2**31 - 1)
    found = await visit.run(visit.store.audit.list, before=before, limit=PAGE + 1, **given)
    references = await visit.run(visit.store.audit.references, found)
    return visit.page(
        "audit.html",
        entries=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        given=given,
        actions=await visit.run(visit.store.audit.actions),
        names=await visit.run(visit.store.staff.names),
        references=references,
    )
