"""Reading the upload of an import as it was decided, apart from this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jishi.access.permissions import Sight
from jishi.ledger import Refused
from jishi.registry.actions.imports import files
from jishi.registry.models import ImportJob
from jishi.registry.selectors.imports import communities_within
from jishi.roster.apart import Answer, read_apart
from jishi.roster.problems import RosterFileError


def read(of: ImportJob, sight: Sight, on: date) -> Answer:
    """The rows of an upload with what is wrong in them, against the places within sight.

    Errors: Refused when it cannot be read any more.
    """
    return _asked(of, _question(of, sight, on))


def _question(of: ImportJob, sight: Sight, on: date) -> dict[str, Any]:
    places = communities_within(sight, of.district)
    return {
        "verb": "read",
        "kind": of.kind,
        "on": on.isoformat(),
        "communities": [[community, street] for street, community in places],
        "edits": files.edits_of(of),
        "sheets": [
            {
                "sheet": sheet["sheet"],
                "source": sheet["source"],
                "header_row": sheet["header_row"],
                "titles": {column["index"]: column["title"] for column in sheet["columns"]},
                "choices": of.mapping.get(sheet["sheet"], {}),
            }
            for sheet in files.outline_of(of)
        ],
    }


def _asked(of: ImportJob, question: Mapping[str, Any]) -> Answer:
    try:
        return read_apart(files.content_of(of), of.suffix, question)
    except RosterFileError as error:
        raise Refused(str(error)) from error


def read_cells(
    of: ImportJob, sight: Sight, on: date, rows: Sequence[tuple[str, int]]
) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The cells of some rows: sheet → number → cells."""
    question = {**_question(of, sight, on), "verb": "cells", "rows": [list(each) for each in rows]}
    cells: Mapping[str, Mapping[str, Sequence[str]]] = _asked(of, question).told["cells"]
    return cells


def read_returned(of: ImportJob, sight: Sight, on: date, reasons: Sequence[tuple[str, int, str]]) -> bytes:
    """A workbook of the rows not taken in, each with its reason; `reasons` those found here."""
    question = {**_question(of, sight, on), "verb": "returned", "reasons": [list(each) for each in reasons]}
    return _asked(of, question).workbook
