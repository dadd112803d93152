"""A server with its console, and people of each role who are signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chat.conftest import serve, visitor  # noqa: F401  (fixtures)
from tests.chat.served import Served
from tests.console.person import Person, employ


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.stop()


@pytest.fixture
def anonymous(server: Served) -> Iterator[Person]:
    with Person(server.url) as person:
        yield person


def _signed_in(role: str) -> object:
    @pytest.fixture(scope="module", name=role)
    def fixture(server: Served) -> Iterator[Person]:
        with employ(server, role) as person:
            yield person

    return fixture


front_desk = _signed_in("front_desk")
reviewer = _signed_in("reviewer")
trainer = _signed_in("trainer")
admin = _signed_in("admin")
