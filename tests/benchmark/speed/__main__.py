"""`python -m tests.benchmark.speed`: both sides in one run, on the same messages."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import aiohttp

from clinic.settings import ROOT
from tests.benchmark.speed import plots
from tests.benchmark.speed.beside import beside
from tests.benchmark.speed.load import under_load
from tests.benchmark.speed.measures import by_length, by_users, short_turns
from tests.benchmark.speed.ours import Ours, open_streams
from tests.benchmark.speed.replicas import Replicas, can_be_run
from tests.benchmark.speed.report import page
from tests.benchmark.speed.results import Grown, Results, SideResults, Start
from tests.benchmark.speed.stock import Stock, StockRasa, find_stock_rasa
from tests.benchmark.speed.switches import Worth
from tests.benchmark.speed.texts import everyday, questions
from tests.postgres import NOT_INSTALLED, PostgresServer, is_installed

DOCS = ROOT / "docs"
USERS = (1, 4, 16, 32)
LONG, WINDOW = 1000, 50
WARM_UP = 100  # other messages: a server that has just started is slower
STOCK_LENGTHS = (10, 50, 100, 200, 500, 1000)
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
FAILURES = (RuntimeError, OSError, TimeoutError, aiohttp.ClientError, subprocess.SubprocessError)


class Run:
    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._texts = questions()[: options.turns]
        self._warm_up = everyday()[:WARM_UP]
        self.found = Results(SideResults("this product"), SideResults(""))

    def all(self) -> Results:
        rasa = find_stock_rasa()
        self.found.stock.name = rasa.name
        self._step("training the stock assistant", rasa.model)
        postgres = PostgresServer() if is_installed() else None
        try:
            self._sides(rasa, postgres)
            if postgres is not None and can_be_run():
                for count in range(1, self._options.replicas + 1):
                    self._try(f"{count} replicas", lambda n=count: self._replicas(postgres, n))
            else:
                self.found.left_out.append("Replicas: PostgreSQL or nginx is not installed.")
        finally:
            if postgres is not None:
                postgres.remove()
        self._try("each short way", self._switches)
        self._try("each short way of a server", self._beside)
        return self.found

    def _sides(self, rasa: StockRasa, postgres: PostgresServer | None) -> None:
        self._step("this product, SQLite", self._ours)
        self._step("stock Rasa, SQLite", lambda: self._stock(rasa))
        self._try("open streams", self._streams)
        if postgres is None:
            self.found.left_out.append(f"The comparison on PostgreSQL: {NOT_INSTALLED}.")
            return
        url = postgres.new_database()
        self._try("this product, PostgreSQL", lambda: self._short(Ours(database_url=url)))
        other = postgres.new_database()
        self._try("stock Rasa, PostgreSQL", lambda: self._short(Stock(rasa, other)))

    def _ours(self) -> None:
        mine, texts = self.found.ours, self._texts
        with closing(Ours()) as side:
            mine.start = Start(side.start_s, side.start_cpu_s, side.start_mib)
            mine.turns[SQLITE] = asyncio.run(short_turns(side, self._warm_up, texts))
            mine.lengths = asyncio.run(by_length(side, texts, LONG, WINDOW))
            for users in USERS:
                rate = asyncio.run(by_users(side, texts, users, self._options.seconds))
                mine.users.append(rate)
            self.found.load = asyncio.run(
                under_load(side, texts, users=4, seconds=self._options.minutes * 60)
            )

    def _streams(self) -> None:
        with closing(Ours()) as side:
            streams = open_streams(side, self._texts, self._options.streams)
            self.found.streams = asyncio.run(streams)

    def _stock(self, rasa: StockRasa) -> None:
        its, texts = self.found.stock, self._texts
        with closing(Stock(rasa)) as side:
            its.start = Start(side.start_s, side.start_cpu_s, side.start_mib)
            its.turns[SQLITE] = asyncio.run(short_turns(side, self._warm_up, texts))
            for turns in STOCK_LENGTHS:
                its.lengths.append((turns, asyncio.run(side.at_length(texts, turns, measured=10))))
            for users in USERS:
                rate = asyncio.run(by_users(side, texts, users, self._options.seconds))
                its.users.append(rate)

    def _short(self, side: Ours | Stock) -> None:
        results = self.found.ours if isinstance(side, Ours) else self.found.stock
        with closing(side):
            results.turns[POSTGRES] = asyncio.run(short_turns(side, self._warm_up, self._texts))

    def _replicas(self, postgres: PostgresServer, count: int) -> None:
        with closing(Replicas(postgres, count)) as side:
            asyncio.run(by_users(side, self._texts, users=8, seconds=2))  # warm
            before = side.database_spent()
            rate = asyncio.run(by_users(side, self._texts, 32, self._options.seconds))
            each = (side.database_spent() - before) / rate.messages * 1e3
        self.found.replicas.append(Grown(count, rate, each))

    def _switches(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmark.speed.switches"],
            cwd=ROOT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        self.found.worths = [Worth(**each) for each in json.loads(done.stdout.splitlines()[-1])]

    def _beside(self) -> None:
        self.found.worths += beside(questions() + everyday())

    def _try(self, name: str, work: Callable[[], object]) -> None:
        """A step without which the rest is worth reading; why it failed stands in the report."""
        try:
            self._step(name, work)
        except FAILURES as error:
            sys.stderr.write(f"failed: {error}\n")
            self.found.left_out.append(f"{name}: {type(error).__name__}")

    def _step(self, name: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        sys.stderr.write(f"{name} … ")
        sys.stderr.flush()
        work()
        sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3, help="of load, for memory")
    parser.add_argument("--streams", type=int, default=2000, help="open at once")
    parser.add_argument("--turns", type=int, default=200, help="of each side, for processor time")
    parser.add_argument("--seconds", type=float, default=6, help="for each number of users")
    parser.add_argument("--replicas", type=int, default=3, help="at most")
    return parser.parse_args()


def main() -> None:
    began, load = time.monotonic(), os.getloadavg()[0]
    found = Run(_options()).all()
    plots.draw_length(DOCS / "benchmark-length.svg", found.ours.lengths, found.stock.lengths)
    plots.draw_users(DOCS / "benchmark-users.svg", found.ours.users, found.stock.users)
    text = page(found, (time.monotonic() - began) / 60, load)
    (DOCS / "benchmark.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
