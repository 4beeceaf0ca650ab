"""The roster as a page shows it: its columns, its rows as cells, its tabs, in words.

What a column says of whom is `jishi.registry.selectors.columns`; nothing is queried here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from jishi.access.enums import FieldGroup, Permission
from jishi.access.permissions import Sight
from jishi.registry.enums import Presence
from jishi.registry.models import Standing
from jishi.registry.presenters.links import PersonLinks
from jishi.registry.selectors.columns import COLUMN_BY_KEY, Known, RosterColumn, Unsaid, Value, columns_for
from jishi.registry.selectors.narrowing import can_ask
from jishi.ui.components import Link, Tab, Tone
from jishi.ui.lists import ListState
from jishi.ui.saved_views import built_in_tab
from jishi.ui.tables import NOT_FILLED, CardPlace, Cell, Column, Row

PAGE: Final = "registry:roster"
SOON: Final = timedelta(days=30)
_TONES: Final[Mapping[str, Tone]] = {
    Presence.COMING: "info",
    Presence.PRESENT: "ok",
    Presence.SUSPENDED: "warn",
    Presence.LEFT: "mute",
}
_CARDS: Final[Mapping[str, CardPlace]] = {
    "name": "title",
    "presence": "state",
    "community": "line",
    "position": "line",
    "grade": "line",
    "contract_before": "line",
}
_WIDE: Final = frozenset({"positions"})


def table_columns(sight: Sight) -> tuple[Column, ...]:
    """Every column that exists for somebody, as the list draws it."""
    return tuple(_column(column) for column in columns_for(sight))


def _column(column: RosterColumn) -> Column:
    return Column(
        column.key,
        column.label,
        align="end" if column.kind == "number" else "start",
        sortable=bool(column.order),
        group=FieldGroup(column.group).label,
        default=column.is_default,
        freeze=column.key == "name",
        width="wide" if column.key in _WIDE else "",
        card=_CARDS.get(column.key, "hidden"),
    )


def shown_columns(state: ListState) -> tuple[RosterColumn, ...]:
    """The columns a list shows, in its order."""
    return tuple(COLUMN_BY_KEY[column.key] for column in state.columns)


def roster_rows(
    standings: Sequence[Standing], columns: Sequence[RosterColumn], known: Known, *, query: str
) -> list[Row]:
    """Rows of the list; each opens in the drawer, and its own page with Ctrl or in a new tab."""
    links = PersonLinks.made()
    return [_row(standing, columns, known, links.of(standing.person.uid), query) for standing in standings]


def _row(
    standing: Standing, columns: Sequence[RosterColumn], known: Known, links: PersonLinks, query: str
) -> Row:
    may_change = known.sight.may(Permission.PERSON_CHANGE) and bool(links.change)
    url = links.person if known.sight.may(Permission.PERSON_VIEW) else ""
    return Row(
        key=standing.person.uid,
        name=standing.name,
        cells=[_cell(column, standing, known, url) for column in columns],
        url=url,
        drawer_url=f"{links.row}?{query}" if query else links.row,
        actions=(Link("异动", links.change),) if may_change else (),
    )


def _cell(column: RosterColumn, standing: Standing, known: Known, url: str) -> Cell:
    said = column.said(standing, known)
    if said is Unsaid.UNFILLED:
        return NOT_FILLED
    if isinstance(said, Unsaid):
        return Cell(said.value, "mute")
    text = _text(said)
    match column.key:
        case "name":
            return Cell(text, href=url, note="待生效" if standing.person_id in known.upcoming else "")
        case "presence":
            return Cell(text, _TONES.get(standing.presence, "mute"), note=_coming(standing, known))
        case "contract_before":
            return _contract_cell(standing, text, known.on)
        case "position" if standing.dual_head:
            return Cell(text, note="一肩挑")
    return Cell(text)


def _text(said: Value) -> str:
    if said is None:
        return ""
    return said.isoformat() if isinstance(said, date) else str(said)


def _coming(standing: Standing, known: Known) -> str:
    """The next change of somebody that has not taken effect, in a few words."""
    change = known.upcoming.get(standing.person_id)
    return f"待生效：{change.on:%m-%d} {change.kind.label}" if change else ""


def _contract_cell(standing: Standing, text: str, on: date) -> Cell:
    before = standing.contract_before
    if before is None or standing.presence == Presence.LEFT or before > on + SOON:
        return Cell(text)
    return Cell(f"{text} 已到期", "bad") if before <= on else Cell(f"{text} 将到期", "warn")


_ALL: Final = urlencode([("state", value) for value in Presence.values])
_SHIPPED: Final = (
    ("contract", "合同30天到期", "contract_within=30", FieldGroup.BASIC),
    ("education_date", "缺学历取得日期", "missing=education_date", FieldGroup.QUALIFICATION),
    ("upcoming", "待生效", "upcoming=1", FieldGroup.BASIC),
)


def shipped_views(sight: Sight, state: ListState, counts: Mapping[str, int]) -> tuple[Tab, ...]:
    """The views every roster comes with: those in the team, what falls due, what is missing, everybody."""
    team = ("team", _whole(sight), "", FieldGroup.BASIC)
    views = [team, *_SHIPPED, ("all", "含已退出", _ALL, FieldGroup.BASIC)]
    return tuple(
        built_in_tab(state, label, query, counts.get(key))
        for key, label, query, group in views
        if can_ask(sight, group)
    )


def _whole(sight: Sight) -> str:
    """What the whole of somebody's roster is called."""
    words = {"street_clerk": "本街道", "street_leader": "本街道", "secretary": "本社区"}
    return words.get(sight.role, "全部在岗")


def basis_of(state: ListState) -> str:
    """What a list is of, in words: 口径 of an export and of the note above the table."""
    told = [f"{chip.label}：{chip.value}" for chip in state.chips]
    if not (state.choices("state") or state.value("left_from") or state.value("left_to")):
        told.insert(0, "状态：在岗、停职")
    return "；".join(told)


def states_note(counts: Mapping[str, int]) -> str:
    """Head counts by state in a line; they add up to everybody who answers the other questions."""
    told = [f"{Presence(state).label} {count}" for state, count in counts.items() if count]
    return " · ".join(told)
