"""The database itself keeps a person from having two profiles, employments, identities or grades on one day.

PostgreSQL by an exclusion constraint over two ranges, which needs no extension; SQLite by triggers.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

TABLES = (
    "registry_profile",
    "registry_contact",
    "registry_identityheld",
    "registry_employment",
    "registry_gradeheld",
)
_EXCLUDE = """
ALTER TABLE {table} ADD CONSTRAINT {table}_one_a_day EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&, daterange(valid_from, valid_before) WITH &&
) WHERE (superseded_at = '9999-12-31 00:00:00+00'::timestamptz)
"""
_TRIGGER = """
CREATE TRIGGER {table}_one_a_day BEFORE INSERT ON {table}
WHEN NEW.superseded_at = '9999-12-31 00:00:00' AND EXISTS (
    SELECT 1 FROM {table} WHERE person_id = NEW.person_id AND superseded_at = NEW.superseded_at
    AND valid_from < NEW.valid_before AND valid_before > NEW.valid_from
)
BEGIN SELECT RAISE(ABORT, '{table}_one_a_day'); END
"""


def forbid(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Forbid two facts of one sole kind and person that hold on the same day and are both believed."""
    statement = _EXCLUDE if editor.connection.vendor == "postgresql" else _TRIGGER
    for table in TABLES:
        editor.execute(statement.format(table=table))


def allow(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the constraints away again."""
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_one_a_day")
        else:
            editor.execute(f"DROP TRIGGER {table}_one_a_day")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("registry", "0001_initial")]

    operations: ClassVar[list[Operation]] = [migrations.RunPython(forbid, allow)]
