"""A store on each of the two databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.settings import load_settings
from clinic.store import Store, open_store
from clinic.store.unit_of_work import BookingRequest, UnitOfWork

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/clinic.db"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    settings = load_settings(database_url=database_url, var_dir=tmp_path, _env_file=None)
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def conversation(store: Store) -> str:
    return store.conversations.open(NOW).id


def unit_for(conversation: str, turn: int = 1, *, attempt: int = 0) -> UnitOfWork:
    return UnitOfWork(conversation, turn, f"{conversation}:{turn}", NOW, "s" * 40, attempt)


def request_for(form: str, **changes: object) -> BookingRequest:
    details: dict[str, object] = {
        "form": form,
        "name": "Ana Beltran",
        "phone": "+12035550103",
        "email": None,
        "location": "Norwalk",
        "preferred": [{"said": "Friday morning", "date": "2026-03-06"}],
        "concern": "dull skin",
        "health_note": None,
        "flags": [],
        "consent_wording": "contact-1",
    }
    return BookingRequest(**(details | changes))
