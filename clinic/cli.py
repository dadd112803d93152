"""The commands of `python -m clinic`; what each needs is imported when it runs."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clinic import rasa_compat  # noqa: F401
from clinic.booking_commands import booking, outbox
from clinic.console_commands import add_console_commands
from clinic.errors import ClinicError
from clinic.topic_commands import add_topic_commands
from clinic.training_commands import add_training_commands
from clinic.upkeep_commands import add_upkeep_commands

app = typer.Typer(
    help="A chat assistant for a clinic's website.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(booking, name="booking")
app.command()(outbox)
add_topic_commands(app)
add_training_commands(app)
add_console_commands(app)
add_upkeep_commands(app)


class State(StrEnum):
    received = "received"
    times_offered = "times_offered"
    confirmed = "confirmed"
    declined = "declined"
    cancelled = "cancelled"
    no_reply = "no_reply"
    done = "done"


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on (PORT).")] = None,
) -> None:
    """Run the server: the chat, its widget and a demo page."""
    from clinic.settings import load_settings

    chosen = {"host": host, "port": port}
    settings = load_settings(**{name: value for name, value in chosen.items() if value is not None})

    from clinic.server import serve as run_server  # takes seconds, a wrong setting is told at once

    run_server(settings)


@app.command()
def train(
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="Only if a file it is trained from has changed.")
    ] = False,
) -> None:
    """Train the assistant from data/, domain.yml and config.yml."""
    from clinic.settings import load_settings
    from clinic.training.train import current_model
    from clinic.training.train import train as train_now

    folder = load_settings().models_dir
    if if_needed and current_model(folder):
        return
    os.environ["LOG_LEVEL"] = "WARNING"  # else Rasa's bars flash by for a few rules
    typer.echo("Training the assistant …")
    typer.echo(f"Trained {train_now(folder).name}")


@app.command()
def parse() -> None:
    """Read messages, one a line, and say how each is understood, as JSON lines."""
    from clinic.settings import load_settings

    folder = load_settings().models_dir

    from clinic.nlu.parse import load_processor, parse_message, shown

    processor = load_processor(folder)
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        understood = shown(parse_message(processor, line.rstrip("\r\n")))
        typer.echo(json.dumps(understood, ensure_ascii=False))


@app.command()
def validate() -> None:
    """Look over what is taught: repeated, contradicting or near-by messages, unknown facts."""
    from clinic.settings import ROOT
    from clinic.training.facts import unknown_facts
    from clinic.training.validate import validate as validate_now

    findings = validate_now(ROOT / "data" / "nlu")
    unfounded = unknown_facts(ROOT)
    for finding in [*(f"unknown fact: {each}" for each in unfounded), *findings]:
        typer.echo(str(finding))
    errors = sum(finding.is_error for finding in findings) + len(unfounded)
    typer.echo(f"{len(findings) + len(unfounded)} findings, {errors} of them errors.")
    if errors:
        sys.exit(1)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Labelled messages, JSON lines.")],
    json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a page with pictures there.")] = None,
    against: Annotated[Path | None, typer.Option(help="Figures to compare with (JSON).")] = None,
) -> None:
    """Score the current model on labelled messages, against the bars."""
    from clinic.settings import load_settings
    from clinic.training import evaluation_report as reports
    from clinic.training.evaluate import evaluate as evaluate_now
    from clinic.training.evaluate import read_figures

    before = read_figures(against) if against else {}
    folder = load_settings().models_dir
    evaluations = {file.stem: evaluate_now(file, folder) for file in files}
    if json:
        typer.echo(reports.as_json(evaluations))
    else:
        for name, evaluation in evaluations.items():
            typer.echo(reports.as_text(name, evaluation))
    for name, evaluation in evaluations.items() if before and not json else ():
        differences = reports.changes(reports.figures(evaluation), before.get(name, {}))
        typer.echo(f"{name}, against the last release:")
        typer.echo("\n".join(f"  {each}" for each in differences) or "  nothing has changed")
    if report:
        reports.write_report(report, evaluations)


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date; a newer program's database is refused."""
    from clinic.settings import load_settings
    from clinic.store import open_store

    settings = load_settings()
    open_store(settings).close()
    typer.echo("The database is up to date.")


@app.command()
def snippet() -> None:
    """Print the line that puts the chat on the clinic's page, with what clinic.yml says."""
    from clinic.profile import load_profile
    from clinic.settings import load_settings
    from clinic.snippet import snippet_for

    settings = load_settings()
    profile = load_profile(settings.clinic_file)
    typer.echo(snippet_for(settings.own_url, profile))
    if not profile.privacy_link:
        typer.echo("clinic.yml has no privacy_link, so the chat links no privacy notice.", err=True)


@app.command()
def bookings(
    state: Annotated[State | None, typer.Option(help="Only requests in this state.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As a JSON list.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, for a spreadsheet.")] = False,
) -> None:
    """List the booking requests, oldest first."""
    from clinic.booking_table import as_csv, as_json, print_table
    from clinic.profile import load_profile
    from clinic.settings import load_settings
    from clinic.store import open_store

    settings = load_settings()
    store = open_store(settings)
    try:
        found = store.bookings.list(state.value if state else None)
    finally:
        store.close()
    if json:
        typer.echo(as_json(found))
    elif csv:
        typer.echo(as_csv(found), nl=False)
    else:
        print_table(found, load_profile(settings.clinic_file).zone)


def main() -> None:
    """Run a command; what a person can mend is told in one line, without a traceback."""
    try:
        app()
    except ClinicError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output, `head` say, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
