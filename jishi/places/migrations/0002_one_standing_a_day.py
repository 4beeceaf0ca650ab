"""On PostgreSQL the database itself keeps a unit from standing in two places on one day, or two counts.

SQLite knows no such constraint; there the check inside the action's transaction, which has the only writer,
is the whole of it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

_TABLES = ("places_unitstanding", "places_households", "places_star")


def forbid(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Forbid two facts of one unit that hold on the same day and are both believed."""
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for table in _TABLES:
        editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_one_a_day EXCLUDE USING gist "
            "(unit_id WITH =, daterange(valid_from, valid_before) WITH &&) "
            "WHERE (superseded_at = '9999-12-31 00:00:00+00'::timestamptz)"
        )


def allow(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraints away again."""
    if editor.connection.vendor != "postgresql":
        return
    for table in _TABLES:
        editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_one_a_day")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("places", "0001_initial")]

    operations: ClassVar[list[Operation]] = [migrations.RunPython(forbid, allow)]
