"""How many households a grid may have by the policy, and what is wrong with a district's grids by it."""

from __future__ import annotations

from datetime import date

from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.places.rulings import pack_of
from jishi.policy.pack.model import Pack
from jishi.registry.selectors.grids import GridBand, GridFault, grid_faults

LEAST, MOST = "每格户数下限", "每格户数上限"


def grid_band(pack: Pack, on: date) -> GridBand | None:
    """The band of a policy on a day; None where it has none or leaves it 待填."""
    found = [
        (parameter.at(on) if (parameter := pack.parameters.get(name)) else None) for name in (LEAST, MOST)
    ]
    least, most = found
    if least is None or most is None or least.raw is None or most.raw is None:
        return None
    return GridBand(least.raw, most.raw, "、".join(least.citation.refs))


def faults_of(sight: Sight, on: date) -> list[GridFault]:
    """Everything wrong with the grids within sight on a day, by the policy of their district."""
    if sight.district_id is None:
        return grid_faults(sight, on)
    district = Unit.objects.get(pk=sight.district_id)
    return grid_faults(sight, on, grid_band(pack_of(district), on) if district.pack else None)
