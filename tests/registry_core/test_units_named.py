"""A change names only units that stand on its day."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.ledger import Refused
from jishi.places.actions import units
from jishi.places.actions.blueprints import Blueprint
from jishi.places.enums import UnitKind
from jishi.registry.actions.particulars import Transferred
from tests.registry_core.town import SOCIAL_WORK, Town


def test_nobody_is_transferred_to_a_unit_not_yet_founded(town: Town) -> None:
    person = town.admit()
    new = units.found(
        parent=town.streets[0],
        blueprint=Blueprint(UnitKind.COMMUNITY, "新桥社区"),
        on=date(2026, 6, 1),
        reason="新设",
        by=SOCIAL_WORK,
        at=town.at(),
    ).unit

    with pytest.raises(Refused, match="自 2026-06-01 才设立"):
        town.record(person, Transferred(using_unit=new), date(2026, 5, 1))

    town.record(person, Transferred(using_unit=new), date(2026, 6, 1))


def test_nobody_is_transferred_to_a_dissolved_unit(town: Town) -> None:
    person = town.admit()
    gone = town.communities[1]
    units.dissolve(unit=gone, on=date(2026, 6, 1), reason="撤销", by=SOCIAL_WORK, at=town.at())
    gone.refresh_from_db()

    with pytest.raises(Refused, match="到 2026-05-31 为止"):
        town.record(person, Transferred(using_unit=gone), date(2026, 7, 1))
