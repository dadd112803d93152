"""`python -m clinic …`."""

from __future__ import annotations

from clinic.cli import main

main()
