"""The roster workbook: its seven sheets, their columns, and the names people give these columns.

One table serves reading, the template and writing alike. A field's `name` is the column of the frame in
`jishi.policy.records`; a name that is no column there is a statement only checked or moved to another sheet.
"""

from __future__ import annotations

from jishi.roster.layout.dated import APPOINTMENTS, ASSESSMENTS, CERTIFICATES_HELD, EDUCATION, SERVICE
from jishi.roster.layout.fields import DAYS, IDS, WHOLES, Field, Kind, Sheet
from jishi.roster.layout.people import COMMUNITIES, ROSTER

__all__ = [
    "APPOINTMENTS",
    "ASSESSMENTS",
    "CERTIFICATES_HELD",
    "COMMUNITIES",
    "DATED_SHEETS",
    "DAYS",
    "EDUCATION",
    "EXAMPLE_MARK",
    "IDS",
    "REASON",
    "ROSTER",
    "SERVICE",
    "SHEETS",
    "SILENT_HEADERS",
    "WHOLES",
    "Field",
    "Kind",
    "Sheet",
]

SHEETS = (ROSTER, COMMUNITIES, APPOINTMENTS, SERVICE, EDUCATION, CERTIFICATES_HELD, ASSESSMENTS)
DATED_SHEETS = SHEETS[2:]
EXAMPLE_MARK = "示例"
REASON = "原因"
SILENT_HEADERS = frozenset({"序号", "行号", REASON})
