"""Whether the platform is well, for whoever watches it: nothing about anybody."""

from __future__ import annotations

import shutil
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from jishi.access.views import clock
from jishi.access.views.doors import open_to_all
from jishi.audit.models import AnchorHead
from jishi.jobs.actions.kinds import rounds
from jishi.jobs.models import Round
from jishi.jobs.rulings import Vitals, troubles
from jishi.jobs.selectors import late_rounds, waiting_since

_BEGAN = time.monotonic()
_OUT_OF_REACH = "连不上数据库，请看数据库是否在运行、DATABASE_URL 是否正确。"


@open_to_all()
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 # nothing of the request matters
    """Red (503) when the platform cannot serve or something that should have run did not.

    Shape: {"ok", "database", "migrations", "anchor_age_seconds", "reasons": [sentence]}.
    """
    try:
        vitals = _vitals(clock.now())
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False, "reasons": [_OUT_OF_REACH]}, status=503)
    reasons = troubles(vitals)
    age = vitals.anchor_age
    answer = {
        "ok": not reasons,
        "database": True,
        "migrations": not vitals.missing_migrations,
        "anchor_age_seconds": None if age is None else int(age.total_seconds()),
        "reasons": reasons,
    }
    return JsonResponse(answer, status=503 if reasons else 200, json_dumps_params={"ensure_ascii": False})


def _vitals(at: datetime) -> Vitals:
    """Measure. A database behind the program is not asked about what it may not have."""
    missing = _missing_migrations()
    return Vitals(
        missing_migrations=missing,
        anchor_age=None if missing else _anchor_age(at),
        anchor_every=timedelta(minutes=settings.ANCHOR_MINUTES),
        late_rounds=[] if missing else _late(at),
        waiting=None if missing else waiting_since(at),
        free_mb=shutil.disk_usage(settings.HOME).free // 1_000_000,
        least_free_mb=settings.FREE_MB,
        has_just_started=time.monotonic() - _BEGAN < settings.STARTING_SECONDS,
    )


def _late(at: datetime) -> list[str]:
    """What should have come round and did not, never begun included: no worker has ever run then."""
    never = rounds().keys() - set(Round.objects.values_list("kind", flat=True))
    return sorted(never) + [each.kind for each in late_rounds(at)]


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _anchor_age(at: datetime) -> timedelta | None:
    head = AnchorHead.objects.filter(at__isnull=False).first()
    return None if head is None or head.at is None else at - head.at
