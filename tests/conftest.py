"""What holds for every test: reproducible properties, no outside network, extras only where installed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import pytest
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

# Spark is an optional extra with its own door, `make spark`.
collect_ignore = [] if find_spec("pyspark") else ["spark"]

settings.register_profile("desk", deadline=None, database=None)
settings.register_profile("ci", deadline=None, database=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

_NEARBY = {"localhost", "127.0.0.1", "::1", socket.gethostname()}


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Refuse every connection beyond this machine: the product needs none."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _nearby_only(getattr(socket.socket, name)))
        yield


def _nearby_only(connect: Callable[..., object]) -> Callable[[socket.socket, object], object]:
    """The same way of connecting, for this machine and its own sockets alone."""

    def connect_nearby(self: socket.socket, address: object) -> object:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in _NEARBY:
            raise AssertionError(f"a test tried to reach {host}; tests use files and this machine only")
        return connect(self, address)

    return connect_nearby


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:  # noqa: ARG001 # extends it
    """Lift the database's guards of the audit: emptying tables between tests is a deletion as well.

    Tests of the guards set them again (`jishi.audit.models.guards`).
    """
    from django.db import connection

    from jishi.audit.models.guards import lift_guards

    with django_db_blocker.unblock():
        lift_guards(connection)
