"""A server with its console, and people of each role who are signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.server.app import start_assistant
from tests.chat.conftest import serve, visitor  # noqa: F401  (fixtures)
from tests.chat.served import Served
from tests.console.classroom import Classroom
from tests.console.person import Person, employ
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.stop()


@pytest.fixture(scope="package")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with the real assistant, for all files of this folder."""
    served = Served(tmp_path_factory.mktemp("clinic"), start_turns=start_assistant)
    yield served
    served.stop()


@pytest.fixture(scope="package")
def maya(clinic: Served) -> Iterator[Person]:
    """Somebody at the clinic with the assistant who has every role."""
    roles = ("front_desk", "reviewer", "trainer", "admin")
    with employ(clinic, *roles, email="maya@clinic.example") as person:
        yield person


@pytest.fixture
def guest(clinic: Served) -> Iterator[Visitor]:
    """A visitor of the clinic with the assistant."""
    with clinic.visitor() as somebody:
        yield somebody


@pytest.fixture
def anonymous(server: Served) -> Iterator[Person]:
    with Person(server.url) as person:
        yield person


@pytest.fixture(scope="module")
def _classroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classroom]:
    served = Classroom(tmp_path_factory.mktemp("classroom"))
    yield served
    served.stop()


@pytest.fixture
def room(_classroom: Classroom) -> Classroom:
    """Where trainers teach; what the test before has left is cleared away."""
    _classroom.begin_anew()
    return _classroom


def _signed_in(role: str) -> object:
    @pytest.fixture(scope="module", name=role)
    def fixture(server: Served) -> Iterator[Person]:
        with employ(server, role) as person:
            yield person

    return fixture


front_desk = _signed_in("front_desk")
reviewer = _signed_in("reviewer")
trainer = _signed_in("trainer")
approver = _signed_in("approver")
admin = _signed_in("admin")
