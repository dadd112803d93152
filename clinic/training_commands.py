"""`python -m clinic topics`, `add-topic`, `label`, `release`, `promote` …: teaching by command."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from clinic.errors import SettingsError

By = Annotated[str | None, typer.Option("--by", help="Who does it; the account's own name.")]
Reason = Annotated[str | None, typer.Option(help="Why; needed where a gate failed.")]
Number = Annotated[int, typer.Argument(help="The release's number.", show_default=False)]


def add_training_commands(app: typer.Typer) -> None:
    """Hook every command of this module into the program."""
    for command in (topics, label, sign, release, replay, promote, rollback, releases):
        app.command()(command)
    app.command("add-topic")(add_topic)
    app.command("stop-training")(stop_training)


def topics(
    overdue: Annotated[bool, typer.Option(help="Only answers past their review date.")] = False,
    unsigned: Annotated[bool, typer.Option(help="Only answers that await the clinic.")] = False,
) -> None:
    """List the topics with the number of their examples and who approved the answer."""
    from clinic.training.topics import list_topics

    today, shown = date.today(), 0
    for topic in list_topics():
        late = topic.is_overdue(today)
        if (overdue and not late) or (unsigned and topic.is_signed):
            continue
        signed = f"{topic.reviewed} by {topic.approver}" if topic.approver else topic.reviewed
        until = f", review by {topic.review_by}{' (past)' if late else ''}" * bool(topic.review_by)
        typer.echo(f"{topic.name:<28} {len(topic.examples):>4} examples  {signed}{until}")
        shown += 1
    if not shown:
        typer.echo("No topic is like that.")


def label(
    topic: Annotated[str, typer.Argument(help="What the messages mean: pain, booking_request …")],
    messages: Annotated[list[str], typer.Argument(help="The messages, each in quotes.")],
    by: By = None,
) -> None:
    """Teach that messages mean a topic; names, phone numbers and e-mails are taken out."""
    from clinic.training.rivals import in_words

    change = _editor().add_examples(topic, messages, _person(by))
    for text in change.added:
        typer.echo(f'{change.topic.name}: "{text}"')
    _tell(in_words(change.findings))


def sign(
    topic: Annotated[str, typer.Argument(help="The topic whose answer is approved.")],
    review_by: Annotated[str | None, typer.Option(help="Look at it again by, 2027-01-31.")] = None,
    by: By = None,
) -> None:
    """Approve a topic's answer as it is now, as somebody who may speak for the clinic."""
    from clinic.training.topics import read_topic

    now = read_topic(topic)
    for language, text in now.answers.items():
        typer.echo(f"{language}: {text}")
    day = _day(review_by) if review_by else None
    signed = _editor().sign(topic, _person(by), now.version, review_by=day).topic
    typer.echo(f"{signed.name}: signed by {signed.approver} on {signed.reviewed}.")


def add_topic(
    name: Annotated[str, typer.Argument(help="Small letters and underscores: parking_space.")],
    answer: Annotated[str, typer.Option(help="What the assistant says.")],
    examples: Annotated[Path, typer.Option(help="A file with eight messages or more, one a line.")],
    title: Annotated[str | None, typer.Option(help="What a button for it says.")] = None,
    by: By = None,
) -> None:
    """Teach a new topic; its answer awaits the clinic until it is signed."""
    from clinic.training.rivals import in_words

    try:
        lines = examples.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{examples} cannot be read: {error}.") from error
    titles = {"en": title} if title else None
    written = [line.strip() for line in lines if line.strip()]
    change = _editor().new_topic(name, answer, written, _person(by), title=titles)
    typer.echo(f"{change.topic.name}: {len(change.topic.examples)} examples. Now `release` it.")
    _tell(in_words(change.findings))


def release(
    by: By = None,
    job: Annotated[str | None, typer.Option(hidden=True)] = None,
    conversations: Annotated[int, typer.Option(help="Real conversations to replay.")] = 200,
    root: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Train and test: makes a release that can be promoted, and says what would change."""
    import os

    who = _who(by)
    with _store() as (settings, store):
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
                who,
                both,
                root=root or ROOT,
                conversations=conversations,
                rehearse=partial(rehearse, settings),
            )

        typer.echo(as_text(store, run_job(settings, who, work, job)))


def stop_training(by: By = None) -> None:
    """End the training that runs; the assistant stays as it is, and nothing of it is kept."""
    from clinic.settings import load_settings
    from clinic.training.jobs import stop_job

    job = stop_job(load_settings(), _who(by))
    typer.echo(f"The training that {job.trainer} began is told to stop; it does within seconds.")


def replay(
    number: Number,
    conversations: Annotated[int, typer.Option(help="The last so many conversations.")] = 200,
) -> None:
    """Real messages (redacted) whose reply would change with this release."""
    from clinic.training.release_report import replay_lines
    from clinic.training.replays import replay_release

    with _store() as (settings, store):
        found = replay_release(settings, store, number, conversations)
    for line in replay_lines(found):
        typer.echo(line)


def promote(number: Number, reason: Reason = None, by: By = None) -> None:
    """Let a release answer visitors; running servers take it up within seconds."""
    from clinic.training.release_files import intact_model

    with _store() as (settings, store):
        intact_model(settings.models_dir, store.releases.find(number))
        live = store.releases.promote(number, _who(by), datetime.now(UTC), reason)
        typer.echo(f"Release {live.id} is live.")


def rollback(reason: Reason = None, by: By = None) -> None:
    """Go back to the release before the live one."""
    from clinic.training.release_files import intact_model

    with _store() as (settings, store):
        former = store.releases.former()
        if former is not None:
            intact_model(settings.models_dir, former)
        live = store.releases.roll_back(_who(by), datetime.now(UTC), reason)
        if live is None:
            typer.echo("No release is live: visitors talk to the assistant that was set up.")
        else:
            typer.echo(f"Release {live.id} is live again.")


def releases(
    number: Annotated[int | None, typer.Argument(help="Show this one with its report.")] = None,
) -> None:
    """List the releases: who trained what from which commit, and what happened with it."""
    from clinic.training.release_report import as_text, row

    with _store() as (_, store):
        if number is None:
            rows = [row(each) for each in store.releases.list()]
            typer.echo("\n".join(rows) or "No release yet. `python -m clinic release` trains one.")
            return
        typer.echo(as_text(store, store.releases.find(number)))
        for event in reversed(store.releases.history(number)):
            why = f": {event.why}" if event.why else ""
            kind = event.kind.replace("_", " ")
            typer.echo(f"{event.at:%Y-%m-%d %H:%M} UTC  {kind} by {event.who}{why}")


def _editor():  # noqa: ANN202
    from clinic.settings import load_settings
    from clinic.training.topic_changes import TopicEditor

    return TopicEditor(var=load_settings().var_dir)


@contextmanager
def _store() -> Iterator[tuple]:
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


def _person(by: str | None):  # noqa: ANN202
    from clinic.training.history import Person

    return Person(_who(by))


def _who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        return "trainer"


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise SettingsError(f'{written!r} is no day. Write it as "2027-01-31".') from error


def _tell(findings: list[str]) -> None:
    for each in findings:
        typer.echo(f"Look at this: {each}")
