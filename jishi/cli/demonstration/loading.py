"""Loading and removing the demo as a whole, and knowing one when it is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from jishi.access.enums import Role
from jishi.access.models import Grant
from jishi.audit.actions import anchor
from jishi.audit.enums import SYSTEM
from jishi.cli.demonstration.accounts import Given, enrol_everyone
from jishi.cli.demonstration.ground import Ground, found_city
from jishi.cli.demonstration.mark import MARK
from jishi.cli.demonstration.people import archives
from jishi.cli.demonstration.policy import grades_held, words_of
from jishi.policy.pack.loader import load_pack
from jishi.registry.actions.intake import admit_archive
from jishi.roster.demo.city import District, GradePath, make_district, scaled

Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which demo to load: its seed, its day, and how many of a hundred people."""

    on: date
    seed: int = 1
    percent: int = 100

    @property
    def code(self) -> str:
        """The code of the city, by which a demo is known."""
        return f"{MARK}{self.on.isoformat()}/{self.seed}/{self.percent}"


def load(wanted: Wanted, *, at: datetime, stage: Stage) -> list[Given]:
    """Load the demo in one transaction, then anchor what the audit has recorded."""
    plans = scaled(wanted.percent)
    packs = {plan.name: load_pack(plan.pack) for plan in plans}
    stage("编写七个区的三年历史")
    districts = [make_district(plan, words_of(packs[plan.name]), wanted.seed, on=wanted.on) for plan in plans]
    with transaction.atomic():
        stage("区划、社区与网格")
        grounds = found_city(wanted.code, districts)
        for ground, district in zip(grounds, districts, strict=True):
            stage(f"{district.plan.name}的人员与历史")
            grades = grades_held(packs[district.plan.name], district)
            _admit(ground, district, grades, at)
        stage("账号")
        given = enrol_everyone(grounds, districts, on=wanted.on, at=at)
    anchor(at=at)
    return given


def _admit(ground: Ground, district: District, grades: GradePath, at: datetime) -> None:
    admit_archive(
        district=ground.district, archives=archives(district, ground.units, grades), by=SYSTEM, at=at
    )


def accounts_given() -> Sequence[Given]:
    """The accounts of a demo that is there, as they are printed."""
    order = {role.value: place for place, role in enumerate(Role)}
    grants = Grant.objects.filter(reason="建立平台").select_related("account", "unit")
    return [
        Given(each.account.username, each.account.name, Role(each.role).label, each.unit.name)
        for each in sorted(grants, key=lambda each: (order.get(each.account.username, 99), each.pk))
    ]


def remove() -> None:
    """Empty the database for another demo: all of it goes, and with it what the audit was anchored to."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _remove_schema(cursor)
        else:
            _remove_tables(cursor)
    connection.close()
    shutil.rmtree(settings.ANCHOR_DIR, ignore_errors=True)
    call_command("migrate", interactive=False, verbosity=0)


def _remove_schema(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT current_schema()")
    (schema,) = cursor.fetchone()
    name = connection.ops.quote_name(schema)
    cursor.execute(f"DROP SCHEMA {name} CASCADE")
    cursor.execute(f"CREATE SCHEMA {name}")


def _remove_tables(cursor: CursorWrapper) -> None:
    cursor.execute("PRAGMA foreign_keys=OFF")
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}")
