"""Imports as pages show them: the list, the columns to decide, the result, the grid, the choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from jishi.jobs.enums import JobState
from jishi.registry.actions.imports import files, steps
from jishi.registry.enums import ImportState, RowState
from jishi.registry.models import ImportJob, ImportRow
from jishi.registry.rulings.imports import FAULT
from jishi.roster.mapping import IGNORE, KEEP, LAYOUTS, may_be_kept
from jishi.ui.components import Job, Tone

_TONES: Mapping[str, Tone] = {
    ImportState.IMPORTED: "ok",
    ImportState.PARTIAL: "warn",
    ImportState.CHECKED: "info",
    ImportState.UPLOADED: "info",
    ImportState.UNDONE: "mute",
    ImportState.DROPPED: "mute",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One import on the list."""

    of: ImportJob
    state: str
    tone: Tone
    counts: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a column may be."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column to be decided: what the file calls it, samples, the choices, why one is proposed."""

    name: str
    title: str
    samples: str
    why: str
    tone: Tone
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class SheetShown:
    """One sheet to be decided, and how many columns were known, guessed and left out."""

    sheet: str
    source: str
    rows: int
    told: str
    columns: Sequence[ColumnShown]


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell of the grid, with what is wrong in it."""

    name: str
    label: str
    value: str
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of the grid; `faults` belong to no cell."""

    sheet: str
    number: int
    cells: Sequence[CellShown]
    faults: Sequence[str]
    street: str = ""  # a street that may be said to be new


_WHY: Mapping[str, tuple[str, Tone]] = {
    "alias": ("已认出", "ok"),
    "guess": ("猜的，请核对", "warn"),
    "own": ("本地数据", "info"),
    "none": ("不认得", "mute"),
}


def line_of(of: ImportJob) -> Line:
    """An import as the list shows it."""
    state = steps.standing(of)
    return Line(
        of, state.label, _TONES.get(state, "info"), told_counts(of), reverse("registry:import", args=[of.pk])
    )


def told_counts(of: ImportJob) -> str:
    """How many rows are in each state, in words."""
    labels = {state.value: state.label for state in RowState}
    return " · ".join(f"{labels[key]} {n}" for key, n in of.counts.items() if n and key in labels)


def sheets_shown(of: ImportJob, chosen: Mapping[str, Mapping[str, str]]) -> list[SheetShown]:
    """The columns of an upload to be decided, with what is chosen so far."""
    return [_sheet(sheet, chosen.get(sheet["sheet"], {})) for sheet in files.outline_of(of)]


def _sheet(sheet: Mapping[str, Any], chosen: Mapping[str, str]) -> SheetShown:
    layout = LAYOUTS[sheet["sheet"]]
    columns = []
    for column in sheet["columns"]:
        choice = chosen.get(str(column["index"]), IGNORE)
        offered = [Choice(IGNORE, "（忽略这一列）", choice == IGNORE)]
        if layout.keeps_unknown and may_be_kept(column["title"]):
            offered.append(Choice(KEEP, "（作为本地数据保留）", choice == KEEP))
        offered += [Choice(field.name, field.header, choice == field.name) for field in layout.fields]
        why, tone = _WHY[column["why"]] if choice == column["choice"] else ("已指定", "info")
        name = f"m:{sheet['sheet']}:{column['index']}"
        samples = "、".join(column["samples"]) or "（空）"
        columns.append(ColumnShown(name, column["title"], samples, why, tone, offered))
    known = sum(column["why"] == "alias" for column in sheet["columns"])
    guessed = sum(column["why"] == "guess" for column in sheet["columns"])
    left = sum(choice == IGNORE for choice in chosen.values())
    told = f"{len(columns)} 列中认出 {known} 列，猜出 {guessed} 列，忽略 {left} 列"
    return SheetShown(sheet["sheet"], sheet["source"], sheet["rows"], told, columns)


def progress_of(of: ImportJob, at: datetime) -> Job | None:
    """The work under way on an import, with the time it is likely to take."""
    job = of.job
    if job is None or job.state not in (JobState.QUEUED, JobState.RUNNING):
        return None
    running = job.state == JobState.RUNNING
    rate, remaining = "", ""
    if running and job.started_at and job.done:
        seconds = max(1, int((at - job.started_at).total_seconds()))
        rate = f"每秒 {max(1, job.done // seconds)} 行"
        remaining = f"{max(1, (job.total - job.done) * seconds // job.done)} 秒"
    return Job(
        job.title,
        "running" if running else "waiting",
        job.done,
        job.total or 1,
        rate=rate,
        remaining=remaining,
        poll_url=reverse("registry:import-progress", args=[of.pk]),
    )


def grid_of(of: ImportJob, rows: Sequence[ImportRow]) -> list[RowShown]:
    """Rows with faults as an editable grid."""
    titles = {
        sheet["sheet"]: {str(column["index"]): column["title"] for column in sheet["columns"]}
        for sheet in files.outline_of(of)
    }
    return [_row(of, row, titles.get(row.sheet, {})) for row in rows]


def _row(of: ImportJob, row: ImportRow, titles: Mapping[str, str]) -> RowShown:
    values = files.cells_of(row)
    headers = {field.name: field.header for field in LAYOUTS[row.sheet].fields}
    faults = [
        (column, f"{what}。{remedy}。") for column, _, level, what, remedy in row.problems if level == FAULT
    ]
    cells, placed = [], set()
    for index, choice in sorted(of.mapping.get(row.sheet, {}).items(), key=lambda each: int(each[0])):
        if choice == IGNORE:
            continue
        label = headers.get(choice, titles.get(index, ""))
        own = [sentence for column, sentence in faults if column == label]
        placed |= {label} if own else set()
        value = values[int(index)] if int(index) < len(values) else ""
        cells.append(CellShown(f"c:{row.sheet}:{row.number}:{index}", titles.get(index, label), value, own))
    rest = [f"{column}：{sentence}" for column, sentence in faults if column not in placed]
    asked = (each for each in row.problems if each[0] == "街道" and "确认新建" in each[4])
    street = next((each[1] for each in asked), "")
    return RowShown(row.sheet, row.number, cells, rest, street)
