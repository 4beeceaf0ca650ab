"""Makes a large district out of a small one: everybody's rows again and again, under other names.

The small district is taken in by the product itself, so that every row is what the product writes. Each copy
of a person gets a number, a uid, identifiers and a name of its own; the rest is copied inside the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from jishi.policy.identifiers import make_id_number
from jishi.registry.models import FACTS, Change, Contact, Person, Profile, Standing
from jishi.vault import blind_index, seal

TABLES: list[type[models.Model]] = [Person, Change, *FACTS, Standing]
SEQUENCES = 1000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
GIVEN = "安宁文静思远清明晓晨嘉瑞子涵雨欣怡然若溪佳慧志建国海燕春华秋实立新永康德庆平玉兰金凤学勤爱民卫东"
SPELT = {"王": "wang", "李": "li", "张": "zhang", "刘": "liu", "陈": "chen"}
COPIED = (
    *("source", "copy", "number", "uid", "worker_number", "id_number_sealed", "id_number_index"),
    *("id_number_tail", "name", "spelling", "phone_sealed", "phone_index", "phone_tail", "bank_card_sealed"),
)
WHOLE_NUMBERS = ("source", "copy", "number")
# What is another in a copy's rows than in the person's; `o` is the row copied, `c` the copy.
_OF_MODEL: Mapping[type[models.Model], tuple[str, ...]] = {
    Person: ("uid", "worker_number", "id_number_sealed", "id_number_index", "id_number_tail"),
    Contact: ("phone_sealed", "phone_index", "phone_tail", "bank_card_sealed"),
    Profile: ("name",),
    Standing: ("name", "spelling", "id_number_tail", "phone_tail"),
}
_NOTHING = ("token", "corrects_id")


def multiply(times: int) -> None:
    """Write everybody's rows so many times more, each time as other people."""
    with _without_checks(), transaction.atomic(), connection.cursor() as cursor:
        indexes = _without_indexes(cursor)
        _list_copies(cursor, times)
        for model in TABLES:
            _copy_rows(cursor, model, times)
        for made in indexes:
            cursor.execute(made)
        _set_sequences(cursor)
        cursor.execute("DROP TABLE copied")


@contextmanager
def _without_checks() -> Iterator[None]:
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


def _without_indexes(cursor: CursorWrapper) -> list[str]:
    """Drop the indexes no constraint leans on, and what watches over rows; how each is made again."""
    found = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type"
    )
    if connection.vendor == "postgresql":
        found = (
            "SELECT 'index', indexname, tablename, indexdef FROM pg_indexes"
            " WHERE schemaname = current_schema()"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexname::regclass)"
        )
    tables = {model._meta.db_table for model in TABLES}
    cursor.execute(found)
    dropped = [(kind, name, made) for kind, name, table, made in cursor.fetchall() if table in tables]
    for kind, name, _ in dropped:
        cursor.execute(f'DROP {kind} "{name}"')
    return [made for _, _, made in dropped]


def _list_copies(cursor: CursorWrapper, times: int) -> None:
    """A table of everybody's copies, with what is their own."""
    kinds = ", ".join(f"{name} {'bigint' if name in WHOLE_NUMBERS else 'text'}" for name in COPIED)
    cursor.execute(f"CREATE TEMPORARY TABLE copied ({kinds})")
    people = list(Person.objects.order_by("pk").values_list("pk", "uid"))
    step = people[-1][0]
    marks = ", ".join(["%s"] * len(COPIED))
    for copy in range(1, times + 1):
        rows = [_copied(pk, uid, copy, pk + copy * step) for pk, uid in people]
        cursor.executemany(f"INSERT INTO copied VALUES ({marks})", rows)
    cursor.execute("CREATE INDEX copied_of ON copied (copy, source)")
    cursor.execute("ANALYZE copied" if connection.vendor == "postgresql" else "SELECT 1")


def _copied(source: int, source_uid: str, copy: int, number: int) -> tuple[Any, ...]:
    """What a copy is called follows from its number alone."""
    uid, id_number = f"{source_uid[:16]}{copy:06d}", _id_number(number)
    phone = f"199{number % 10_000:04d}{number * 7 % 10_000:04d}"
    name = SURNAMES[number % 43] + GIVEN[number // 43 % len(GIVEN)] + GIVEN[number // 7 % len(GIVEN)]
    family = SPELT.get(name[0], "zhao")
    return (
        *(source, copy, number, uid, f"{number:07d}"),
        seal(id_number, table="person", row=uid, field="id_number"),
        *(blind_index(id_number, field="id_number"), id_number[-6:]),
        *(name, f"{family}{_letters(number % 17576)} {family[0]}{_letters(number % 676)[1:]}"),
        seal(phone, table="contact", row=uid, field="phone"),
        *(blind_index(phone, field="phone"), phone[-4:]),
        seal(f"6230{number:015d}", table="contact", row=uid, field="bank_card"),
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))


def _id_number(number: int) -> str:
    """A well-formed ID number of a region nobody has, different for each number."""
    region = 990000 + number // (SEQUENCES * 365) % 9999
    part = number // SEQUENCES
    born = date(1970 + part % 30, 1 + part % 12, 1 + part % 28)
    return make_id_number(str(region), born, number % SEQUENCES)


def _copy_rows(cursor: CursorWrapper, model: type[models.Model], times: int) -> None:
    """The rows of one table once for every copy of the people they are of."""
    table, owner = model._meta.db_table, "id" if model is Person else "person_id"
    cursor.execute(f'SELECT max(id) FROM "{table}"')
    last = cursor.fetchone()[0]
    if last is None:
        return
    own = {name: f"c.{name}" for name in _OF_MODEL.get(model, ())} | dict.fromkeys(_NOTHING, "NULL")
    own |= {"id": f"o.id + c.copy * {last}", owner: "c.number"}
    columns = [str(field.column) for field in model._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(own.get(name, f'o."{name}"') for name in columns)
    for copy in range(1, times + 1):
        cursor.execute(  # CROSS JOIN: SQLite must read the rows to be copied first, in their order
            f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" o CROSS JOIN copied c'
            f" WHERE c.copy = {copy} AND c.source = o.{owner} AND o.id <= {last} ORDER BY o.id"
        )


def _set_sequences(cursor: CursorWrapper) -> None:
    """Let the next row written by the product have a number of its own."""
    if connection.vendor != "postgresql":
        return
    for model in TABLES:
        table = model._meta.db_table
        last = f'(SELECT coalesce(max(id), 1) FROM "{table}")'
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {last})")
