"""A district of the size of the largest here is laid out and read quickly."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from jishi.places.actions import units
from jishi.places.actions.blueprints import Blueprint, Count
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.places.selectors import households_on, tree
from tests.places.conftest import CLERK, TODAY, City, community

RECORDED_AT = datetime(2020, 1, 1, 1, 0, tzinfo=UTC)


def district_plan() -> list[Blueprint]:
    """Eight streets, 72 communities and 984 grids."""
    names = [f"第{number}网格" for number in range(1, 15)]
    return [
        Blueprint(
            UnitKind.STREET,
            f"{street}号街道",
            under=tuple(community(f"{street}之{n}社区", *names[: 13 + (n % 3 > 0)]) for n in range(9)),
        )
        for street in range(8)
    ]


@pytest.fixture
def laid_out(city: City) -> float:
    units.found(
        parent=city["明远市"],
        blueprint=Blueprint(UnitKind.DISTRICT, "望南区", pack="general-example", count=Count()),
        on=date(2020, 1, 1),
        reason="",
        by=CLERK,
        at=RECORDED_AT,
    )
    start = time.process_time()
    units.lay_out(
        district=city["望南区"],
        blueprints=district_plan(),
        on=date(2020, 1, 1),
        reason="建库",
        by=CLERK,
        at=RECORDED_AT,
    )
    return time.process_time() - start


def test_72_communities_with_their_grids_are_laid_out_within_a_second(laid_out: float) -> None:
    assert Unit.objects.filter(kind=UnitKind.GRID).count() > 980
    assert laid_out < 1.0


@pytest.mark.usefixtures("laid_out")
def test_a_tree_of_a_thousand_units_is_read_in_one_query_and_a_twentieth_of_a_second(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    root = city["望南区"].path
    with django_assert_num_queries(2):
        nodes = tree(root, on=TODAY)
        households_on([node.unit_id for node in nodes], on=TODAY)

    best = min(_timed(lambda: tree(root, on=TODAY)) for _ in range(5))
    assert len(nodes) > 1060
    assert best < 0.05


def _timed(deed: Callable[[], object]) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start
