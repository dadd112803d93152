"""A SQLite file has one server."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.errors import AlreadyServed, ModelError, SettingsError
from clinic.server.one_process import only_process
from clinic.server.process import bound_socket
from clinic.settings import Settings, load_settings
from tests.chat.served import Served


def settings(folder: Path, **values: object) -> Settings:
    return load_settings(database_url=f"sqlite:///{folder}/clinic.db", var_dir=folder, **values)


def test_a_second_server_on_the_same_file_is_told_who_has_it(tmp_path: Path) -> None:
    with only_process(settings(tmp_path)):
        with pytest.raises(AlreadyServed, match=r"process \d+.*clinic\.db.*DATABASE_URL"):
            with only_process(settings(tmp_path)):
                pass


def test_the_same_file_by_another_name_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with only_process(settings(tmp_path / "real")), pytest.raises(AlreadyServed):
        with only_process(settings(tmp_path / "link")):
            pass


def test_when_the_first_has_ended_the_next_may_begin(tmp_path: Path) -> None:
    for _ in range(2):
        with only_process(settings(tmp_path)):
            pass


def test_two_files_have_a_server_each(tmp_path: Path) -> None:
    with only_process(settings(tmp_path / "a")), only_process(settings(tmp_path / "b")):
        pass


def test_a_postgresql_database_may_have_many(tmp_path: Path) -> None:
    many = load_settings(database_url="postgresql://x@127.0.0.1/x", var_dir=tmp_path)
    with only_process(many), only_process(many):
        pass


def test_a_server_that_may_not_start_leaves_the_first_alone(tmp_path: Path) -> None:
    first = Served(tmp_path)
    with pytest.raises(AlreadyServed):
        Served(tmp_path)
    with first.visitor() as visitor:
        assert visitor.say("hello")
    first.stop()


def test_a_start_that_fails_says_why_and_lets_go_of_the_database(tmp_path: Path) -> None:
    async def no_model(*_: object) -> None:
        raise ModelError("There is no trained model.")

    with pytest.raises(ModelError, match="no trained model"):
        Served(tmp_path, start_turns=no_model)
    Served(tmp_path).stop()


def test_a_taken_port_is_told_with_the_way_out(tmp_path: Path) -> None:
    with bound_socket(load_settings(port=0)) as sock:
        sock.listen()
        with pytest.raises(SettingsError, match="PORT"):
            bound_socket(load_settings(port=sock.getsockname()[1]))
