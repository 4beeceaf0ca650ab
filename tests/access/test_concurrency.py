"""Two at once, on PostgreSQL where both really run: a code counts once, nobody becomes two administrators."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.access.actions import factors
from jishi.access.enums import Role
from jishi.access.models import Grant
from jishi.access.permissions import ADMINISTRATORS
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from tests.access import world as w
from tests.access.test_factors import SECRET, code_at
from tests.access.test_holding import give

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write after the other"),
]
ROUNDS = 10


def together(*deeds: Callable[[], object]) -> list[object]:
    """Do several things at the same moment, each in its own connection; a refusal is a result."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            gate.wait()
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_accounts_of_a_person_never_become_two_administrators_at_once() -> None:
    world = w.build()
    one, other = (
        w.sight(w.holder(name, Role.SECURITY_ADMIN, world.city)) for name in ("sec-one", "sec-other")
    )
    for number in range(ROUNDS):
        first = w.account(f"first{number}", world.city, person_uid=f"p-{number}")
        second = w.account(f"second{number}", world.city, person_uid=f"p-{number}")
        together(
            partial(give, first, Role.SYSTEM_ADMIN, world.city, one),
            partial(give, second, Role.AUDIT_ADMIN, world.city, other),
        )
        held = Grant.objects.filter(account__in=[first, second], role__in=ADMINISTRATORS)
        assert held.count() == 1


def test_one_code_used_twice_at_once_counts_once() -> None:
    world = w.build()
    clerk = w.holder("clerk", Role.STREET_CLERK, world.street)
    at = w.now() - timedelta(hours=1)
    by = Actor("clerk", "clerk", "登录")
    factors.enrol(account=clerk, secret=SECRET, code=code_at(at), by=by, at=at)
    for number in range(1, ROUNDS + 1):
        then = at + timedelta(minutes=2 * number)
        code = code_at(then)
        used = together(*[partial(factors.use_code, account=clerk, code=code, at=then)] * 4)
        assert used.count(True) == 1
