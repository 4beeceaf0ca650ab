"""Whether the platform can serve, for whoever watches it: nothing about anybody."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from jishi.access.views import clock
from jishi.access.views.doors import open_to_all
from jishi.audit.models import AnchorHead


@open_to_all()
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 # nothing of the request matters
    """Database, migrations, and how long ago the audit was anchored.

    Shape: {"ok", "database", "migrations", "anchor_age_seconds"}; 503 when it cannot serve. An old anchor is
           told but stops nothing.
    """
    try:
        pending, age = _pending_migrations(), _anchor_age()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    answer = {"ok": not pending, "database": True, "migrations": not pending, "anchor_age_seconds": age}
    return JsonResponse(answer, status=503 if pending else 200)


def _pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _anchor_age() -> int | None:
    head = AnchorHead.objects.filter(at__isnull=False).first()
    return None if head is None or head.at is None else int((clock.now() - head.at).total_seconds())
