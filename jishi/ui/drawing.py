"""Cells of a table as HTML, drawn in one go: a page of fifty rows holds six hundred of them.

Every word is escaped by `format_html`; nothing is marked safe by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jishi.ui.tables import Cell, Column, Row

_BOX = (
    '<td class="pick"><input type="checkbox" class="tick-box" name="key" value="{}" form="list-batch"'
    ' aria-label="选择{}"></td>'
)
BLANK = format_html('<span class="blank">{}</span>', "—")


@dataclass(frozen=True, slots=True)
class DrawnRows:
    """Rows of a table as HTML, and whether any can be acted on, which gives the table its last column."""

    html: SafeString
    has_actions: bool


def drawn_rows(rows: Sequence[Row], columns: Sequence[Column], *, has_box: bool) -> DrawnRows:
    """Draw rows whose cells stand in the order of the columns."""
    has_actions, openings = any(row.actions for row in rows), cell_openings(columns)
    drawn = (
        (_drawn_row(row, drawn_cells(row, columns[0], openings), has_box=has_box, has_actions=has_actions),)
        for row in rows
    )
    return DrawnRows(format_html_join("", "{}", drawn), has_actions)


def cell_openings(columns: Sequence[Column]) -> list[SafeString]:
    """The opening tag of a cell in each column but the first, with the label a phone shows."""
    opening = '<td class="{}" data-label="{}">'
    return [format_html(opening, column.css, column.label) for column in columns[1:]]


def drawn_cells(row: Row, first: Column, openings: Sequence[SafeString]) -> SafeString:
    """All cells of a row; the first one heads it and opens it."""
    drawn = ((opening, _words(cell)) for opening, cell in zip(openings, row.cells[1:], strict=True))
    return format_html("{}{}", _head(row, first), format_html_join("", "{}{}</td>", drawn))


def _head(row: Row, column: Column) -> SafeString:
    cell = row.cells[0]
    words: SafeString | str = cell.text or BLANK
    if row.url and row.drawer_url:
        words = format_html('<a href="{}" data-drawer="{}">{}</a>', row.url, row.drawer_url, words)
    elif row.url:
        words = format_html('<a href="{}">{}</a>', row.url, words)
    return format_html('<th scope="row" class="{}">{}{}</th>', column.css, words, _note(cell))


def _words(cell: Cell) -> SafeString | str:
    words: SafeString | str = cell.text or BLANK
    if cell.tone:
        words = format_html('<span class="tag dotted {}">{}</span>', cell.tone, words)
    elif cell.is_unknown:
        words = format_html('<span class="unknown">{}</span>', words)
    if cell.href:
        words = format_html('<a href="{}">{}</a>', cell.href, words)
    return format_html("{}{}", words, _note(cell)) if cell.note else words


def _note(cell: Cell) -> SafeString | str:
    return format_html("<small>{}</small>", cell.note) if cell.note else ""


def _drawn_row(row: Row, cells: SafeString, *, has_box: bool, has_actions: bool) -> SafeString:
    """A whole row: its box to tick, its cells, what can be done with it."""
    return format_html(
        '<tr data-row="{}"{}>{}{}{}</tr>\n',
        row.key,
        format_html(' class="{}"', row.tone) if row.tone else "",
        format_html(_BOX, row.key, row.name) if has_box else "",
        cells,
        _actions(row) if has_actions else "",
    )


def _actions(row: Row) -> SafeString:
    link = '<a href="{}" aria-label="{}：{}">{}</a>'
    drawn = ((each.url, each.label, row.name, each.label) for each in row.actions)
    return format_html('<td class="acts">{}</td>', format_html_join("", link, drawn))
