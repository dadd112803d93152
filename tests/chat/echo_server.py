"""The server as a process of its own, with echoing turns: it starts at once."""

from __future__ import annotations

from clinic.server import serve
from clinic.settings import load_settings
from tests.chat.echo import start_echo

if __name__ == "__main__":
    serve(load_settings(), start_echo)
