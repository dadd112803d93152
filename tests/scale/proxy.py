"""The nginx sample of deploy/, run for real in front of replicas on loopback."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import httpx

from tests.live import free_port
from tests.sources import ROOT

SAMPLE = ROOT / "deploy" / "nginx.conf"


class Proxy:
    """`deploy/nginx.conf` with its port, replicas and certificate replaced, and nothing else."""

    def __init__(self, replicas: list[int]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = Path(tempfile.mkdtemp(prefix="clinic-nginx-"))
        (self._folder / "nginx.conf").write_text(self._adapted(replicas))
        self._process = subprocess.Popen(
            [_nginx(), "-p", self._folder, "-c", "nginx.conf", "-e", "error.log"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _adapted(self, replicas: list[int]) -> str:
        sample = SAMPLE.read_text()
        server = re.search(r"\n +server 127\.0\.0\.1:8001([^;]*);", sample)
        ours = "".join(f"\n        server 127.0.0.1:{port}{server[1]};" for port in replicas)
        sample = re.sub(r"(?:\n +server 127\.0\.0\.1:\d+[^;]*;)+", ours, sample)
        sample = re.sub(r"\n +ssl_certificate[^;]*;", "", sample)
        sample = sample.replace("listen 443 ssl", f"listen 127.0.0.1:{self.port}")
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
            sample = sample.replace(
                "http {", f"http {{\n    {kind}_temp_path {self._folder}/{kind};", 1
            )
        return f"daemon off;\nuser root;\npid {self._folder}/pid;\n{sample}"

    def _wait(self) -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        log = self._folder / "error.log"
        raise RuntimeError(f"nginx does not answer:\n{log.read_text() if log.exists() else ''}")


def _nginx() -> str:
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if not found:
        raise RuntimeError("nginx is not installed (Debian: apt-get install nginx-light)")
    return found
