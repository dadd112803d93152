"""The one line of HTML that puts the chat on a page."""

from __future__ import annotations

from html import escape

from clinic.profile import ClinicProfile


def snippet_for(server: str, profile: ClinicProfile) -> str:
    """The script element, for a server's address and what the clinic has filled in."""
    told = {"privacy": profile.privacy_link, "emergency": profile.emergency_number}
    attributes = "".join(
        f' data-{name}="{escape(value, quote=True)}"' for name, value in told.items() if value
    )
    return f'<script src="{escape(server, quote=True)}/widget.js"{attributes} defer></script>'
