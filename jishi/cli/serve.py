"""`jishi serve` and `jishi work`: the site, and the worker beside it that carries long work.

One command brings up everything a district needs on one machine: web workers with a fixed pool of threads,
the audit's anchoring, and one process for long work. A larger installation runs `jishi serve --no-worker`
and `jishi work` apart, as many of each as it likes.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click

from jishi.cli.arguments import Whole
from jishi.cli.chinese import Chinese
from jishi.cli.installation import NotReady, check_up_to_date, on_the_platform, where
from jishi.cli.screen import say

_BEGAN = time.perf_counter()
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_THREADS, _WORKERS = 8, 2
_REQUEST_SECONDS, _PARTING_SECONDS = 120, 20
_TEND_SECONDS, _POLL_SECONDS = 30, 2
_NOT_OUTSIDE = (
    "这里装的是演示，账号的密码人人知道，只能在本机开站（--host 127.0.0.1）。"
    "确要让别的机器看演示，请用 JISHI_HOSTS 写明站名后再开。"
)


@click.command(
    cls=Chinese,
    help="开站。审计锚定和后台任务一并运行，Ctrl+C 或 SIGTERM 平稳结束。\n"
    "数据库没有升级到位时不开站，并说明怎么办。",
)
@click.option(
    "--port", type=Whole(1, 65535), default="8000", show_default="8000", metavar="端口", help="端口"
)
@click.option("--host", default="127.0.0.1", show_default="127.0.0.1", metavar="地址", help="在哪个地址上听")
@click.option(
    "--workers", type=Whole(1, 64), default=str(_WORKERS), show_default=str(_WORKERS), metavar="个数",
    help=f"网页进程数，每个 {_THREADS} 个线程",
)  # fmt: skip
@click.option("--no-worker", is_flag=True, help="不带后台任务进程；另用 jishi work 运行")
@on_the_platform
def serve(port: int, host: str, workers: int, no_worker: bool) -> None:
    """Serves the platform until told to stop."""
    check_up_to_date()
    _check_free(host, port)
    _mind_the_demo(host)
    _publish_static_files()
    _let_go_of_the_database()
    worker = None if no_worker else subprocess.Popen([sys.executable, "-m", "jishi.cli.serve"])
    try:
        _run(host, port, workers)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait(_PARTING_SECONDS)


@click.command(cls=Chinese, help="只运行后台任务：导出、批量办理等，可与网页进程分开放在别的机器上。")
@on_the_platform
def work() -> None:
    """Carries long work until told to stop."""
    from django.core.management import call_command

    check_up_to_date()
    Thread(target=call_command, args=("tend_jobs", "--every", str(_TEND_SECONDS)), daemon=True).start()
    call_command("db_worker", interval=_POLL_SECONDS, startup_delay=False, reload=False, verbosity=0)


def _check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is started.

    Errors: NotReady.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise NotReady(
            f"{host} 的 {port} 端口用不了，可能已被占用（{error.strerror or error}）。请用 --port 换一个。"
        ) from None


def _mind_the_demo(host: str) -> None:
    """The demo asks for no one-time codes and is not shown to other machines unasked."""
    from django.conf import settings

    from jishi.cli.demonstration.mark import demo_city

    if demo_city() is None:
        return
    if host not in LOOPBACK and "JISHI_HOSTS" not in os.environ:
        raise NotReady(_NOT_OUTSIDE)
    if "JISHI_REQUIRE_TOTP" not in os.environ:
        os.environ["JISHI_REQUIRE_TOTP"] = "0"
        settings.REQUIRE_TOTP = False


def _publish_static_files() -> None:
    """Serve style sheets and scripts compressed, under names that change with their content.

    They are written anew only when one of them is another than last time.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    settings.WHITENOISE_USE_FINDERS = False
    found = [
        f"{name} {stat.st_size} {stat.st_mtime_ns}"
        for finder in get_finders()
        for name, kept in finder.list([])
        for stat in [Path(kept.path(name)).stat()]
    ]
    stamp, listed = Path(settings.STATIC_ROOT) / "published", "\n".join(sorted(found))
    if not stamp.is_file() or stamp.read_text("utf-8") != listed:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(listed, "utf-8")


def _let_go_of_the_database() -> None:
    """Close what this process holds: the web workers are its children and open their own."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _run(host: str, port: int, workers: int) -> None:
    """Runs the web server in this process until a signal ends it."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # it ships no types

    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def ready(_server: object) -> None:
        say(f"已开站：http://{address}　用时 {time.perf_counter() - _BEGAN:.1f} 秒　{where()}", aside=True)

    class Site(BaseApplication):  # type: ignore[misc] # the library ships no types
        def load_config(self) -> None:
            for name, value in _options(address, workers).items():
                self.cfg.set(name, value)
            self.cfg.set("when_ready", ready)
            self.cfg.set("post_worker_init", _anchor_from_here)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application

            return get_wsgi_application()

    Site().run()


def _options(address: str, workers: int) -> Mapping[str, object]:
    from django.conf import settings

    return {
        "bind": [address],
        "workers": workers,
        "worker_class": "gthread",
        "threads": _THREADS,
        "timeout": _REQUEST_SECONDS,
        "graceful_timeout": _PARTING_SECONDS,
        "keepalive": 5,
        "loglevel": "warning",
        "proc_name": "jishi",
        "control_socket_disable": True,
        "logconfig_dict": settings.LOGGING,
    }


def _anchor_from_here(_worker: object) -> None:
    """Let one of the web workers anchor the audit: whoever holds the lock, another when that one is gone."""
    Thread(target=_anchor_under_lock, daemon=True, name="anchoring").start()


def _anchor_under_lock() -> None:
    from django.conf import settings

    from jishi.audit.jobs import keep_anchoring

    with (Path(settings.HOME) / "anchoring.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        keep_anchoring(Event())


def _end_with_the_site() -> None:
    """End the worker beside a site when the site is gone, however it went."""
    site = os.getppid()
    while os.getppid() == site:
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=_end_with_the_site, daemon=True).start()
    work.main([], prog_name="jishi work", standalone_mode=False)
