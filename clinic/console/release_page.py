"""One release: its report, the replies that it would change, and whether it goes live."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.inbox import place_name, places_in
from clinic.console.releases_page import AT, last_job, not_taken_up, progress_of
from clinic.console.topic_page import shown_answer
from clinic.console.visit import Visit
from clinic.errors import ClinicError, ConversationGone, UnknownRelease
from clinic.store.missed_messages import Place
from clinic.store.releases import LIVE, Release
from clinic.training import jobs
from clinic.training.promotion import NO_REPLAY, Standing, digest_of, standing_of
from clinic.training.release_files import intact_model
from clinic.training.replay import ChangedReply
from clinic.training.replays import refuse_live

SHORTEST_REASON = 5
FURTHER = {"500": "500", "1000": "1,000", "2000": "2,000"}  # conversations of another replay
SHOWN = 30  # changed replies on a page; each is covered for it
NEWS_FOR = timedelta(minutes=2)  # after a promotion the page asks whether the servers took it up
NOTHING: dict[str, Any] = {
    "changes": [],
    "regression": {"messages": 0, "before": None, "after": 0, "topics": {}},
    "red_flags": {"messages": 0, "noticed": 0},
    "gates": [],
    "replay": NO_REPLAY,
    "seconds": {},
    "peak_mb": {},
}


async def show_release(visit: Visit, number: str) -> HTTPResponse:
    release = await _release(visit, number)
    await visit.record("read", "release", str(release.id))
    return await _release_page(visit, release)


async def release_news(visit: Visit, number: str) -> HTTPResponse:
    """What the page of a release that was just promoted asks for by itself."""
    release = await _release(visit, number)
    return visit.page("_standing.html", release=release, **await _standing(visit, release))


async def judge_replies(visit: Visit, number: str) -> HTTPResponse:
    """Approve replies that would change, or send them back: their messages go into the inbox."""
    release = await _release(visit, number)
    form, store = visit.form, visit.store
    standing = await _standing_of(visit, release)
    try:
        do = form.choice("do", "What to do", ("approve", "back", "approve-all"))
        chosen = set(places_in(form.all("item")))
        if do == "approve-all":
            waiting = _waiting(visit, standing)
            if form.get("undecided") != digest_of(waiting):
                raise FormError(
                    "Other replies wait than this page showed: somebody has decided on some, or "
                    "more conversations were tried. Look at these, then approve them."
                )
            chosen = set(waiting)
        places = [each.place for each in standing.replayed.changed if each.place in chosen]
        if not places:
            raise FormError("This message is not in the replay any more; perhaps it was erased.")
        approved = do != "back"
        await visit.run(
            store.verdicts.give, release.id, places, approved, visit.staff.id, visit.now
        )
        for conversation, seq in places if not approved else []:
            try:
                await visit.run(store.reviews.flag, conversation, seq, visit.staff.id, visit.now)
            except ConversationGone:
                continue
    except ClinicError as error:
        return await _release_page(visit, release, str(error))
    await visit.record("replies_approved" if approved else "replies_sent_back", "release",
                       str(release.id))  # fmt: skip
    if visit.is_htmx:
        # The replies are those of before; only what was said of them is read again.
        verdicts = await visit.run(store.verdicts.of, release.id)
        judged = replace(standing, verdicts=verdicts)
        return visit.page("_decide.html", release=release, **await _decision(visit, judged))
    return visit.go(f"{AT}/{release.id}?page={_page(visit, standing)}#replay")


async def replay_further(visit: Visit, number: str) -> HTTPResponse:
    """Try the release on more conversations than before, against what is live now."""
    release = await _release(visit, number)
    settings, who = visit.desk.settings, visit.staff.name
    try:
        refuse_live(release)
        wanted = int(visit.form.choice("conversations", "How many conversations", FURTHER))
        await visit.work(intact_model, settings.models_dir, release)
        await visit.work(jobs.start_job, settings, who, wanted, replays=release.id)
    except ClinicError as error:
        return await _release_page(visit, release, str(error))
    await visit.record("replay_started", "release", str(release.id))
    return visit.go(f"{AT}/{release.id}")


async def promote(visit: Visit, number: str) -> HTTPResponse:
    """Let a release answer visitors; one that is held back only by an admin, with a reason."""
    release = await _release(visit, number)
    settings, releases = visit.desk.settings, visit.store.releases
    try:
        if release.state == LIVE:
            raise FormError(f"Release {release.id} is live already.")
        reason = None
        if (await _standing_of(visit, release)).held_back:
            if "admin" not in visit.staff.roles:
                raise FormError(
                    f"Release {release.id} is held back; the reasons stand below. Only an admin "
                    "can promote it all the same."
                )
            reason = visit.form.text("reason", "The reason", least=SHORTEST_REASON, most=500)
        await visit.work(intact_model, settings.models_dir, release)
        await visit.run(releases.promote, release.id, visit.staff.name, visit.now, reason)
    except ClinicError as error:
        return await _release_page(visit, release, str(error))
    await visit.record("promoted", "release", str(release.id), reason)
    return visit.go(f"{AT}/{release.id}", "promoted")


async def _release(visit: Visit, number: str) -> Release:
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise UnknownRelease("There is no such release.")
    return await visit.run(visit.store.releases.find, int(number))


async def _standing_of(visit: Visit, release: Release) -> Standing:
    desk = visit.desk
    return await visit.work(standing_of, visit.store, desk.settings.models_dir, release, desk.root)


def _page(visit: Visit, standing: Standing) -> int:
    last = max(1, -(-len(standing.replayed.changed) // SHOWN))
    return visit.asked.number("page", least=1, most=last) or 1


def _on_page(visit: Visit, standing: Standing) -> list[ChangedReply]:
    begin = (_page(visit, standing) - 1) * SHOWN
    return standing.replayed.changed[begin : begin + SHOWN]


def _waiting(visit: Visit, standing: Standing) -> list[Place]:
    """Those on this page that wait for a word; nobody approves at once what is not shown."""
    undecided = set(standing.undecided)
    return [each.place for each in _on_page(visit, standing) if each.place in undecided]


async def _decision(visit: Visit, standing: Standing) -> dict[str, Any]:
    job, page = await visit.work(last_job, visit), _page(visit, standing)
    changed, waiting = _on_page(visit, standing), _waiting(visit, standing)
    await visit.work(lambda: [each.text for each in changed])
    return {
        "changed": changed,
        "waiting": len(waiting),
        "waiting_digest": digest_of(waiting),
        "page": page,
        "first": (page - 1) * SHOWN + 1,
        "more": len(standing.replayed.changed) > page * SHOWN,
        "standing": standing,
        "job": job,
        "further": FURTHER,
        **progress_of(job),
        "replayed": standing.replayed,
        "may_override": "admin" in visit.staff.roles,
        "shortest_reason": SHORTEST_REASON,
        "place_name": place_name,
        "shown": lambda text: shown_answer(visit, text),
        "names": await visit.run(visit.store.staff.names),
    }


async def _standing(visit: Visit, release: Release) -> dict[str, Any]:
    history = await visit.run(visit.store.releases.history, release.id)
    promoted = release.promoted_at
    fresh = promoted is not None and visit.now - promoted < NEWS_FOR
    return {
        "history": history,
        "failures": not_taken_up(history) if release.state == LIVE else [],
        "asks": release.state == LIVE and fresh,
    }


async def _release_page(visit: Visit, release: Release, error: str | None = None) -> HTTPResponse:
    report = NOTHING | release.report
    scores = report["regression"]["topics"]
    moved = {
        topic: score for topic, score in scores.items()
        if score["before"] is not None and score["before"] != score["after"]
    }  # fmt: skip
    return visit.page(
        "release.html",
        status=400 if error else 200,
        error=error,
        release=release,
        report=report,
        scores=scores,
        moved=moved,
        former=await visit.run(visit.store.releases.former),
        **await _standing(visit, release),
        **await _decision(visit, await _standing_of(visit, release)),
    )
