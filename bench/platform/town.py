"""The district that is looked at: a thousand people with ten years of facts taken in by the product, then
multiplied to as many as asked for, and one account that sees them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.platform.copying import multiply
from bench.platform.looks import LOOKS, ROUNDS, Addresses, years_before
from bench.platform.promises import TODAY
from jishi.access.actions.founding import Enrolment, enrol
from jishi.access.enums import Role
from jishi.audit.enums import SYSTEM
from jishi.cli.demonstration.ground import found_city
from jishi.cli.demonstration.people import archives
from jishi.cli.demonstration.policy import grades_held, words_of
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.policy.pack.loader import load_pack
from jishi.registry.actions.intake import admit_archive
from jishi.registry.enums import Presence
from jishi.registry.models import FACTS, Person, Standing
from jishi.roster.demo.city import PLANS, make_district

SEED, YEARS = 20, 10
TAKEN_IN = 1000  # people
SHARE_ON_FILE = 116  # of a hundred present: who left or is to come is on file too
USERNAME, PASSWORD = "bench", "Qingjiang-2026"
CODE = "bench"
YEARS_BACK = 4


@dataclass(frozen=True, slots=True)
class Filling:
    """How many rows the district has."""

    people: int
    standings: int
    facts: int


def fill(people: int, *, at: datetime) -> None:
    """Migrate an empty database and fill it; one that is filled is left as it is."""
    call_command("migrate", interactive=False, verbosity=0)
    if Unit.objects.exists():
        return
    on = timezone.localdate(at)
    _take_in(min(people, TAKEN_IN), on, at)
    multiply(-(-people // Person.objects.count()) - 1)
    refresh_statistics()


def _take_in(people: int, on: date, at: datetime) -> None:
    """Take in the small district with its ten years through the product itself."""
    plan = replace(PLANS[0], people=people * 100 // SHARE_ON_FILE)
    pack = load_pack(plan.pack)
    district = make_district(plan, words_of(pack), SEED, on=on, years=YEARS)
    (ground,) = found_city(CODE, [district])
    files = archives(district, ground.units, grades_held(pack, district))
    admit_archive(district=ground.district, archives=files, by=SYSTEM, at=at)
    everywhere = Enrolment(USERNAME, "沈知行", Role.SOCIAL_WORK, ground.district)
    enrol([everywhere], password=PASSWORD, must_change=False, on=on, by=SYSTEM, at=at)


def refresh_statistics() -> None:
    """Let the database know how its tables are filled, as it does by itself over a night."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def filling() -> Filling:
    """How many rows there are now."""
    facts = sum(kind.objects.count() for kind in FACTS)
    return Filling(Person.objects.count(), Standing.objects.count(), facts)


def addresses(today: date) -> Addresses:
    """Pages of every kind, as many of each."""
    streets = Unit.objects.filter(kind=UnitKind.STREET).order_by("path").values_list("pk", flat=True)
    words = ("education=本科", "identity=两委专职", "post_class=工作人员", "grade_from=3&grade_to=6")
    filtered = [
        f"/roster/?street={pk}&{quote(word, safe='=&')}" for pk, word in zip(streets, words, strict=False)
    ]
    pages = Standing.objects.as_of(today).filter(presence=Presence.PRESENT).count() // 50
    people = list(Person.objects.order_by("uid").values_list("uid", flat=True)[:4_000:1_000])
    then = years_before(today, YEARS_BACK)
    return Addresses(
        pages={
            TODAY: ["/roster/", "/roster/?page=2", "/roster/?page=3", "/roster/?sort=-grade"],
            "花名册，筛选后": filtered,
            "花名册，翻到很后面": [f"/roster/?page={pages * part // 10}" for part in (5, 7, 8, 9)],
            "个人页": [f"/people/{uid}/" for uid in people],
        },
        unseen=[f"/roster/?page={number}" for number in range(11, 11 + ROUNDS * LOOKS + 2)],
        back={
            "截至四年前的花名册": [f"/roster/?on={then}&page={page}" for page in (1, 2, 3, 4)],
            "四年前所知的花名册": [f"/roster/?on={then}&known={then}&page={page}" for page in (1, 2, 3, 4)],
        },
        searches=[f"/search/?q={quote(text)}" for text in ("王", "王文", "wangx", "zh", "1234", "社区")],
    )
