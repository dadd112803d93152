"""Everything that can go wrong in the product's own rules, as one tree."""

from __future__ import annotations

from datetime import datetime


class ClinicError(Exception):
    """Says in plain words what happened, what it means and what to do."""


class SettingsError(ClinicError):
    """A setting or clinic.yml holds a value that cannot be used."""


class Busy(ClinicError):
    """So much of the same work waits already that more of it is refused."""


class StoreError(ClinicError):
    """The database refused something."""


class StoreUnavailable(StoreError):
    """The database cannot be reached, is locked or is full; the same call may succeed later."""


class SchemaMismatch(StoreError):
    """The database was written by a newer version of the program."""


class AlreadyServed(StoreError):
    """Another server process already works on this SQLite file."""


class ConversationGone(StoreError):
    """The conversation does not exist, or its visitor erased it."""


class RequestSentBefore(StoreError):
    """The same request was sent by another turn; computed anew, this one says so."""


class UnknownButton(StoreError):
    """The button was never offered in this conversation."""


class UnknownEvent(StoreError):
    """The conversation has no such reply."""


class UnknownStaff(StoreError):
    """There is no such account."""


class AccountExists(StoreError):
    """The address has an account already."""


class SubjectRefused(ClinicError):
    """What a person should be found by is no such thing."""


class AddressRefused(StoreError):
    """What should be the e-mail address to sign in with is none."""


class AccountOff(StoreError):
    """The account is switched off, so it gets no one-time link."""


class InvitationGone(StoreError):
    """The one-time link was used, replaced, or is too old."""


class LastAdmin(StoreError):
    """Nobody could manage the accounts any more."""


class TakenOver(StoreError):
    """Somebody else of the staff holds the conversation, or nobody does any more."""


class TurnFailed(ClinicError):
    """Computing a turn went wrong; nothing of it was written."""


class ModelError(ClinicError):
    """No usable trained model."""


class TrainingError(ClinicError):
    """The training data or the domain cannot be trained on."""


class TrainingStopped(TrainingError):
    """Somebody wanted the training to end; nothing of it was kept."""


class EncoderError(ClinicError):
    """The sentence encoder is missing or not the one that was pinned."""


class UnknownBooking(StoreError):
    """No booking request has this reference."""


class BookingStepRefused(StoreError):
    """The request's state does not allow this step."""


class BookingChanged(BookingStepRefused):
    """`who` (the visitor or a staff account) has moved the request since it was looked at."""

    def __init__(self, who: str) -> None:
        super().__init__("The request has changed since it was looked at; nothing was done.")
        self.who = who


class UnknownOutboxItem(StoreError):
    """The outbox has no such item to try again."""


class NotDelivered(ClinicError):
    """A receiver could not be reached or did not accept; tried again later."""


class UnknownRelease(StoreError):
    """No release has this number."""


class ReleaseRefused(StoreError):
    """The release may not be promoted, or there is none to go back to."""


class TopicRefused(ClinicError):
    """A change of a topic that would break the assistant or lose something."""


class TopicChanged(TopicRefused):
    """Somebody else has changed the topic since it was read; nothing was overwritten.

    `by` and `at` say who and when, where that is known.
    """

    def __init__(self, said: str, by: str = "", at: datetime | None = None) -> None:
        super().__init__(said)
        self.by = by
        self.at = at


class BrokenFile(TrainingError):
    """A training file that cannot be read; says which line."""


class CopyRefused(StoreError):
    """A database cannot be copied into another one; nothing was changed."""


class BackupFailed(StoreError):
    """A backup could not be written or put back."""
