"""Delivers the outbox: in each replica, one thread at a time, until the server ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage

import structlog

from clinic import faults
from clinic.errors import ConversationGone, NotDelivered, StoreError
from clinic.notify import links, messages, webhook
from clinic.notify.mail import Refused, mailer
from clinic.notify.wording import Wording
from clinic.profile import load_profile
from clinic.settings import Settings
from clinic.store import Store
from clinic.store.booking_states import CONFIRMED, OFFERED
from clinic.store.bookings import Booking, OfferedTime
from clinic.store.outbox import CHAT, CLINIC_MAIL, VISITOR_MAIL, WEBHOOK, OutboxItem

log = structlog.get_logger()

LOOKS_EVERY_S = 2.0
NOBODY = "assistant@localhost"
STATE_TOLD = {
    "booking_moved": "confirmed",
    "booking_kept": "confirmed",
}  # of the kinds that are not named after it


class Delivery:
    """`deliver_due` does the work and blocks; `start` has it done again and again."""

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._wording = Wording(load_profile(settings.clinic_file))
        self._mailer = mailer(settings)
        self._channels = {
            CLINIC_MAIL: self._mail_clinic,
            VISITOR_MAIL: self._mail_visitor,
            WEBHOOK: self._post,
            CHAT: self._say,
        }
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._work())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def deliver_due(self) -> int:
        """Deliver what is due; returns how many items were taken."""
        items = self._store.outbox.take(self._clock())
        for item in items:
            self._deliver(item)
        return len(items)

    async def _work(self) -> None:
        while True:
            taken = 0
            try:
                taken = await asyncio.shield(self._store.run(self.deliver_due))
            except StoreError as error:
                log.warning("outbox_waits", error=type(error).__name__)
            except Exception as error:
                log.error("outbox_failed", error=type(error).__name__)
            if not taken:
                await asyncio.sleep(LOOKS_EVERY_S)

    def _deliver(self, item: OutboxItem) -> None:
        try:
            delivered = self._channels[item.channel](item)
        except NotDelivered as error:
            log.warning("not_delivered", item=item.id, kind=item.kind, channel=item.channel)
            final = isinstance(error, Refused)
            self._store.outbox.failed(item, self._clock(), str(error), final=final)
        except StoreError:
            raise
        except Exception as error:
            # A fault of ours: kept like any other failure, so that nothing is forgotten.
            log.error("delivery_failed", item=item.id, kind=item.kind, error=type(error).__name__)
            self._store.outbox.failed(item, self._clock(), type(error).__name__)
        else:
            if delivered:
                faults.reached("outbox.delivered")
            if item.channel != CHAT:
                self._store.outbox.sent(item, self._clock(), skipped=not delivered)

    def _mail_clinic(self, item: OutboxItem) -> bool:
        to = self._settings.mail_to or self._wording.profile.email
        if not to and self._settings.smtp_host:
            log.warning("no_clinic_address", set="MAIL_TO")
            return False
        booking = self._booking(item)
        if booking is None and "booking" in item.data:
            return False
        place = (
            f"bookings/{booking.id}" if booking else f"conversations/{item.data['conversation']}"
        )
        link = f"{self._settings.own_url}/staff/{place}"
        return self._send(messages.to_clinic(item, self._wording, link, booking), to or NOBODY)

    def _mail_visitor(self, item: OutboxItem) -> bool:
        booking = self._booking(item)
        if booking is None or not booking.email:
            return False
        offered = self._store.bookings.offered(booking.id)
        if _is_outdated(item, booking, offered):
            return False
        link = links.address(
            self._settings.own_url, self._settings.secret, booking.id, self._clock()
        )
        mail = messages.to_visitor(item, self._wording, link, booking, offered)
        return self._send(mail, booking.email)

    def _send(self, mail: EmailMessage, to: str) -> bool:
        mail["From"] = self._settings.mail_from or NOBODY
        mail["To"] = to
        self._mailer.send(mail)
        return True

    def _post(self, item: OutboxItem) -> bool:
        if not self._settings.webhook_url:
            return False
        booking = self._booking(item)
        data = webhook.about(booking) if booking else item.data
        secret = self._settings.secret_of("webhook_secret")
        webhook.post(self._settings.webhook_url, secret, item, data, self._clock())
        return True

    def _say(self, item: OutboxItem) -> bool:
        booking = self._booking(item)
        offered = self._store.bookings.offered(booking.id) if booking else []
        if booking is None or booking.conversation is None or _is_outdated(item, booking, offered):
            self._store.outbox.sent(item, self._clock(), skipped=True)
            return False
        reply = messages.in_chat(item, self._wording, booking, offered)
        try:
            self._store.chat_notices.say(item, booking.conversation, reply, self._clock())
        except ConversationGone:
            self._store.outbox.sent(item, self._clock(), skipped=True)
            return False
        return True

    def _booking(self, item: OutboxItem) -> Booking | None:
        return self._store.bookings.find(item.data["booking"]) if "booking" in item.data else None


def _is_outdated(item: OutboxItem, booking: Booking, offered: list[OfferedTime]) -> bool:
    """Whether the request has moved on since; then the later step is told, and not this one."""
    if item.kind == "booking_times_offered":
        return not offered or booking.state not in (OFFERED, CONFIRMED)
    state = STATE_TOLD.get(item.kind, item.kind.removeprefix("booking_"))
    return item.kind.startswith("booking_") and state not in ("received", booking.state)
