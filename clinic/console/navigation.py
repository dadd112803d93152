"""The pages in the console's head, with the roles that see them there."""

from __future__ import annotations

NAVIGATION = (
    ("/staff/bookings", "Bookings", {"front_desk"}),
    ("/staff/conversations", "Conversations", {"reviewer"}),
    ("/staff/overview", "Overview", {"reviewer"}),
    ("/staff/training", "Training", {"trainer", "admin"}),
    ("/staff/training/topics", "Topics", {"approver"}),
    ("/staff/accounts", "Accounts", {"admin"}),
    ("/staff/audit", "Audit", {"admin"}),
    ("/staff/privacy", "Privacy", {"admin"}),
)


def links_for(roles: list[str]) -> list[tuple[str, str]]:
    """Addresses and titles, in their order; what lies below another one is not named again."""
    links: list[tuple[str, str]] = []
    for address, title, may in NAVIGATION:
        below = any(address.startswith(f"{above}/") for above, _ in links)
        if may & set(roles) and not below:
            links.append((address, title))
    return links
