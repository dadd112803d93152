"""What one turn will write, gathered while it is computed and committed at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from clinic.store.ids import booking_reference

if TYPE_CHECKING:
    from clinic.store.visitor_desk import FoundBooking, VisitorDesk


@dataclass(frozen=True)
class Reply:
    """One message of the assistant, with the approved response that it is."""

    text: str
    response: str | None = None
    buttons: list[dict[str, str]] = field(default_factory=list)  # [{"title", "payload"}]
    card: dict[str, Any] | None = None
    ask: str | None = None


@dataclass(frozen=True)
class BookingRequest:
    """What a visitor asked for, as it was read back and agreed to."""

    form: str  # the form instance; the same one never makes a second request
    name: str
    phone: str | None  # E.164
    email: str | None
    location: str  # "Stamford", "Norwalk" or "either"
    preferred: list[dict[str, str | None]]  # [{"said": the visitor's words, "date": ISO or None}]
    concern: str | None
    health_note: str | None
    flags: list[str]
    consent_wording: str
    locale: str = "en"
    reach_note: str | None = None  # how and when to be reached, in the visitor's words
    team_note: str | None = None  # what else the team should know, in the visitor's words
    sms_wording: str | None = None  # of the separate consent to text messages, if it was given


@dataclass(frozen=True)
class BookingStep:
    """A request on its way to its next state."""

    booking: str  # id or reference
    state: str
    who: str  # "visitor" or a staff account
    why: str | None = None
    times: tuple[datetime, ...] = ()  # offered, or the one that is confirmed
    in_chat: bool = False  # the chat says so itself, in this very turn
    seen: int | None = None  # steps there were when `who` looked; None does not ask
    location: str | None = None  # where the times are, if that changes with it


@dataclass(frozen=True)
class Amendment:
    """Details of a request that its visitor puts right; its state stays."""

    booking: str  # id or reference
    values: dict[str, str | None]  # by column: name, phone, email, location, health_note
    added: dict[str, str] = field(default_factory=dict)  # by column, behind what is there
    flags: tuple[str, ...] = ()  # which the request has from now on as well
    without: tuple[str, ...] = ()  # flags that it has no longer
    sent_again: bool = False  # by a request that repeats it
    sms_wording: str | None = None  # of a consent to text messages that was given with that


@dataclass(frozen=True)
class LatePress:
    """What a visitor wanted of a request when it was not possible any more."""

    booking: str  # id or reference
    why: str  # one of booking_records.LATE
    times: tuple[datetime, ...] = ()  # the one that was to be taken


@dataclass(frozen=True)
class Outcome:
    """How a request stands after what its visitor did."""

    state: str
    appointment: datetime | None = None  # set by it, or standing in spite of it
    location: str = ""  # of an appointment that is set by it


@dataclass(frozen=True)
class Repeated:
    """A request that is with the team already and was sent once more."""

    reference: str | None  # None where it came from another conversation: it may be another's
    added: dict[str, str]  # what was new, by column


@dataclass
class UnitOfWork:
    """Gathers; writes nothing. Whoever opened it hands it to the store, or throws it away."""

    conversation: str
    turn: int
    message_id: str
    now: datetime
    secret: str
    attempt: int = 0
    loaded_at: datetime | None = None  # when the visitor's page was last loaded
    same_within: timedelta = timedelta(0)  # how long another conversation's request is the same
    replies: list[Reply] = field(default_factory=list)
    tracker_events: list[dict[str, Any]] = field(default_factory=list)
    snapshot: dict[str, Any] | None = None
    model: str | None = None
    bookings: dict[str, tuple[str, BookingRequest]] = field(default_factory=dict)
    steps: list[BookingStep] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    late: list[LatePress] = field(default_factory=list)
    wrong_guesses: list[str] = field(default_factory=list)  # hashed references
    person_needed: set[str] = field(default_factory=set)  # why: see notify.messages.PERSON_NEEDED
    desk: VisitorDesk | None = None  # what a visitor may see and do about a request
    errors: list[BaseException] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)  # seconds that each one took

    def request_booking(self, request: BookingRequest) -> str:
        """Ask for one booking request to be opened; returns the reference to read out."""
        reference = booking_reference(self.secret, request.form, self.attempt)
        self.bookings[request.form] = (reference, request)
        return reference

    def repeat_booking(self, request: BookingRequest) -> Repeated | None:
        """Add what is new to the request that this one repeats; None where it is a new one."""
        return self.desk.repeat(self, request) if self.desk else None

    def find_booking(self, reference: str, contact: str) -> FoundBooking | None:
        """The request, where reference and phone (E.164) or e-mail belong together.

        None where they do not, where there is no such request, and where too many guesses were
        wrong: the visitor cannot tell these apart.
        """
        return self.desk.find(self, reference, contact) if self.desk else None

    def find_sent(self, reference: str) -> FoundBooking | None:
        """The request of this reference that was sent from this very conversation."""
        return self.desk.find_sent(self, reference) if self.desk else None

    def sent_details(self, reference: str) -> dict[str, Any]:
        """Name, contact, town and times of a request sent from this very conversation."""
        return self.desk.sent_details(self, reference) if self.desk else {}

    def amend_booking(
        self, booking: str, values: dict[str, str], said: str | None = None
    ) -> Outcome | None:
        """Put details right, and ask for another time if one was said; None where it is closed."""
        return self.desk.amend(self, booking, values, said) if self.desk else None

    def add_health(self, booking: str, told: str, flags: list[str]) -> list[str] | None:
        """Add what was told of health; which flags are new, None where the request is closed."""
        return self.desk.add_health(self, booking, told, flags) if self.desk else None

    def deny_health(self, booking: str, said: str, flags: list[str]) -> bool:
        """Take these flags out, and note beside what was told the words that deny it."""
        return bool(self.desk and self.desk.deny_health(self, booking, said, flags))

    def take_out_health(self, booking: str, told: str | None, flags: list[str]) -> bool:
        """Take these words, or all that is noted of health, and these flags out again."""
        return bool(self.desk and self.desk.take_out_health(self, booking, told, flags))

    def take_out_named(
        self, booking: str, names: list[str], said: list[str], flags: list[str]
    ) -> bool | None:
        """Take out these flags and what the request says of what is so called, or was `said` of it.

        False where it holds none of that, None where it is closed.
        """
        if self.desk is None:
            return None
        return self.desk.take_out_named(self, booking, names, said, flags)

    def accept_time(self, booking: str, time: str, spoken: str = "") -> Outcome | None:
        """Take an offered time (ISO 8601, and in words); None where it is not on offer any more."""
        if self.desk is None:
            return None
        return self.desk.accept(self, booking, datetime.fromisoformat(time), spoken)

    def cancel_booking(self, booking: str, why: str | None = None) -> Outcome | None:
        """Cancel a request; None where its state does not allow it any more."""
        return self.desk.cancel(self, booking, why) if self.desk else None

    def ask_other_time(self, booking: str, said: str | None = None) -> Outcome | None:
        """Ask for another time, in the visitor's words; None where it is too late for that."""
        return self.desk.ask_other_time(self, booking, said) if self.desk else None

    def need_person(self, why: str) -> None:
        """Have the clinic alerted that somebody should look at this conversation."""
        self.person_needed.add(why)

    def record(self, error: BaseException) -> None:
        """Keep an error that Rasa would swallow: a unit with one must not be committed."""
        self.errors.append(error)


_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


def current_unit() -> UnitOfWork | None:
    """The unit of the turn that is being computed, or None outside of a turn."""
    return _current.get()


@contextmanager
def working_in(unit: UnitOfWork) -> Iterator[UnitOfWork]:
    """Make `unit` the one that actions and the tracker store add to."""
    token = _current.set(unit)
    try:
        yield unit
    finally:
        _current.reset(token)


@contextmanager
def timed(unit: UnitOfWork, stage: str) -> Iterator[None]:
    """Note in the unit how long a stage took, whether it succeeded or not."""
    began = time.perf_counter()
    try:
        yield
    finally:
        unit.stages[stage] = time.perf_counter() - began
