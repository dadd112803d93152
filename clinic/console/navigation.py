"""The pages in the console's head, with the roles that see them there."""

from __future__ import annotations

NAVIGATION = (
    ("/staff/bookings", "Bookings", {"front_desk"}),
    ("/staff/conversations", "Conversations", {"reviewer"}),
    ("/staff/overview", "Overview", {"reviewer"}),
    ("/staff/training", "Training", {"trainer"}),
    ("/staff/accounts", "Accounts", {"admin"}),
    ("/staff/audit", "Audit", {"admin"}),
    ("/staff/privacy", "Privacy", {"admin"}),
)


def links_for(roles: list[str]) -> list[tuple[str, str]]:
    """Addresses and titles, in their order."""
    return [(address, title) for address, title, may in NAVIGATION if may & set(roles)]
