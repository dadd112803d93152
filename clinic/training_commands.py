"""`python -m clinic release`, `promote`, `rollback` …: releases by command."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

By = Annotated[str | None, typer.Option("--by", help="Who does it; the account's own name.")]
Reason = Annotated[str | None, typer.Option(help="Why; needed where it is held back.")]
Number = Annotated[int, typer.Argument(help="The release's number.", show_default=False)]


def add_training_commands(app: typer.Typer) -> None:
    """Hook every command of this module into the program."""
    for command in (release, replay, promote, rollback, releases):
        app.command()(command)
    app.command("stop-training")(stop_training)


def release(
    by: By = None,
    job: Annotated[str | None, typer.Option(hidden=True)] = None,
    conversations: Annotated[int, typer.Option(help="Real conversations to replay.")] = 200,
    root: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Train and test: makes a release that can be promoted, and says what would change."""
    import os

    trainer = who(by)
    with opened_store() as (settings, store):
        # Behind the set-up of the logs, which Rasa would miss.
        from clinic.server.rehearsal import rehearse
        from clinic.settings import ROOT
        from clinic.training.job import NICE, train_and_test
        from clinic.training.jobs import run_job
        from clinic.training.release_report import as_text

        os.nice(NICE)

        def work(tell):  # noqa: ANN001, ANN202
            said = ""

            def both(stage: str, **details: object) -> None:
                nonlocal said
                tell(stage, **details)
                if stage != said:
                    typer.echo(f"{stage} …")
                said = stage

            return train_and_test(
                settings,
                store,
                trainer,
                both,
                root=root or ROOT,
                conversations=conversations,
                rehearse=partial(rehearse, settings),
            )

        typer.echo(as_text(store, run_job(settings, trainer, work, job)))


def stop_training(by: By = None) -> None:
    """End the training or replay that runs; the assistant stays, and nothing of it is kept."""
    from clinic.settings import load_settings
    from clinic.training.jobs import stop_job

    job = stop_job(load_settings(), who(by))
    typer.echo(f"The {job.kind} that {job.trainer} began is told to stop; it does within seconds.")


def replay(
    number: Number,
    conversations: Annotated[int, typer.Option(help="The last so many conversations.")] = 200,
    keep: Annotated[
        bool, typer.Option("--keep", help="Put it into the release's report, to be judged there.")
    ] = False,
    by: By = None,
    job: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Real messages (redacted) whose reply would change with this release."""
    import os

    from clinic.training.job import NICE
    from clinic.training.jobs import run_job
    from clinic.training.release_report import replay_lines
    from clinic.training.replay import with_words
    from clinic.training.replays import replay_and_keep, replay_release

    trainer = who(by)
    with opened_store() as (settings, store):
        if keep:
            os.nice(NICE)
            kept = run_job(
                settings,
                trainer,
                lambda tell: replay_and_keep(settings, store, number, conversations, trainer, tell),
                job,
                replays=number,
            )
            found = with_words(store, kept.report["replay"])
        else:
            found = replay_release(settings, store, number, conversations)
    for line in replay_lines(found):
        typer.echo(line)


def promote(number: Number, reason: Reason = None, by: By = None) -> None:
    """Let a release answer visitors; running servers take it up within seconds."""
    from clinic.errors import ReleaseRefused
    from clinic.training.promotion import standing_of
    from clinic.training.release_files import intact_model

    with opened_store() as (settings, store):
        found = store.releases.find(number)
        intact_model(settings.models_dir, found)
        held = standing_of(store, settings.models_dir, found).held_back
        if held and not (reason or "").strip():
            raise ReleaseRefused(
                "\n".join(
                    (
                        f"Release {number} is held back:",
                        *(f"  {each}" for each in held),
                        "To promote it all the same, give a `--reason`; it stays on record.",
                    )
                )
            )
        live = store.releases.promote(number, who(by), datetime.now(UTC), reason)
        typer.echo(f"Release {live.id} is live.")


def rollback(reason: Reason = None, by: By = None) -> None:
    """Go back to the release before the live one."""
    from clinic.training.release_files import intact_model

    with opened_store() as (settings, store):
        former = store.releases.former()
        if former is not None:
            intact_model(settings.models_dir, former)
        live = store.releases.roll_back(who(by), datetime.now(UTC), reason)
        if live is None:
            typer.echo("No release is live: visitors talk to the assistant that was set up.")
        else:
            typer.echo(f"Release {live.id} is live again.")


def releases(
    number: Annotated[int | None, typer.Argument(help="Show this one with its report.")] = None,
) -> None:
    """List the releases: who trained what from which commit, and what happened with it."""
    from clinic.training.release_report import as_text, row

    with opened_store() as (_, store):
        if number is None:
            rows = [row(each) for each in store.releases.list()]
            typer.echo("\n".join(rows) or "No release yet. `python -m clinic release` trains one.")
            return
        typer.echo(as_text(store, store.releases.find(number)))
        for event in reversed(store.releases.history(number)):
            why = f": {event.why}" if event.why else ""
            kind = event.kind.replace("_", " ")
            typer.echo(f"{event.at:%Y-%m-%d %H:%M} UTC  {kind} by {event.who}{why}")


@contextmanager
def opened_store() -> Iterator[tuple]:
    from clinic.logs import set_up_logs
    from clinic.settings import load_settings
    from clinic.store import open_store

    settings = load_settings()
    # Rasa tells every word of a rehearsal at the level below.
    set_up_logs(settings.model_copy(update={"log_level": "WARNING"}))
    store = open_store(settings)
    try:
        yield settings, store
    finally:
        store.close()


def who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        return "trainer"
