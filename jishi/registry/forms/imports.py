"""Forms of an import: the upload, and what is typed into the grid of rows with faults."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from django import forms

from jishi.ledger import Refused
from jishi.registry.forms.changes import fields
from jishi.ui.forms import PlainForm

MOST_PASTED = 700_000
_CELL = re.compile(r"c:([^:]{1,8}):(\d{1,7}):(\d{1,4})")
_LONGEST_CELL = 500
Typed = dict[tuple[str, int], dict[int, str]]  # sheet and row → cells by column


class UploadForm(PlainForm):
    """上传: the file, or rows pasted from a spreadsheet, and from when what is in it holds."""

    file = forms.FileField(
        label="文件",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.parquet"}),
        help_text="xlsx、csv 或 parquet，最大 20 MB。用本区自己的格式即可，标题行、合并表头、表尾都会跳过。",
    )
    pasted = forms.CharField(
        label="或粘贴",
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="在 Excel 或 WPS 里连同表头选中，复制后粘贴到这里。",
    )
    since = fields.day("起始日期")

    def __init__(self, *args: Any, since_help: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].help_text = since_help

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if (
            "file" not in self.errors
            and not cleaned.get("file")
            and not (cleaned.get("pasted") or "").strip()
        ):
            self.add_error("file", "请选择文件，或把表格粘贴到下面的框里。")
        return cleaned

    def taken(self) -> tuple[str, bytes]:
        """The name and the bytes of what was sent; what was pasted becomes a csv file."""
        if (sent := self.cleaned_data.get("file")) is not None:
            return str(sent.name), sent.read()
        rows = csv.reader(io.StringIO(self.cleaned_data["pasted"]), delimiter="\t")
        made = io.StringIO()
        csv.writer(made).writerows(rows)
        return "粘贴的表格.csv", made.getvalue().encode("utf-8")

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal beside the input it concerns, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


def chosen_columns(post: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What each column was chosen to be: sheet → index → choice."""
    found: dict[str, dict[str, str]] = {}
    for name, value in post.items():
        kind, _, rest = name.partition(":")
        sheet, _, index = rest.partition(":")
        if kind == "m" and index.isascii() and index.isdigit():
            found.setdefault(sheet, {})[index] = str(value)
    return found


def typed_cells(post: Mapping[str, Any]) -> Typed:
    """What was typed into the grid."""
    found: Typed = {}
    for name, value in post.items():
        if match := _CELL.fullmatch(name):
            key = match[1], int(match[2])
            found.setdefault(key, {})[int(match[3])] = str(value)[:_LONGEST_CELL].strip()
    return found
