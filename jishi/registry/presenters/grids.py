"""The list of grids: its columns, what is asked of it, its rows, and the cards for doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from jishi.places.enums import UnitKind
from jishi.places.models import Households
from jishi.places.selectors import Node
from jishi.registry.selectors.communities import Holder
from jishi.registry.selectors.grids import GridBand, GridFault
from jishi.ui.components import Link, Tab, Tone
from jishi.ui.filters import Choice, Filter
from jishi.ui.lists import ListSpec, ListState
from jishi.ui.tables import NOT_FILLED, Cell, Column, Row

PAGE: Final = "registry.grids"
SOUND: Final = "sound"
STATES: Final[Mapping[str, tuple[str, Tone]]] = {
    "nobody": ("无人负责", "bad"),
    "several": ("多人负责", "warn"),
    "too_large": ("户数偏多", "warn"),
    "too_small": ("户数偏少", "warn"),
    "unknown": ("户数未填", "warn"),
    SOUND: ("正常", "ok"),
}
_COLUMNS = (
    Column("name", "网格", sortable=True, freeze=True, card="title"),
    Column("community", "社区", sortable=True),
    Column("street", "街道", card="hidden"),
    Column("households", "户数", align="end", sortable=True),
    Column("owner", "A 岗"),
    Column("deputy", "B 岗"),
    Column("state", "状态", card="state"),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with everything its row says."""

    node: Node
    community: Node | None
    street: Node | None
    counted: Households | None
    holders: tuple[Holder, ...]
    faults: tuple[GridFault, ...]

    @property
    def households(self) -> int | None:
        """How many households it has; None when that is not filled in."""
        return self.counted.households if self.counted else None

    @property
    def states(self) -> tuple[str, ...]:
        """What is wrong with it, or that nothing is."""
        return tuple(fault.kind for fault in self.faults) or (SOUND,)

    def held_by(self, *, deputy: bool) -> tuple[Holder, ...]:
        """Who holds it as A, or as B."""
        return tuple(each for each in self.holders if each.is_deputy is deputy)


def grids_of(
    nodes: Sequence[Node],
    counted: Mapping[int, Households],
    holders: Mapping[int, Sequence[Holder]],
    faults: Iterable[GridFault],
) -> list[Grid]:
    """The grids of a tree, each with its community and street."""
    by_key = {node.unit_id: node for node in nodes}
    wrong: dict[int, list[GridFault]] = {}
    for fault in faults:
        wrong.setdefault(fault.grid.pk, []).append(fault)
    found = []
    for node in nodes:
        if node.kind != UnitKind.GRID:
            continue
        community = by_key.get(node.parent_id or 0)
        found.append(
            Grid(
                node=node,
                community=community,
                street=by_key.get(community.parent_id or 0) if community else None,
                counted=counted.get(node.unit_id),
                holders=tuple(holders.get(node.unit_id, ())),
                faults=tuple(wrong.get(node.unit_id, ())),
            )
        )
    return found


def spec_of(nodes: Sequence[Node], street: str) -> ListSpec:
    """What the list offers to somebody; communities are those of the chosen street."""
    streets = [node for node in nodes if node.kind == UnitKind.STREET]
    communities = [
        node
        for node in nodes
        if node.kind == UnitKind.COMMUNITY and (not street or str(node.parent_id) == street)
    ]
    filters = [Filter("q", "网格、社区或负责人", "search", primary=True)]
    if len(streets) > 1:
        filters.append(Filter("street", "街道", "choice", _choices(streets), primary=True))
    if len(communities) > 1:
        filters.append(Filter("community", "社区", "choice", _choices(communities), primary=True))
    states = tuple(Choice(key, label) for key, (label, _) in STATES.items())
    filters.append(Filter("state", "状态", "many", states))
    return ListSpec(PAGE, "网格与分片", "个网格", _COLUMNS, tuple(filters), default_sort="", default_size=50)


def _choices(nodes: Sequence[Node]) -> tuple[Choice, ...]:
    return tuple(Choice(str(node.unit_id), node.name) for node in nodes)


def narrowed(grids: Sequence[Grid], state: ListState) -> list[Grid]:
    """The grids that answer everything asked, in the order asked."""
    text, states = state.value("q"), set(state.choices("state"))
    found = [
        grid
        for grid in grids
        if _is_in(grid.street, state.value("street"))
        and _is_in(grid.community, state.value("community"))
        and (not states or states & set(grid.states))
        and (not text or text in _words(grid))
    ]
    return _ordered(found, state)


def _is_in(node: Node | None, key: str) -> bool:
    return not key or (node is not None and str(node.unit_id) == key)


def _words(grid: Grid) -> str:
    names = [grid.node.name, *(each.name for each in grid.holders)]
    return " ".join([*names, grid.community.name if grid.community else ""])


def _ordered(grids: list[Grid], state: ListState) -> list[Grid]:
    if state.sort == "households":
        grids.sort(key=lambda grid: (grid.households is None, grid.households or 0))
    elif state.sort == "name":
        grids.sort(key=lambda grid: grid.node.name)
    elif state.sort == "community":
        grids.sort(key=lambda grid: grid.community.name if grid.community else "")
    return grids[::-1] if state.is_descending else grids


def grid_rows(grids: Sequence[Grid], state: ListState, *, may_assign: bool, may_open: bool) -> list[Row]:
    """Rows of the list with the columns shown."""
    return [_row(grid, state, may_assign, may_open) for grid in grids]


def _row(grid: Grid, state: ListState, may_assign: bool, may_open: bool) -> Row:
    key = grid.node.unit_id
    cells = _cells(grid, may_open)
    assign = f"{reverse('registry:grid-reassign')}?grid={key}"
    return Row(
        key=str(key),
        name=grid.node.name,
        cells=[cells[column.key] for column in state.columns],
        url=reverse("registry:unit", args=[key]),
        actions=(Link("分派", assign),) if may_assign else (),
    )


def _cells(grid: Grid, may_open: bool) -> dict[str, Cell]:
    label, tone = STATES[grid.states[0]]
    others = "、".join(STATES[kind][0] for kind in grid.states[1:])
    community = grid.community
    return {
        "name": Cell(grid.node.name),
        "community": Cell(
            community.name if community else "",
            href=reverse("registry:community", args=[community.unit_id]) if community else "",
        ),
        "street": Cell(grid.street.name if grid.street else ""),
        "households": Cell(f"{grid.households:,}") if grid.households is not None else NOT_FILLED,
        "owner": _holder_cell(grid.held_by(deputy=False), may_open),
        "deputy": _holder_cell(grid.held_by(deputy=True), may_open),
        "state": Cell(label, tone, note=others),
    }


def _holder_cell(holders: Sequence[Holder], may_open: bool) -> Cell:
    if not holders:
        return Cell()
    names = "、".join(each.name or "他处人员" for each in holders)
    only = holders[0] if len(holders) == 1 else None
    href = reverse("registry:person", args=[only.uid]) if only and only.uid and may_open else ""
    return Cell(names, href=href)


def state_tabs(grids: Sequence[Grid], state: ListState) -> tuple[Tab, ...]:
    """All grids, and those of each fault, with how many there are."""
    here = state.filter_query()
    tabs = [Tab("全部", "?", len(grids), not here)]
    for key, (label, _) in STATES.items():
        count = sum(key in grid.states for grid in grids)
        if count and key != SOUND:
            tabs.append(Tab(label, f"?state={key}", count, here == f"state={key}"))
    return tuple(tabs)


def band_note(band: GridBand | None) -> str:
    """By which rule the households are judged."""
    if band is None:
        return "政策包没有规定每个网格的户数，不判断规模"
    return f"每个网格 {band.least}–{band.most} 户" + (f"（{band.clause}）" if band.clause else "")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card at the door says of a grid."""

    community: str
    grid: str
    owners: str
    deputies: str


def card_of(grid: Grid) -> Card:
    """The card of a grid; a place left blank where nobody is known."""
    return Card(
        community=grid.community.name if grid.community else "",
        grid=grid.node.name,
        owners="、".join(each.name for each in grid.held_by(deputy=False) if each.name),
        deputies="、".join(each.name for each in grid.held_by(deputy=True) if each.name),
    )
