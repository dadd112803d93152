"""`python -m clinic booking …` and `outbox`: what staff do with a request, by command."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from clinic.errors import BookingStepRefused, SettingsError
from clinic.wall_clock import moment_of

booking = typer.Typer(
    no_args_is_help=True,
    help="Look at one booking request and move it on. REFERENCE is like K7PM-3XQH.",
)
Reference = Annotated[str, typer.Argument(help="The request's reference.", show_default=False)]
By = Annotated[str | None, typer.Option("--by", help="Who does it; the account's own name.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Even if the time looks like a slip.")]
WRITTEN = "%Y-%m-%d %H:%M"


@booking.command()
def show(reference: Reference) -> None:
    """Everything about one request: details, times on offer, history, likely duplicates."""
    with _desk() as desk:
        found = desk.store.bookings.get(reference)
        desk.print_request(found)
        if found.state == "times_offered":
            for each in desk.store.bookings.offered(found.id):
                typer.echo(f"offered      {desk.local(each.at)}")
        for each in desk.store.bookings.duplicates(found.id):
            typer.echo(f"same person? {each.reference} ({each.state.replace('_', ' ')})")
        names = desk.store.staff.names()
        for each in desk.store.bookings.history(found.id):
            about = "; ".join([*map(desk.local, each.times), *filter(None, [each.why])])
            state = each.state.replace("_", " ")
            said = f": {about}" if about else ""
            typer.echo(f"{desk.local(each.at)}  {state} by {names.get(each.who, each.who)}{said}")


@booking.command()
def offer(
    reference: Reference,
    times: Annotated[list[str], typer.Argument(help='One to three, "2026-12-03 16:00".')],
    by: By = None,
    anyway: Anyway = False,
) -> None:
    """Offer times; the visitor hears of them in the chat and by mail, and can take one."""
    with _desk() as desk:
        moments = [desk.moment(each) for each in times]
        desk.ask_whether_sure(reference, [m for m in moments if m > desk.now], anyway)
        desk.store.bookings.offer_times(reference, moments, _who(by), desk.now)
        typer.echo(f"{reference}: {len(moments)} time{'s' * (len(moments) != 1)} offered.")


@booking.command()
def confirm(
    reference: Reference,
    time: Annotated[str, typer.Argument(help='The appointment, "2026-12-03 16:00".')],
    by: By = None,
    anyway: Anyway = False,
) -> None:
    """Fix the appointment, or change its time; the visitor hears of it, with a calendar file."""
    with _desk() as desk:
        moment = desk.moment(time)
        desk.ask_whether_sure(reference, [moment], anyway)
        desk.store.bookings.confirm(reference, moment, _who(by), desk.now)
        typer.echo(f"{reference}: confirmed.")


@booking.command()
def decline(
    reference: Reference,
    reason: Annotated[str, typer.Option(help="For the team; the visitor is not shown it.")],
    by: By = None,
) -> None:
    """Decline a request."""
    with _desk() as desk:
        desk.store.bookings.decline(reference, reason, _who(by), desk.now)
        typer.echo(f"{reference}: declined.")


@booking.command()
def cancel(reference: Reference, reason: str | None = None, by: By = None) -> None:
    """Cancel a request or an appointment."""
    with _desk() as desk:
        desk.store.bookings.cancel(reference, _who(by), desk.now, reason)
        typer.echo(f"{reference}: cancelled.")


@booking.command("no-reply")
def no_reply(reference: Reference, by: By = None) -> None:
    """Note that the visitor could not be reached."""
    with _desk() as desk:
        desk.store.bookings.no_reply(reference, _who(by), desk.now)
        typer.echo(f"{reference}: no reply.")


@booking.command()
def done(reference: Reference, reason: str | None = None, by: By = None) -> None:
    """Note that a message for the team is dealt with; its visitor is told nothing."""
    with _desk() as desk:
        desk.store.bookings.finish(reference, _who(by), desk.now, reason)
        typer.echo(f"{reference}: done.")


@booking.command()
def reopen(reference: Reference, by: By = None) -> None:
    """Let a message that was done wait again."""
    with _desk() as desk:
        desk.store.bookings.reopen(reference, _who(by), desk.now)
        typer.echo(f"{reference}: open again.")


def outbox(
    state: Annotated[str, typer.Option(help="pending, sent, skipped or dead.")] = "dead",
    retry: Annotated[str | None, typer.Option(help="Try this dead item again.")] = None,
) -> None:
    """List what has to leave by mail or webhook; by default what was given up."""
    with _desk() as desk:
        if retry:
            desk.store.outbox.retry(retry, desk.now)
            typer.echo(f"{retry} will be tried again.")
            return
        items = desk.store.outbox.list(state)
        if not items:
            typer.echo(f"Nothing is {state}.")
        for item in items:
            error = f"  {item.last_error}" if item.last_error else ""
            typer.echo(
                f"{item.id}  {item.kind}  {item.channel}  {item.attempts} attempts  "
                f"{desk.local(item.created_at)}{error}"
            )


class _Desk:
    """The store, with the clinic's own clock."""

    def __init__(self) -> None:
        from clinic.profile import load_profile
        from clinic.settings import load_settings
        from clinic.store import open_store

        settings = load_settings()
        profile = load_profile(settings.clinic_file)
        self.zone, self.hours = profile.zone, profile.business_hours
        self.store = open_store(settings)
        self.now = datetime.now(UTC)

    def moment(self, written: str) -> datetime:
        """A time as staff write it, in the clinic's time zone."""
        try:
            return moment_of(datetime.strptime(written, WRITTEN), self.zone)
        except ValueError as error:
            raise SettingsError(
                f'{written!r} is no time. Write it as "2026-12-03 16:00".'
            ) from error

    def ask_whether_sure(self, reference: str, moments: list[datetime], anyway: bool) -> None:
        """Raise BookingStepRefused for times that a slip may have made."""
        from clinic.doubts import BESIDE, doubts

        booking, found = self.store.bookings.get(reference), []
        for moment in [] if anyway else moments:
            taken = self.store.bookings.taken(booking.id, moment, BESIDE)
            about = doubts(moment, booking, booking.location, taken, self.hours, self.now)
            found += [f"{self.local(moment)} {doubt}" for doubt in about]
        if found:
            raise BookingStepRefused(
                f"{'; '.join(found)}. Nothing was done: add --anyway if it is meant."
            )

    def local(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime(WRITTEN)

    def print_request(self, found) -> None:  # noqa: ANN001
        times = " / ".join(each["said"] for each in found.preferred)
        rows = {
            "reference": found.reference,
            "state": found.state.replace("_", " "),
            "name": found.name,
            "phone": found.phone,
            "e-mail": found.email,
            "how to reach": found.reach_note,
            "town": found.location,
            "wished": times,
            "wishes now": found.wish if found.wish != "" else "another time",
            "concern": found.concern,
            "health note": found.health_note,
            "for the team": found.team_note,
            "flags": ", ".join(found.flags),
            "appointment": self.local(found.appointment) if found.appointment else None,
            "received": self.local(found.created_at),
        }
        for name, value in rows.items():
            if value:
                typer.echo(f"{name:<12} {value}")


@contextmanager
def _desk() -> Iterator[_Desk]:
    desk = _Desk()
    try:
        yield desk
    finally:
        desk.store.close()


def _who(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        return "staff"
