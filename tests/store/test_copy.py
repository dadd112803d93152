"""From SQLite to PostgreSQL: everything arrives, goes on from there, or nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic.errors import CopyRefused
from clinic.settings import load_settings
from clinic.store import Store, open_store
from clinic.store.copy import AT_ONCE, copy_all
from clinic.store.data_subject import Subject
from clinic.store.database import Database
from clinic.store.migrate import migrate
from clinic.store.schema import metadata
from tests.store.conftest import NOW
from tests.store.story import tell
from tests.store.test_erasure import ZONE, booking_of, known
from tests.test_cli import clinic

SECRET = "s" * 40


def _open(url: str, folder: Path) -> Store:
    return open_store(load_settings(database_url=url, var_dir=folder, _env_file=None))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/clinic.db"


@pytest.fixture
def filled(url: str, tmp_path: Path) -> Iterator[Store]:
    """A database with something in every table that a release, staff or a visitor writes to."""
    opened = _open(url, tmp_path)
    known(opened)
    later = known(opened, phone="+12035559999")
    opened.bookings.confirm(booking_of(opened, later), NOW + timedelta(days=3), "staff", NOW)
    account = opened.staff.add("mia@example.com", "Mia", ["admin"], NOW)
    opened.audit.add(NOW, account.id, "signed_in")
    opened.releases.add(
        model="first.tar.gz", checksum="c" * 64, revision=None, trainer="mia", passed=True,
        report={"gates": []}, now=NOW,
    )  # fmt: skip
    opened.erasures.erase(Subject([], []), SECRET, NOW, tmp_path / "erasures.jsonl")
    opened.inbox.take_in(later, "waits", NOW, text="am I first?")
    yield opened
    opened.close()


@pytest.fixture
def target(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    yield database
    database.dispose()


def _content(database: Database) -> dict[str, list[tuple]]:
    with database.read() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }


def test_every_row_of_every_table_arrives_as_it_was(filled: Store, target: Database) -> None:
    counts = copy_all(filled.database, target)
    before = _content(filled.database)
    assert _content(target) == before
    assert {name: count for name, count in counts.items() if name != "message_words"} == {
        name: len(rows) for name, rows in before.items()
    }
    assert before["overview_days"] and before["booking_work"] and before["releases"]


def test_no_table_is_forgotten(filled: Store, target: Database) -> None:
    counts = copy_all(filled.database, target)
    with target.read() as connection:
        there = set(sa.inspect(connection).get_table_names())
    assert there - {"alembic_version"} == set(counts)


def test_work_goes_on_where_it_was(filled: Store, postgres_url: str, tmp_path: Path) -> None:
    target = Database(postgres_url)
    copy_all(filled.database, target)
    target.dispose()
    store = _open(postgres_url, tmp_path)
    try:
        (waiting,) = store.turns.waiting(NOW)
        claim = store.turns.claim(waiting, NOW)
        assert claim.message.text == "am I first?"
        claim.release()
        # New rows get numbers of their own, and the triggers work again.
        conversation = known(store, phone="+12035550177")
        store.index.refresh(conversation, ZONE)
        with store.database.read() as connection:
            days = connection.execute(
                sa.select(sa.func.sum(metadata.tables["overview_days"].c.conversations))
            ).scalar_one()
        assert days == 3
        with pytest.raises(sa.exc.IntegrityError), store.database.write() as connection:
            connection.execute(sa.text("UPDATE audit SET action = 'nothing'"))
    finally:
        store.close()


def test_words_are_found_by_the_search(filled: Store, target: Database) -> None:
    copy_all(filled.database, target)
    found = sa.text("SELECT count(*) FROM message_words WHERE words @@ to_tsquery('0144')")
    with target.read() as connection:
        assert connection.execute(found).scalar_one() == 2


def test_more_rows_than_fit_in_one_piece(filled: Store, target: Database) -> None:
    with filled.database.write() as connection:
        connection.execute(
            sa.insert(metadata.tables["audit"]),
            [{"at": NOW, "action": f"number {number}"} for number in range(2 * AT_ONCE + 1)],
        )
    copy_all(filled.database, target)
    assert _content(target)["audit"] == _content(filled.database)["audit"]


def test_a_target_with_rows_is_refused(
    filled: Store, target: Database, postgres_url: str, tmp_path: Path
) -> None:
    theirs = _open(postgres_url, tmp_path)
    tell(theirs, theirs.conversations.open(NOW).id, "hello")
    theirs.close()
    before = _content(target)
    with pytest.raises(CopyRefused, match="not empty"):
        copy_all(filled.database, target)
    assert _content(target) == before


def test_a_target_with_other_tables_is_refused(filled: Store, target: Database) -> None:
    with target.write() as connection:
        connection.execute(sa.text("CREATE TABLE of_another_program (id int)"))
    with pytest.raises(CopyRefused, match="of_another_program"):
        copy_all(filled.database, target)
    with target.read() as connection:
        assert sa.inspect(connection).get_table_names() == ["of_another_program"]


@pytest.mark.parametrize("revision", ["0001", "9999"])
@pytest.mark.parametrize("where", ["source", "target"])
def test_another_schema_is_refused(
    filled: Store, target: Database, revision: str, where: str
) -> None:
    migrate(target)
    database = filled.database if where == "source" else target
    with database.write() as connection:
        connection.execute(sa.text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    with pytest.raises(CopyRefused, match=f"at revision {revision}"):
        copy_all(filled.database, target)
    assert not any(_content(target).values())


def test_a_row_that_postgresql_does_not_take_undoes_everything(
    filled: Store, target: Database
) -> None:
    with filled.database.write() as connection:
        connection.execute(sa.text("UPDATE bookings SET location = 'a town of a longer name'"))
    with pytest.raises(CopyRefused, match="a row of bookings: value too long"):
        copy_all(filled.database, target)
    assert not any(_content(target).values())


def test_the_command_copies_and_says_what_comes_next(
    filled: Store, url: str, postgres_url: str, tmp_path: Path
) -> None:
    environment = {"DATABASE_URL": url, "VAR_DIR": tmp_path}
    done = clinic("copy-to", postgres_url, **environment)
    assert done.returncode == 0, done.stderr
    assert "2  bookings" in done.stdout and "set DATABASE_URL" in done.stdout
    again = clinic("copy-to", postgres_url, **environment)
    assert again.returncode == 1 and "not empty" in again.stderr


@pytest.mark.parametrize(
    ("source", "to", "said"),
    [
        ("sqlite:///{folder}/none.db", "postgresql://c@127.0.0.1:1/c", "no database"),
        ("sqlite:///{folder}/clinic.db", "sqlite:///{folder}/b.db", "has to be a PostgreSQL"),
        ("sqlite:///{folder}/clinic.db", "postgresql://c@127.0.0.1:1/c", "cannot be reached"),
        ("postgresql://c@127.0.0.1:1/c", "postgresql://c@127.0.0.1:1/d", "has to be the SQLite"),
    ],
)
def test_what_cannot_be_copied_is_told_in_words(
    filled: Store, tmp_path: Path, source: str, to: str, said: str
) -> None:
    source, to = source.format(folder=tmp_path), to.format(folder=tmp_path)
    done = clinic("copy-to", to, DATABASE_URL=source, VAR_DIR=tmp_path)
    assert done.returncode == 1 and done.stderr.startswith("Error: ")
    assert said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "none.db").exists()
