"""`make bench-console`: generate, serve, measure, and write docs/console-benchmark.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from clinic.console.passwords import Passwords
from clinic.profile import load_profile
from clinic.roles import ROLES
from clinic.settings import load_settings
from clinic.store import Store, open_store
from clinic.store.console_schema import staff
from clinic.store.conversation_filter import ConversationFilter
from clinic.store.schema import chat_events, tracker_events
from clinic.store.schema import conversations as conversations_table
from tests.console.benchmark.generate import generate, now_utc
from tests.console.benchmark.measure import Measured, measure
from tests.console.person import PASSWORD, Person
from tests.live import LiveServer
from tests.postgres import PostgresServer, is_installed
from tests.sources import ROOT

SEED = 7
EMAIL = "bench@clinic.example"
LIMIT_MS = 200
PAGE = ROOT / "docs" / "console-benchmark.md"


@dataclass(frozen=True)
class Run:
    database: str
    conversations: int
    events: int
    messages: int
    measured: list[Measured]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument(
        "--postgresql", type=int, default=40_000, help="conversations; 0: leave out"
    )
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--sqlite", type=Path, help="a file to fill, or one filled before")
    parser.add_argument("--no-report", action="store_true")
    parser.add_argument("--only", default="", help="pages whose name holds this; no report")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clinic-bench-") as folder:
        file = asked.sqlite or Path(folder) / "clinic.db"
        runs = [_run(Path(folder), f"sqlite:///{file}", "SQLite", asked.conversations,
                     asked.times, asked.only)]  # fmt: skip
        if asked.postgresql and is_installed():
            server = PostgresServer()
            try:
                url = server.new_database()
                runs.append(
                    _run(Path(folder), url, "PostgreSQL", asked.postgresql, asked.times, asked.only)
                )
            finally:
                server.remove()
    _tell(_table(runs))
    if not (asked.no_report or asked.only):
        PAGE.write_text(_report(runs, asked.times), encoding="utf-8")
    slow = [each.name for run in runs for each in run.measured if each.p95 > LIMIT_MS]
    _tell(f"Over {LIMIT_MS} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def _run(folder: Path, url: str, database: str, conversations: int, times: int, only: str) -> Run:
    store = open_store(load_settings(database_url=url, var_dir=folder, _env_file=None))
    zone = load_profile(ROOT / "clinic.yml").zone
    if not store.conversation_list.page(ConversationFilter(), limit=1):
        _tell(f"{database}: generating {conversations} conversations …")
        generate(store, conversations, SEED, now_utc(), zone, _tell)
    with store.database.read() as connection:
        conversations, events, messages = (
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (conversations_table, tracker_events, chat_events)
        )
    with store.database.write() as connection:
        connection.execute(sa.delete(staff).where(staff.c.email == EMAIL))
    account = store.staff.add(EMAIL, "Bench", list(ROLES), now_utc()).id
    _settle(store, account)
    store.staff.change(account, password=Passwords().hash(PASSWORD))
    store.close()
    server = LiveServer(
        program=("-m", "tests.chat.echo_server"), database_url=url, log_level="INFO"
    )
    try:
        with Person(server.url) as person:
            person.sign_in(EMAIL)
            _tell(f"{database}: measuring …")
            measured = measure(person, server.process.pid, times, SEED, now_utc().date(), only)
    finally:
        server.stop()
        server.remove()
    return Run(database, conversations, events, messages, measured)


def _settle(store: Store, staff: str) -> None:
    """What trainers have taught and ignored, where the database was not measured before."""
    waiting = store.training_inbox.missed(now_utc() - timedelta(days=90))[:200]
    for state, label in (("taken", "faq/pain"), ("dropped", None)):
        if not store.training_inbox.settled(state):
            places, waiting = [each.place for each in waiting[:100]], waiting[100:]
            store.training_inbox.settle(places, state, staff, now_utc(), label)


def _table(runs: list[Run]) -> str:
    heads = "".join(f" {run.database} p50 | p95 | CPU |" for run in runs)
    lines = [f"| | |{heads}", f"|---|---|{'---:|' * (3 * len(runs))}"]
    for rows in zip(*(run.measured for run in runs), strict=True):
        cells = "".join(f" {each.p50:.0f} | {each.p95:.0f} | {each.cpu:.0f} |" for each in rows)
        lines.append(f"| {rows[0].name} | {rows[0].kind} |{cells}")
    return "\n".join(lines)


def _report(runs: list[Run], times: int) -> str:
    sizes = "\n".join(
        f"- {run.database}: {run.conversations:,} conversations, {run.events:,} tracker events, "
        f"{run.messages:,} messages"
        for run in runs
    )
    worst = max((each.p95, each.name) for run in runs for each in run.measured)
    return f"""# How fast the staff console answers

`make bench-console` fills a database with made-up conversations of a year (seed {SEED}), starts the
server on it and asks for every list, search and chart {times} times over HTTP, one after the other,
signed in, page and all. Milliseconds; the aim is at most {LIMIT_MS} at the 95th percentile.

{sizes}

Written by that command on {now_utc():%Y-%m-%d}, on a machine with {os.cpu_count()} cores that
others used at the same time (load average {os.getloadavg()[2]:.1f} in the last quarter of an
hour), so waiting for a processor is in the first two figures; CPU is what the server's process
itself took for one request, on average. The slowest: {worst[1]}, {worst[0]:.0f} ms.

{_table(runs)}
"""


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
