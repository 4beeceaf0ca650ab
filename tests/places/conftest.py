"""A small invented city to change: one district, two streets, three communities with grids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from jishi.audit.enums import Actor
from jishi.places.actions import units
from jishi.places.actions.blueprints import Blueprint, BodyGiven, Count, TagGiven
from jishi.places.enums import BodyKind, UnitKind
from jishi.places.models import Unit

CLERK = Actor(account="jz01", name="江舟", role="区委社会工作部")
FOUNDED = date(2020, 1, 1)
TODAY = date(2026, 11, 1)


def moment(minutes: int = 0) -> datetime:
    """An instant of the working day, some minutes after nine in the morning here."""
    return datetime(2026, 11, 1, 1, 0, tzinfo=UTC) + timedelta(minutes=minutes)


def grids(*names: str, households: int = 250) -> tuple[Blueprint, ...]:
    return tuple(Blueprint(UnitKind.GRID, name, count=Count(households)) for name in names)


def community(name: str, *grid_names: str, households: int = 1000) -> Blueprint:
    return Blueprint(
        UnitKind.COMMUNITY,
        name,
        count=Count(households, households * 3, "年度核定"),
        tags=(TagGiven("老旧小区", "2019 年房屋普查"),),
        bodies=(BodyGiven(BodyKind.COMMITTEE, f"{name}居民委员会"),),
        under=grids(*grid_names),
    )


@dataclass(frozen=True, slots=True)
class City:
    """The units by name, read again each time."""

    def __getitem__(self, name: str) -> Unit:
        return Unit.objects.get(name=name)


@pytest.fixture
def city(db: None) -> City:  # noqa: ARG001 # the database is asked for by naming it
    """清河区: 城北街道 with 桂园 and 东苑, 城南街道 with 柳岸."""
    recorded_at = datetime(2020, 1, 1, 1, 0, tzinfo=UTC)
    district = Blueprint(
        UnitKind.DISTRICT,
        "清河区",
        under=(
            Blueprint(
                UnitKind.STREET,
                "城北街道",
                under=(
                    community("桂园社区", "第一网格", "第二网格"),
                    community("东苑社区", "第一网格", "第三网格", households=800),
                ),
            ),
            Blueprint(UnitKind.STREET, "城南街道", under=(community("柳岸社区"),)),
        ),
    )
    units.found(
        parent=None,
        blueprint=Blueprint(UnitKind.CITY, "明远市", under=(district,)),
        on=FOUNDED,
        reason="建库",
        by=CLERK,
        at=recorded_at,
    )
    return City()
