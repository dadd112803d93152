"""Several replicas of this product behind nginx, with one PostgreSQL: deploy/ on one machine."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import aiohttp

from tests.benchmark.speed.processor_time import processor_seconds
from tests.benchmark.speed.visitors import OurVisitor, Visitor
from tests.live import LiveServer
from tests.postgres import PostgresServer, is_installed
from tests.scale.proxy import Proxy


def can_be_run() -> bool:
    return is_installed() and bool(shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"))


class Replicas:
    """So many servers as one side; nothing sticks a visitor to one of them."""

    def __init__(self, postgres: PostgresServer, count: int) -> None:
        settings = {"secret_key": "s" * 48, "trusted_proxies": 1}
        database = postgres.new_database()
        self._servers = [
            LiveServer(start=False, database_url=database, log_level="INFO", **settings)
            for _ in range(count)
        ]
        self._proxy: Proxy | None = None
        try:
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(LiveServer.start, self._servers))
            self._proxy = Proxy([each.port for each in self._servers])
        except BaseException:
            self.close()
            raise
        self.url = self._proxy.url
        self._postgres = postgres

    def spent(self) -> float:
        return sum(processor_seconds(each.process.pid) for each in self._servers)

    def database_spent(self) -> float:
        """Processor seconds of PostgreSQL so far, connections that were closed left out."""
        return processor_seconds(self._postgres.pid)

    async def visitor(self, session: aiohttp.ClientSession) -> Visitor:
        return await OurVisitor(session, self.url).open()

    def close(self) -> None:
        if self._proxy is not None:
            self._proxy.close()
        for each in self._servers:
            each.remove()
