"""The one process: the chat API, the widget, a demo page and what the operator looks at."""

from __future__ import annotations

from clinic.server.app import create_app
from clinic.server.process import serve

__all__ = ["create_app", "serve"]
