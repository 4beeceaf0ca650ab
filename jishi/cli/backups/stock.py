"""Taking stock of a database: for each table how many rows and one checksum over all of them in order.

Read past Django, in whatever state the tables are; the same rows give the same stock on every host.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

Stock = dict[str, list[int | str]]
GIVEN = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}


class Link(Protocol):
    """A database as the drivers of both kinds give it."""

    def execute(self, query: Any, /) -> Any: ...


_TABLES = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY 1"
    ),
    "postgresql": "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
}
_ROWS = {
    "sqlite": 'SELECT * FROM "{table}" ORDER BY rowid',
    "postgresql": 'SELECT t::text FROM public."{table}" t ORDER BY t::text COLLATE "C"',
}


def tables(link: Link, vendor: str) -> list[str]:
    """The names of all tables."""
    return [str(row[0]) for row in link.execute(_TABLES[vendor])]


def take(link: Link, vendor: str) -> Stock:
    """Count and hash every table."""
    if vendor == "postgresql":
        link.execute("SET LOCAL TIME ZONE 'UTC'")
        link.execute("SET LOCAL extra_float_digits = 1")
    return {table: _counted(_rows(link, vendor, table)) for table in tables(link, vendor)}


def _rows(link: Link, vendor: str, table: str) -> Iterator[Sequence[Any]]:
    query = _ROWS[vendor].format(table=table)
    if vendor == "sqlite":
        yield from link.execute(query)
        return
    link.execute(f"DECLARE counted NO SCROLL CURSOR FOR {query}")
    while part := link.execute("FETCH 5000 FROM counted").fetchall():
        yield from part
    link.execute("CLOSE counted")


def _counted(rows: Iterable[Sequence[Any]]) -> list[int | str]:
    taken, count = hashlib.sha256(), 0
    for row in rows:
        taken.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
        count += 1
    return [count, taken.hexdigest()]


def differences(expected: Stock, found: Stock) -> list[str]:
    """Where a restored database is not what was backed up, a sentence for each table."""
    told = [f"少了数据表 {table}。" for table in sorted(expected.keys() - found.keys())]
    told += [f"多出数据表 {table}。" for table in sorted(found.keys() - expected.keys())]
    for table in sorted(expected.keys() & found.keys()):
        (rows, digest), (rows_found, digest_found) = expected[table], found[table]
        if rows != rows_found:
            told.append(f"数据表 {table} 备份时有 {rows} 行，恢复出来 {rows_found} 行。")
        elif digest != digest_found:
            told.append(f"数据表 {table} 行数相同，内容与备份时不同。")
    return told


def is_empty(link: Link, vendor: str) -> bool:
    """Whether there is nothing but what `jishi migrate` itself writes."""
    prefix = "public." if vendor == "postgresql" else ""
    return not any(
        table not in GIVEN and link.execute(f'SELECT 1 FROM {prefix}"{table}" LIMIT 1').fetchone()
        for table in tables(link, vendor)
    )
