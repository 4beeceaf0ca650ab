"""Inserting many rows at once, for archives and projections: as `bulk_create`, without what it does per row.

The rows get no numbers here; whoever needs them uses the ordinary way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection, models

_Adapt = Callable[[Any], Any]


def insert_rows(model: type[models.Model], rows: Iterable[models.Model]) -> int:
    """Insert rows of one model; how many."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    adapts = [(field.attname, _adapt(field)) for field in fields]
    values = [[adapt(getattr(row, name)) for name, adapt in adapts] for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", values
            )
    return len(values)


def _adapt(field: models.Field[Any, Any]) -> _Adapt:
    """What turns a value of a field into what the driver takes."""
    if isinstance(field, models.DateField | models.JSONField):
        return partial(field.get_db_prep_save, connection=connection)
    if isinstance(field, models.CharField | models.TextField):
        return _text
    return _as_is


def _text(value: object) -> str | None:
    return value if type(value) is str else None if value is None else str(value)


def _as_is(value: Any) -> Any:
    return value
