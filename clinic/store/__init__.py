"""All that is remembered. The only part that speaks SQL."""

from __future__ import annotations

from pathlib import Path

from clinic.settings import Settings
from clinic.store.audit import Audit
from clinic.store.backlog import Backlogs
from clinic.store.booking_board import BookingBoard
from clinic.store.bookings import Bookings
from clinic.store.calls import Calls
from clinic.store.chat_events import ChatEvents
from clinic.store.chat_notices import ChatNotices
from clinic.store.conversation_index import ConversationIndex
from clinic.store.conversation_list import ConversationList
from clinic.store.conversations import Conversations
from clinic.store.data_subject import DataSubjects
from clinic.store.database import Database
from clinic.store.erasure import Erasures
from clinic.store.inbox import Inbox
from clinic.store.migrate import migrate
from clinic.store.offers import Offers
from clinic.store.outbox import Outbox
from clinic.store.overview import Overview
from clinic.store.real_messages import RealMessages
from clinic.store.releases import Releases
from clinic.store.retention import Retention
from clinic.store.reviews import Reviews
from clinic.store.sign_in_tries import SignInTries
from clinic.store.signals import Signal, Signals
from clinic.store.staff import StaffAccounts
from clinic.store.staff_sessions import StaffSessions
from clinic.store.takeovers import Takeovers
from clinic.store.training_inbox import TrainingInbox
from clinic.store.transcripts import Transcripts
from clinic.store.turns import Turns
from clinic.store.verdicts import Verdicts
from clinic.store.visitor_desk import VisitorDesk

__all__ = ["Signal", "Store", "open_store"]


class Store:
    """The database with everything that can be done to it.

    The methods of its parts block; from the event loop call them by
    `await store.run(store.inbox.take_in, …)`, or where somebody waits by `run_in_time`.
    """

    def __init__(self, database: Database, mails: Path | None = None) -> None:
        self.database = database
        self.run, self.run_in_time = database.run, database.run_in_time
        self.run_here, self.run_here_in_time = database.run_here, database.run_here_in_time
        self.signals = Signals(database)
        self.conversations = Conversations(database)
        self.chat_events = ChatEvents(database)
        self.inbox = Inbox(database, self.signals)
        self.turns = Turns(database, self.signals)
        self.bookings = Bookings(database)
        self.board = BookingBoard(database)
        self.offers = Offers(database)
        self.staff = StaffAccounts(database)
        self.staff_sessions = StaffSessions(database)
        self.sign_in_tries = SignInTries(database)
        self.audit = Audit(database)
        self.index = ConversationIndex(database)
        self.conversation_list = ConversationList(database)
        self.calls = Calls(database)
        self.transcripts = Transcripts(database)
        self.reviews = Reviews(database)
        self.subjects = DataSubjects(database)
        self.erasures = Erasures(database, mails)
        self.retention = Retention(database)
        self.overview = Overview(database)
        self.takeovers = Takeovers(database, self.signals)
        self.visitor_desk = VisitorDesk(database)
        self.outbox = Outbox(database)
        self.backlogs = Backlogs(database, self.outbox)
        self.chat_notices = ChatNotices(database, self.signals)
        self.releases = Releases(database)
        self.real_messages = RealMessages(database)
        self.training_inbox = TrainingInbox(database)
        self.verdicts = Verdicts(database)

    def close(self) -> None:
        self.signals.stop()
        self.database.dispose()


def open_store(settings: Settings) -> Store:
    """Open the database of the settings and bring its tables up to date."""
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    migrate(database)
    return Store(database, settings.mails_folder)
