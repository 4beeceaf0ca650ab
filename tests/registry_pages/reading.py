"""Reading pages and files the way somebody looking at them would."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import Any

from django.test import Client
from python_calamine import CalamineWorkbook


def text(client: Client, url: str, **data: Any) -> str:
    """The page of an address, which must be there."""
    answer = client.get(url, data)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def heads(page: str) -> list[str]:
    """The heads of the columns of a list."""
    found = re.search(r"<thead>(.*?)</thead>", page, re.DOTALL)
    assert found, "no table on the page"
    cells = re.findall(r"<th[^>]*>(.*?)</th>", found[1], re.DOTALL)
    return [word for cell in cells if (word := re.sub(r"<[^>]+>", "", cell).strip()) and word != "操作"]


def names(page: str) -> list[str]:
    """The names of a list, in order."""
    found = re.findall(r'<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]*)', page)
    return [name.strip() for name in found]


def sheet(content: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet as text."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def lines(content: bytes) -> list[list[str]]:
    """The rows of a csv file."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def body(answer: Any) -> bytes:
    """What an answer that is handed out piece by piece holds."""
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)
