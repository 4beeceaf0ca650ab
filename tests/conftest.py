"""What holds for every test: reproducible properties, no outside network, extras only where installed."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import settings

# Spark is an optional extra with its own door, `make spark`.
collect_ignore = [] if find_spec("pyspark") else ["spark"]

settings.register_profile("desk", deadline=None, database=None)
settings.register_profile("ci", deadline=None, database=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Refuse every connection beyond this machine: the product needs none."""
    connect = socket.socket.connect

    def connect_nearby(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1", socket.gethostname()}:
            raise AssertionError(f"a test tried to reach {host}; tests use files and this machine only")
        connect(self, address)  # type: ignore[arg-type] # the widest form of an address, handed on as it came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        yield
