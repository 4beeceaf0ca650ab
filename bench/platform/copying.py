"""Makes a large district out of a small one: everybody's rows again and again, under other names.

The small district is taken in by the product itself, so that every row is what the product writes; the copies
are written by the database's own quickest way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from jishi.policy.identifiers import make_id_number
from jishi.registry.models import FACTS, Change, Contact, Person, Profile, Standing
from jishi.vault import blind_index, seal, unseal

BATCH = 20_000
SEQUENCES = 1000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
GIVEN = "安宁文静思远清明晓晨嘉瑞子涵雨欣怡然若溪佳慧志建国海燕春华秋实立新永康德庆平玉兰金凤学勤爱民卫东"
SPELT = {"王": "wang", "李": "li", "张": "zhang", "刘": "liu", "陈": "chen"}

Row = dict[str, Any]
Altering = Callable[["Copied", Row], None]


class Copied(NamedTuple):
    """Somebody's copy: the row of the person copied, which copy it is, and its own names."""

    number: int  # its key
    uid: str
    id_number: str
    name: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table as they lie in the database."""

    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]

    @property
    def last(self) -> int:
        """The highest key."""
        return max((row[self.columns.index("id")] for row in self.values), default=0)

    def each(self) -> Iterator[Row]:
        """The rows by the names of their columns."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.values)


def rows_of(model: type[models.Model]) -> Rows:
    """All rows of a table."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
        columns = tuple(each[0] for each in cursor.description)
        return Rows(table, columns, list(cursor.fetchall()))


def multiply(times: int) -> None:
    """Write everybody's rows so many times more, each time as other people."""
    with without_checks(), transaction.atomic():
        indexes = _without_indexes()
        _copy_everybody(times)
        with connection.cursor() as cursor:
            for made in indexes:
                cursor.execute(made)


def _copy_everybody(times: int) -> None:
    people = rows_of(Person)
    step = people.last
    copies = {
        row["id"] + copy * step: _copied(row, row["id"] + copy * step, copy)
        for copy in range(1, times + 1)
        for row in people.each()
    }
    write(people, _again(people, copies, times, step, "id", _as_person))
    tables: list[type[models.Model]] = [Change, *FACTS, Standing]
    changed: dict[type[models.Model], Altering] = {
        Change: _as_change,
        Contact: _sealed_again(people),
        Profile: _as_profile,
        Standing: _as_standing,
    }
    for model in tables:
        rows = rows_of(model)
        write(rows, _again(rows, copies, times, step, "person_id", changed.get(model, _as_it_is)))
    _set_sequences([Person, *tables])


@contextmanager
def without_checks() -> Iterator[None]:
    """Copies of right rows are right: the database need not look up every reference again."""
    off, on = "PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"
    if connection.vendor == "postgresql":
        off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
    with connection.cursor() as cursor:
        cursor.execute(off)
        try:
            yield
        finally:
            cursor.execute(on)


def _without_indexes() -> list[str]:
    """Drop the indexes of the tables to be copied that no constraint leans on; how each is made again."""
    found = (
        "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexname::regclass)"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    copied: list[type[models.Model]] = [Person, Change, *FACTS, Standing]
    tables = {model._meta.db_table for model in copied}
    with connection.cursor() as cursor:
        cursor.execute(found)
        indexes = [(name, made) for name, table, made in cursor.fetchall() if table in tables]
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    return [made for _, made in indexes]


def write(rows: Rows, made: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows in large batches: COPY where the database has it."""
    names = ", ".join(f'"{name}"' for name in rows.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{rows.table}" ({names}) FROM STDIN') as copy:
                for row in made:
                    copy.write_row(row)
            return
        insert = f'INSERT INTO "{rows.table}" ({names}) VALUES ({", ".join(["%s"] * len(rows.columns))})'
        waiting = iter(made)
        while batch := list(islice(waiting, BATCH)):
            cursor.executemany(insert, batch)


def _again(  # what is copied, as whom, how often and how
    rows: Rows, copies: Mapping[int, Copied], times: int, step: int, person: str, change: Altering
) -> Iterator[tuple[Any, ...]]:
    last = rows.last
    listed = list(rows.each())
    for copy in range(1, times + 1):
        for row in listed:
            made = {**row, "id": row["id"] + copy * last}
            made[person] = row[person] + copy * step
            change(copies[made[person]], made)
            yield tuple(made.values())


def _copied(row: Row, number: int, copy: int) -> Copied:
    """What a copy is called follows from its number alone."""
    name = (
        SURNAMES[number % len(SURNAMES)] + GIVEN[number // 43 % len(GIVEN)] + GIVEN[number // 7 % len(GIVEN)]
    )
    family = SPELT.get(name[0], "zhao")
    spelling = f"{family}{_letters(number % 17576)} {family[0]}{_letters(number % 676)[1:]}"
    return Copied(number, f"{row['uid'][:16]}{copy:06d}", _id_number(number), name, spelling)


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))


def _id_number(number: int) -> str:
    """A well-formed ID number of a region nobody has, different for each number."""
    region = 990000 + number // (SEQUENCES * 365) % 9999
    part = number // SEQUENCES
    return make_id_number(
        str(region), date(1970 + part % 30, 1 + part % 12, 1 + part % 28), number % SEQUENCES
    )


def _as_it_is(_who: Copied, _row: Row) -> None:
    """Nothing in the row names the person."""


def _as_person(who: Copied, row: Row) -> None:
    row["uid"] = who.uid
    row["worker_number"] = f"{who.number:07d}"
    row["id_number_sealed"] = seal(who.id_number, table="person", row=who.uid, field="id_number")
    row["id_number_index"] = blind_index(who.id_number, field="id_number")
    row["id_number_tail"] = who.id_number[-6:]


def _as_change(_who: Copied, row: Row) -> None:
    row["token"] = row["corrects_id"] = None


def _as_profile(who: Copied, row: Row) -> None:
    row["name"] = who.name


def _as_standing(who: Copied, row: Row) -> None:
    row["name"], row["spelling"] = who.name, who.spelling
    row["id_number_tail"] = who.id_number[-6:]
    row["phone_tail"] = f"{who.number * 7 % 10_000:04d}" if row["phone_tail"] else ""


def _sealed_again(people: Rows) -> Altering:
    """Telephone and card sealed under the copy's own name."""
    uids = {row["id"]: row["uid"] for row in people.each()}
    opened: dict[tuple[str, str], str] = {}
    step = people.last

    def change(who: Copied, row: Row) -> None:
        for field in ("phone", "bank_card"):
            sealed = row[f"{field}_sealed"]
            if not sealed:
                continue
            owner = uids[(who.number - 1) % step + 1]
            if (field, sealed) not in opened:
                opened[field, sealed] = unseal(sealed, table="contact", row=owner, field=field)
            row[f"{field}_sealed"] = seal(opened[field, sealed], table="contact", row=who.uid, field=field)
        if row["phone_tail"]:
            phone = f"199{who.number % 10_000:04d}{who.number * 7 % 10_000:04d}"
            row["phone_index"], row["phone_tail"] = blind_index(phone, field="phone"), phone[-4:]

    return change


def _set_sequences(tables: Sequence[type[models.Model]]) -> None:
    """Let the next row written by the product have a number of its own."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in tables:
            table = model._meta.db_table
            last = f'(SELECT max(id) FROM "{table}")'
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {last})")
