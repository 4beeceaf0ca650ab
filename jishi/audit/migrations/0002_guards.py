"""Let the database itself refuse to change or delete events."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jishi.audit.models.guards import lift_guards, set_guards


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    set_guards(schema_editor.connection)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lift_guards(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
