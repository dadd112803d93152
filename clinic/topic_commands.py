"""`python -m clinic topics`, `add-topic`, `label`, `sign` …: topics by command."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from clinic.errors import SettingsError
from clinic.training_commands import By, opened_store, who


def add_topic_commands(app: typer.Typer) -> None:
    """Hook every command of this module into the program."""
    for command in (topics, label, sign):
        app.command()(command)
    app.command("add-topic")(add_topic)
    app.command("name-topic")(name_topic)
    app.command("remove-topic")(remove_topic)


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
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    by: By = None,
) -> None:
    """Approve a topic's answer as it is now, as somebody who may speak for the clinic."""
    from clinic.training.facts import facts_of
    from clinic.training.topics import read_topic

    now = read_topic(topic)
    for language, text in now.answers.items():
        typer.echo(f"{language}: {text}")
    editor = _editor()
    known = facts_of(editor.root)
    for each in now.facts:
        typer.echo(f"{each}: {known[each].sentence if each in known else 'no fact of the clinic'}")
    day = _day(review_by) if review_by else None
    if not yes:
        typer.confirm(f"Sign it for the clinic, as {who(by)}?", abort=True)
    signed = editor.sign(topic, _person(by), now.version, review_by=day).topic
    typer.echo(f"{signed.name}: signed by {signed.approver} on {signed.reviewed}.")


def add_topic(
    name: Annotated[str, typer.Argument(help="Small letters and underscores: parking_space.")],
    answer: Annotated[str, typer.Option(help="What the assistant says.")],
    examples: Annotated[Path, typer.Option(help="A file with eight messages or more, one a line.")],
    title: Annotated[str | None, typer.Option(help="What a button for it says.")] = None,
    facts: Annotated[str, typer.Option(help="Ids of the clinic's facts behind it: F02,F07.")] = "",
    source: Annotated[str, typer.Option(help="Where it is from.")] = "told by a trainer",
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
    named = facts.replace(",", " ").split()
    change = _editor().new_topic(
        name, answer, written, _person(by), title=titles, facts=named, source=source
    )
    typer.echo(f"{change.topic.name}: {len(change.topic.examples)} examples. Now `release` it.")
    _tell(in_words(change.findings))


def name_topic(
    topic: Annotated[str, typer.Argument(help="The topic: pain, parking …")],
    title: Annotated[str, typer.Argument(help="What buttons for it say from now on.")],
    language: Annotated[str, typer.Option(help="In which language: en, es …")] = "en",
    by: By = None,
) -> None:
    """Change a topic's name on buttons; it then awaits the clinic until it is signed."""
    from clinic.training.topics import read_topic

    now = read_topic(topic)
    titles = now.title | {language: title}
    named = _editor().name_buttons(topic, titles, _person(by), now.version).topic
    typer.echo(f"{named.name}: {named.title.get(language, '')}. Now have it signed.")


def remove_topic(
    topic: Annotated[str, typer.Argument(help="The topic that goes.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    by: By = None,
) -> None:
    """Remove a topic with its answer, its examples and all that leads to it; git has them still."""
    from clinic.training import inbox, topic_removal
    from clinic.training.topics import read_topic

    now, editor = read_topic(topic), _editor()
    ties = topic_removal.ties_of(now.label, editor.root)
    if not ties.needed:
        typer.echo(f"{now.name}: its answer and {len(now.examples)} examples")
        for kind, names in (("button", ties.buttons), ("rule", ties.rules)):
            for each in names:
                typer.echo(f"  with the {kind} “{each}”")
        if not yes:
            typer.confirm("Remove it?", abort=True)
    removal = topic_removal.remove_topic(editor, topic, _person(by), now.version)
    with opened_store() as (_, store):
        inbox.forget_topic(store, now.label)
    typer.echo(
        f"{now.name} is removed. Now `release` it."
        + f" `git revert {(removal.commit or '')[:10]}` takes it back." * bool(removal.commit)
    )


def _editor():  # noqa: ANN202
    from clinic.settings import load_settings
    from clinic.training.topic_changes import TopicEditor

    return TopicEditor(var=load_settings().var_dir)


def _person(by: str | None):  # noqa: ANN202
    from clinic.training.history import Person

    return Person(who(by))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise SettingsError(f'{written!r} is no day. Write it as "2027-01-31".') from error


def _tell(findings: list[str]) -> None:
    for each in findings:
        typer.echo(f"Look at this: {each}")
