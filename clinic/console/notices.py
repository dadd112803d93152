"""What a page says after something was done; an address only names one of these."""

from __future__ import annotations

NOTICES = {
    "signed-out": "You are signed out.",
    "signed-out-everywhere": "You are signed out everywhere.",
    "password": "The new password is set. Please sign in with it.",
    "totp-on": "Signing in now asks for a code from your app as well.",
    "totp-off": "Signing in asks for the password only.",
    "account-changed": "The account is changed.",
    "assigned": "The request is assigned.",
    "noted": "The note is kept.",
    "offered": "The times are offered.",
    "confirmed": "The appointment is confirmed.",
    "declined": "The request is declined.",
    "cancelled": "The request is cancelled.",
    "no-reply": "The request is closed without a reply.",
    "reviewed": "Marked as reviewed.",
    "unreviewed": "Marked as not reviewed.",
    "tagged": "The tags are changed.",
    "flagged": "The message waits in the trainer's list.",
    "unflagged": "The message is off the trainer's list.",
    "handled": "Nobody waits in this conversation any more.",
    "taken-over": "You have the conversation. The assistant is silent until you give it back.",
    "returned": "The assistant answers again.",
    "nothing-left": "Every conversation is reviewed.",
    "erased": "Everything that belonged to it is erased. Keep the receipt.",
    "training-changed": "The list is changed.",
}
