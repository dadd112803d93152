"""The same servers as for the chat API."""

from __future__ import annotations

from tests.chat.conftest import serve, server, visitor  # noqa: F401  (fixtures)
