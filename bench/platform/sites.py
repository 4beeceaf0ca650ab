"""The two sites side by side: the product as it is served, and the bare page under the same web server."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jishi.cli import serve

WORKERS = 2
PATIENCE = 120  # seconds until a site must answer


@dataclass(frozen=True, slots=True)
class Site:
    """A site that answers.

    Units: `started_in` seconds from the command to the first answer.
    """

    port: int
    process: int
    started_in: float

    def workers(self) -> list[int]:
        """The web workers: children of the server that run the same program."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return [int(child) for child in children if b"jishi.cli.serve" not in _command(child)]

    def forget_peaks(self) -> None:
        """Begin to take note of the highest memory anew."""
        for worker in self.workers():
            Path(f"/proc/{worker}/clear_refs").write_text("5")

    def peak(self) -> int:
        """The most memory a web worker held since, in bytes."""
        return max(_status(worker, "VmHWM") for worker in self.workers())


def _command(process: str) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def _status(process: int, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return int(kilobytes) * 1024


def product() -> list[str]:
    """What starts the product on a port still to be named."""
    return [str(Path(sys.executable).with_name("jishi")), "serve", "--workers", str(WORKERS), "--port"]


def bare() -> list[str]:
    """What starts the bare page with the options the product serves with."""
    options = serve._options("", WORKERS)
    return [
        *(sys.executable, "-m", "gunicorn", "bench.platform.bare:application"),
        *("--workers", str(WORKERS), "--worker-class", str(options["worker_class"])),
        *("--threads", str(options["threads"]), "--keep-alive", str(options["keepalive"])),
        *("--log-level", "warning", "--no-control-socket", "--bind"),
    ]


@contextmanager
def serving(command: Sequence[str], *, path: str, named: str = "{}") -> Iterator[Site]:
    """A site for as long as the block lasts."""
    port = _free_port()
    began = time.perf_counter()
    environment = {**os.environ, "JISHI_REQUIRE_TOTP": "0"}
    with (Path(settings.HOME) / "sites.log").open("ab") as log:
        process = subprocess.Popen([*command, named.format(port)], env=environment, stdout=log, stderr=log)
    try:
        _wait_for(port, path, process)
        yield Site(port, process.pid, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 50):
        if process.poll() is not None:
            raise SystemExit(f"网站没有开成，退出码 {process.returncode}。")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"{PATIENCE} 秒内网站没有应答。")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
