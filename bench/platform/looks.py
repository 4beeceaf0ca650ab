"""What is measured of the product: pages beside bare pages of the same size, a crowd, a search, an export."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bench.platform.browser import Answer, Client, p95_at_rate
from bench.platform.sites import Site

ROUNDS, LOOKS = 3, 12
RATE, SECONDS = 20, 15
FILE_KINDS = ("xlsx", "csv")
CELLS = (b"<td", b"<th ", b"<dd", b"<li")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of each kind of page, several of each so that none is looked at all the time."""

    pages: Mapping[str, Sequence[str]]
    unseen: Sequence[str]  # pages of the roster nobody has looked at yet, as many as are timed
    back: Mapping[str, Sequence[str]]  # the same list as of other days
    searches: Sequence[str]


@dataclass(frozen=True, slots=True)
class Look:
    """A kind of page beside a bare page of its size.

    Units: `size` and `sent` in bytes, plain and compressed; times in seconds, each the best round's median.
    """

    name: str
    size: int
    sent: int
    seconds: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times the bare page it takes."""
        return self.seconds / self.bare


@dataclass(frozen=True, slots=True)
class Exported:
    """One export of everybody.

    Units: `peak` the most memory a web worker held meanwhile, in bytes.
    """

    kind: str
    rows: int
    seconds: float
    peak: int

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


def look(name: str, client: Client, bare: Client, paths: Sequence[str], *, again: bool = True) -> Look:
    """Look at pages and at bare pages of their size in turn; the better of several rounds for both alike.

    Shape: each page is looked at again and again; or only once, when there are as many as are timed.
    """
    first = [_seen(client, path) for path in (paths if again else paths[-2:])]
    size = int(median(len(answer.body) for answer in first))
    plain = f"/?size={size}&cells={int(median(_cells(answer.body) for answer in first))}"
    _seen(bare, plain)
    ours, theirs = [], []
    for turn in range(ROUNDS):
        asked = [paths[(turn * LOOKS + number) % len(paths)] for number in range(LOOKS)]
        pairs = [(_seen(client, path).seconds, _seen(bare, plain).seconds) for path in asked]
        ours.append(median(pair[0] for pair in pairs))
        theirs.append(median(pair[1] for pair in pairs))
    sent = int(median(len(answer.sent) for answer in first))
    return Look(name, size, sent, min(ours), min(theirs))


def _cells(page: bytes) -> int:
    """How many cells a page has, as those of tables and of lists of facts."""
    return sum(page.count(opening) for opening in CELLS)


def _seen(client: Client, path: str) -> Answer:
    answer = client.get(path)
    if answer.status != 200:
        raise SystemExit(f"{path} 回答 {answer.status}，不能测速。")
    return answer


def search_seconds(client: Client, searches: Sequence[str]) -> float:
    """The slowest kind of search, each the better of several medians."""
    return max(
        min(median(_seen(client, path).seconds for _ in range(5)) for _ in range(ROUNDS)) for path in searches
    )


def crowd_seconds(client: Client, paths: Sequence[str]) -> tuple[float, int]:
    """The 95th percentile of pages asked for at a steady rate, the better of two, and how many failed."""
    found = [p95_at_rate(client, paths, rate=RATE, seconds=SECONDS) for _ in range(2)]
    return min(each[0] for each in found), sum(each[1] for each in found)


def exported(client: Client, site: Site, kind: str) -> Exported:
    """Take everybody as a file through the page people use."""
    everybody = "/roster/export/?state=present&state=suspended&state=left&state=coming"
    page = _seen(client, everybody)
    found = re.search(r"导出 ([\d,]+) 人", page.body.decode())
    assert found, "the page does not say how many"
    site.forget_peaks()
    began = time.perf_counter()
    file = client.send(page, everybody, {"file": kind, "reason": "测速"})
    seconds = time.perf_counter() - began
    rows = int(found[1].replace(",", ""))
    if file.status != 200 or len(file.body) < rows * 10:
        raise SystemExit(f"导出没有得到文件：{file.status}。")
    return Exported(kind, rows, seconds, site.peak())


def first_bytes(client: Client, path: str) -> int:
    """All that the first page brings with it, compressed."""
    page = _seen(client, path)
    return len(page.sent) + sum(len(_seen(client, asset).sent) for asset in _assets(page))


def _assets(page: Answer) -> set[str]:
    """The styles, scripts and pictures a page names; none of them brings others along."""
    return set(re.findall(r'(?:href|src)="(/static/[^"#?]+)', page.body.decode()))


def years_before(day: date, years: int) -> date:
    """A day some years earlier."""
    return date(day.year - years, day.month, min(day.day, 28))
