"""The lists of the to-do centre: what waits, what was said, what one sent, what came back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from jishi.process.actions.kinds import kind_names
from jishi.process.enums import CaseState, Verdict
from jishi.process.models import Case, Opinion, Seat
from jishi.process.presenters.words import STATE_TONES, VERDICT_TONES, limit_cell, waited
from jishi.ui.components import Tab
from jishi.ui.filters import Choice, Filter
from jishi.ui.lists import ListSpec
from jishi.ui.tables import Cell, Column, Row
from jishi.ui.templatetags.formats import moment

_TITLE = Column("title", "事项", freeze=True, width="wide", card="title")
_NUMBER = Column("number", "单号", card="hidden")
_KIND = Column("kind", "类别")
_FROM = Column("from", "发起")
_STEP = Column("step", "环节")
_WAITED = Column("waited", "已等", "end")
_DUE = Column("due", "期限", card="state")
_STATE = Column("state", "状态", card="state")
_SAID = Column("said", "我的意见", card="state")
_WORDS = Column("words", "意见内容", width="wide")
_AT = Column("at", "时间")

TABS: tuple[tuple[str, str], ...] = (
    ("tasks", "待办"),
    ("done", "已办"),
    ("started", "我发起"),
    ("drafts", "草稿与退回"),
)
_COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "tasks": (_TITLE, _KIND, _FROM, _STEP, _WAITED, _DUE, _NUMBER),
    "done": (_TITLE, _KIND, _FROM, _SAID, _WORDS, _AT, _STATE, _NUMBER),
    "started": (_TITLE, _KIND, _STEP, _WAITED, _STATE, _AT, _NUMBER),
    "drafts": (_TITLE, _KIND, _STATE, _AT, _NUMBER),
}
EMPTY: Mapping[str, str] = {
    "tasks": "没有等您办理的事项。新的事项到了，顶部的“待办”会显示件数。",
    "done": "您还没有签署过意见。办过的事项都留在这里，随时可查。",
    "started": "您还没有发起过事项。从人员页面“办理异动”或“申请更正”发起后，可在这里看办到哪一步。",
    "drafts": "没有草稿，也没有退回给您的事项。",
}


def spec_of(tab: str) -> ListSpec:
    """The list of one tab."""
    kinds = tuple(Choice(code, name) for code, name in kind_names())
    filters = [
        Filter("q", "关键词", "search", primary=True, hint="事项标题、人员姓名"),
        Filter("kind", "类别", "choice", kinds, primary=True),
    ]
    if tab == "tasks":
        filters.append(Filter("overdue", "只看逾期", "flag", primary=True))
    return ListSpec(f"process:{tab}", "待办中心", "件", _COLUMNS[tab], tuple(filters))


def tabs_of(current: str, waiting: int) -> tuple[Tab, ...]:
    """The tabs of the centre; what waits is counted."""
    return tuple(
        Tab(label, reverse(f"process:{key}"), waiting if key == "tasks" else None, key == current)
        for key, label in TABS
    )


def step_words(case: Case) -> str:
    """The step a case is at, as 第 n/m 步 with its name."""
    names = [str(step["name"]) for step in case.course]
    if case.state != CaseState.OPEN or not 0 <= case.step < len(names):
        return "—"
    return f"{case.step + 1}/{len(names)} {names[case.step]}"


def rows_of(
    found: Iterable[Seat | Opinion | Case], columns: Sequence[Column], *, today: date, query: str
) -> list[Row]:
    """The rows of a tab."""
    return [_row(each, columns, today, query) for each in found]


def _row(each: Seat | Opinion | Case, columns: Sequence[Column], today: date, query: str) -> Row:
    case = each if isinstance(each, Case) else each.case
    cells = _case_cells(case, today) | _own_cells(each, today)
    url = reverse("process:case", args=[case.pk])
    return Row(
        str(case.pk),
        case.title,
        [cells.get(column.key, _NOTHING)() for column in columns],
        url=url,
        drawer_url=f"{url}?{query}" if query else url,
    )


Draw = Callable[[], Cell]
_NOTHING: Draw = Cell


def _case_cells(case: Case, today: date) -> dict[str, Draw]:
    state = CaseState(case.state)
    return {
        "title": lambda: Cell(case.title),
        "number": lambda: Cell(case.number),
        "kind": lambda: Cell(dict(kind_names()).get(case.kind, case.kind)),
        "from": lambda: Cell(case.prepared_name, note=case.unit.name),
        "step": lambda: Cell(step_words(case)),
        "state": lambda: Cell(str(state.label), STATE_TONES[state]),
        "waited": lambda: Cell(waited(case.submitted_at or case.opened_at, today)),
        "at": lambda: Cell(moment(case.submitted_at or case.opened_at)),
    }


def _own_cells(each: Seat | Opinion | Case, today: date) -> dict[str, Draw]:
    if isinstance(each, Seat):
        return {
            "waited": lambda: Cell(waited(each.opened_at, today)),
            "due": lambda: limit_cell(each.due_on, today),
        }
    if isinstance(each, Opinion):
        verdict = Verdict(each.verdict)
        return {
            "said": lambda: Cell(str(verdict.label), VERDICT_TONES[verdict], note=each.seat.label),
            "words": lambda: Cell(each.text),
            "at": lambda: Cell(moment(each.at)),
        }
    return {}
