"""Tells another system by a signed POST.

The receiver checks `Clinic-Signature: t=<unix time>,v1=<hex>`, where v1 is the HMAC-SHA256 of
"<t>.<body>" with the shared secret, refuses a `t` older than five minutes, and knows a repeat by
`Clinic-Event-Id`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

import requests

from clinic.errors import NotDelivered
from clinic.store.bookings import Booking
from clinic.store.outbox import OutboxItem

TIMEOUT_S = 15


def post(url: str, secret: str, item: OutboxItem, data: dict[str, Any], now: datetime) -> None:
    """Raises NotDelivered unless the receiver answers 2xx in time."""
    event = {
        "id": item.id,
        "type": item.kind,
        "created_at": item.created_at.isoformat(),
        "data": data,
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Clinic-Event-Id": item.id,
        "Clinic-Signature": signature(secret, body, int(now.timestamp())),
    }
    try:
        answer = requests.post(
            url, data=body, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
        )
    except requests.RequestException as error:
        raise NotDelivered(f"The webhook's receiver: {type(error).__name__}.") from error
    if not 200 <= answer.status_code < 300:
        raise NotDelivered(f"The webhook's receiver answered {answer.status_code}.")


def signature(secret: str, body: bytes, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def about(booking: Booking) -> dict[str, Any]:
    """What other systems are told of a request: no concern and no health detail."""
    return {
        "booking": booking.id,
        "reference": booking.reference,
        "state": booking.state,
        "name": booking.name,
        "phone": booking.phone,
        "email": booking.email,
        "reach_note": booking.reach_note,
        "location": booking.location,
        "appointment": booking.appointment.isoformat() if booking.appointment else None,
        "updated_at": booking.updated_at.isoformat(),
    }
