"""Releases: what would change, training with its progress, and what was released before."""

from __future__ import annotations

from typing import Any

from sanic.response import HTTPResponse

from clinic.console.forms import FormError
from clinic.console.visit import Visit
from clinic.errors import BrokenFile, ClinicError, TrainingError
from clinic.store.releases import LOAD_FAILED, Release, ReleaseEvent
from clinic.training import jobs, release_files
from clinic.training.jobs import Job

AT = "/staff/training/releases"
CONVERSATIONS = {"50": "50", "200": "200", "500": "500"}
STAGES = {
    "start": "Getting ready",
    "validate": "Looking over what is taught",
    "train": "Training",
    "test": "Testing the new assistant",
    "compare": "Testing the live one, to compare",
    "replay": "Trying both on real conversations",
    "dialogues": "Rehearsing whole conversations",
}
REPLAY_STAGES = {name: STAGES[name] for name in ("start", "replay")}
SHOWN_EVENTS = 30


async def show_releases(visit: Visit) -> HTTPResponse:
    await visit.record("list_read", "release")
    return await _releases_page(visit)


async def start_training(visit: Visit) -> HTTPResponse:
    try:
        wanted = visit.form.choice("conversations", "How many conversations", CONVERSATIONS)
        await visit.work(
            jobs.start_job, visit.desk.settings, visit.staff.name, int(wanted), visit.desk.root
        )
    except (FormError, TrainingError) as error:
        return await _releases_page(visit, str(error))
    await visit.record("training_started", "release")
    return visit.go(AT)


async def ask_to_stop(visit: Visit) -> HTTPResponse:
    """A page of its own, so that a page that moves by itself cannot press the button away."""
    job = await visit.work(last_job, visit)
    if job is None or job.state != "running" or job.stopped_by:
        return visit.go(AT)
    return visit.page("stop_training.html", job=job, **progress_of(job))


async def stop_training(visit: Visit) -> HTTPResponse:
    """End the training that the page showed, whoever began it."""
    try:
        job = await visit.work(
            jobs.stop_job, visit.desk.settings, visit.staff.name, visit.form.get("job")
        )
    except TrainingError as error:
        return await _releases_page(visit, str(error))
    await visit.record(f"{job.kind}_stopped", "release", job.replays and str(job.replays))
    if job.replays is not None:
        return visit.go(f"{AT}/{job.replays}", "stopping-replay")
    return visit.go(AT, "stopping")


async def job_progress(visit: Visit) -> HTTPResponse:
    """What a page that shows a training asks for by itself; to the release when it is through."""
    job = await visit.work(last_job, visit)
    if job is not None and job.state == "running":
        if visit.asked.get("seen") == seen(job):
            return visit.nothing()
        return visit.page("_job.html", job=job, **progress_of(job))
    if job is not None and job.state == "done":
        return _lead(visit, "HX-Redirect", f"{AT}/{job.release}")
    return _lead(visit, "HX-Refresh", "true")


async def roll_back(visit: Visit) -> HTTPResponse:
    """Back to the release before the live one, if its model is whole."""
    store, settings = visit.store, visit.desk.settings
    try:
        former = await visit.run(store.releases.former)
        if former is not None:
            await visit.work(release_files.intact_model, settings.models_dir, former)
        live = await visit.run(store.releases.roll_back, visit.staff.name, visit.now)
    except ClinicError as error:
        return await _releases_page(visit, str(error))
    await visit.record("rolled_back", "release", str(live.id) if live else None)
    return visit.go(f"{AT}/{live.id}" if live else AT, "rolled-back")


def not_taken_up(history: list[ReleaseEvent]) -> list[ReleaseEvent]:
    """Servers that could not take a release up since it was promoted last, the youngest first."""
    found = []
    for event in history:
        if event.kind != LOAD_FAILED:
            break
        found.append(event)
    return found


def seen(job: Job) -> str:
    return f"{job.stage}:{job.done or 0}{':stopping' if job.stopped_by else ''}"


async def _releases_page(visit: Visit, error: str | None = None) -> HTTPResponse:
    releases = visit.store.releases
    live = await visit.run(releases.live)
    changes, broken = await visit.work(_changes, visit, live)
    job = await visit.work(last_job, visit)
    history = await visit.run(releases.history, live.id) if live else []
    return visit.page(
        "releases.html",
        status=400 if error else 200,
        error=error,
        broken=broken,
        changes=changes,
        live=live,
        former=await visit.run(releases.former),
        failures=not_taken_up(history),
        releases=await visit.run(releases.list),
        events=await visit.run(releases.history, None, SHOWN_EVENTS),
        job=job,
        conversations=CONVERSATIONS,
        **progress_of(job),
    )


def _changes(visit: Visit, live: Release | None) -> tuple[list[str] | None, str]:
    """What is taught otherwise than to the live release, and which file is broken.

    None where there is nothing to compare with.
    """
    try:
        now = release_files.what_is_taught(visit.desk.root)
    except BrokenFile as error:
        return None, str(error)
    told = release_files.taught_to(visit.desk.settings.models_dir, live) if live else None
    return (None if told is None else release_files.changes_in_words(told, now)), ""


def last_job(visit: Visit) -> Job | None:
    try:
        return jobs.last_job(visit.desk.settings)
    except OSError:
        return None  # its record was swept away this moment


def progress_of(job: Job | None) -> dict[str, Any]:
    """What `_job.html` shows of a job beside itself."""
    stages = STAGES if job is None or job.replays is None else REPLAY_STAGES
    if job is None:
        return {"stages": stages, "place": 0, "seen": ""}
    names = list(stages)
    place = names.index(job.stage) if job.stage in names else 0
    return {"stages": stages, "place": place, "seen": seen(job)}


def _lead(visit: Visit, header: str, value: str) -> HTTPResponse:
    """Tell htmx where to go; a browser that came by itself sees the page."""
    if not visit.is_htmx:
        return visit.go(AT)
    return HTTPResponse(status=204, headers={header: value, "Cache-Control": "no-store"})
