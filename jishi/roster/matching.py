"""Decides which sheet of a file is which: by its name, by another name, or because it is the only one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jishi.roster.book import BookSheet
from jishi.roster.cells import written
from jishi.roster.layout import COMMUNITIES, ROSTER, SHEETS, Sheet
from jishi.roster.problems import RosterFileError

_SHORTEST_CONTAINED = 3  # “社区” alone is part of too many names


def match_sheets(book: Sequence[BookSheet], path: Path) -> Mapping[str, BookSheet]:
    """The sheets of a file by the layout's names; a single sheet is 花名册 whatever it is called.

    Errors: RosterFileError when 花名册 is missing, when 社区 is missing beside others, or when two would do.
    """
    if len(book) == 1:
        return {ROSTER.name: book[0]}
    matched = named_sheets(book)
    _require(matched, book, path)
    return {sheet.name: matched[sheet.name] for sheet in SHEETS if sheet.name in matched}


def named_sheets(book: Sequence[BookSheet]) -> dict[str, BookSheet]:
    """The sheets of a file whose names say which they are.

    Errors: RosterFileError when two would do.
    """
    matched: dict[str, BookSheet] = {}
    for match in (_is_named, _is_contained):
        for sheet in SHEETS:
            free = [one for one in book if one not in matched.values() and match(sheet, one.name)]
            if free and sheet.name not in matched:
                matched[sheet.name] = _only(sheet, free)
    return matched


def _is_named(sheet: Sheet, name: str) -> bool:
    return _tight(name) in {sheet.name, *sheet.aliases.split()}


def _is_contained(sheet: Sheet, name: str) -> bool:
    titles = [title for title in (sheet.name, *sheet.aliases.split()) if len(title) >= _SHORTEST_CONTAINED]
    return any(title in _tight(name) for title in titles)


def _tight(name: str) -> str:
    return written(name).replace(" ", "")


def _only(sheet: Sheet, candidates: Sequence[BookSheet]) -> BookSheet:
    if len(candidates) > 1:
        names = "”“".join(one.name for one in candidates)
        raise RosterFileError(f"“{names}”都像是“{sheet.name}”表", f"请只保留一张，并命名为“{sheet.name}”")
    return candidates[0]


def _require(matched: Mapping[str, BookSheet], book: Sequence[BookSheet], path: Path) -> None:
    missing = [sheet.name for sheet in (ROSTER, COMMUNITIES) if sheet.name not in matched]
    if missing:
        names = "、".join(one.name for one in book[:20])
        raise RosterFileError(
            f"“{path.name}”里没有“{'”“'.join(missing)}”表（现有：{names}）",
            "请补上，或把表名改为模板中的名称",
        )
