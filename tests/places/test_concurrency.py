"""Several clerks changing one map at once: nothing lost, no path twice.

On PostgreSQL only; SQLite lets one writer in at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jishi.ledger import Refused, Stale
from jishi.ledger.actions import Delta
from jishi.places.actions import undertakings, units
from jishi.places.actions.blueprints import Blueprint
from jishi.places.actions.checks import check_map
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.places.selectors import history
from tests.places.conftest import CLERK, TODAY, moment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Do everything at the same moment, each on a connection of its own; a refusal is a result too."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.fixture
def district() -> Unit:
    plan = Blueprint(
        UnitKind.CITY,
        "明远市",
        under=(Blueprint(UnitKind.DISTRICT, "清河区", under=(Blueprint(UnitKind.STREET, "城北街道"),)),),
    )
    units.found(parent=None, blueprint=plan, on=TODAY.replace(year=2020), reason="", by=CLERK, at=moment())
    return Unit.objects.get(kind=UnitKind.DISTRICT)


@pytest.mark.usefixtures("district")
def test_siblings_founded_at_once_get_paths_of_their_own() -> None:
    street = Unit.objects.get(kind=UnitKind.STREET)

    def found(number: int) -> Callable[[], object]:
        plan = Blueprint(UnitKind.COMMUNITY, f"第{number}社区")
        return lambda: units.found(parent=street, blueprint=plan, on=TODAY, reason="", by=CLERK, at=moment(1))

    at_once([found(number) for number in range(8)])

    paths = list(Unit.objects.filter(kind=UnitKind.COMMUNITY).values_list("path", flat=True))
    assert len(paths) == len(set(paths)) == 8


@pytest.mark.usefixtures("district")
def test_of_two_communities_of_one_name_founded_at_once_one_is_refused() -> None:
    street = Unit.objects.get(kind=UnitKind.STREET)
    plan = Blueprint(UnitKind.COMMUNITY, "桂园社区")

    def found() -> object:
        return units.found(parent=street, blueprint=plan, on=TODAY, reason="", by=CLERK, at=moment(1))

    results = at_once([found, found])

    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Unit.objects.filter(name="桂园社区").count() == 1


def renamed_at_once() -> list[object]:
    """Two communities get the same name at the same moment."""
    street = Unit.objects.get(kind=UnitKind.STREET)
    plans = [Blueprint(UnitKind.COMMUNITY, name) for name in ("桂园社区", "东苑社区")]
    units.lay_out(
        district=street,
        blueprints=plans,
        on=TODAY.replace(year=2021),
        reason="",
        by=CLERK,
        at=moment(),
    )

    def rename(unit: Unit) -> Callable[[], object]:
        return lambda: units.rename(unit=unit, name="桂苑社区", on=TODAY, reason="", by=CLERK, at=moment(1))

    return at_once([rename(unit) for unit in Unit.objects.filter(kind=UnitKind.COMMUNITY)])


@pytest.mark.usefixtures("district")
def test_of_two_siblings_renamed_alike_at_once_one_is_refused() -> None:
    results = renamed_at_once()

    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Unit.objects.filter(name="桂苑社区").count() == 1


@pytest.mark.usefixtures("district")
def test_without_the_lock_both_would_bear_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    together = Barrier(2)

    def unlocked(unit: Unit) -> Unit:
        if unit.kind == UnitKind.COMMUNITY:
            together.wait()
        return Unit.objects.get(pk=unit.pk)

    def checked_together(delta: Delta) -> None:
        check_map(delta)
        if delta.superseded:
            together.wait()

    monkeypatch.setattr(units, "hold", unlocked)
    monkeypatch.setattr(undertakings, "check_map", checked_together)

    renamed_at_once()

    assert Unit.objects.filter(name="桂苑社区").count() == 2


@pytest.mark.usefixtures("district")
def test_two_hundred_pairs_of_renames_at_once_lose_nothing() -> None:
    street = Unit.objects.get(kind=UnitKind.STREET)
    for number in range(200):
        seen = Unit.objects.get(pk=street.pk)

        def rename(name: str, seen: Unit = seen) -> Callable[[], object]:
            return lambda: units.rename(
                unit=seen,
                name=name,
                on=TODAY,
                reason="",
                by=CLERK,
                at=moment(number + 1),  # noqa: B023 # run within the turn
            )

        results = at_once([rename(f"甲{number}街道"), rename(f"乙{number}街道")])
        assert sum(isinstance(result, Stale) for result in results) == 1

    assert len(history(street, on=TODAY)) == 201
