"""Whatever is told, corrected and withdrawn in whatever order: any day at any moment says as a list would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jishi.ledger import Refused
from jishi.ledger.models import FOREVER
from jishi.registry.actions.particulars import (
    Appointed,
    Described,
    Graded,
    Identified,
    Left,
    Particulars,
    Transferred,
)
from jishi.registry.actions.standings import rebuild
from jishi.registry.enums import Presence
from jishi.registry.models import Appointment, Change, GradeHeld, IdentityHeld, Person, Profile, Standing
from jishi.registry.selectors.files import PersonFile, person_file
from jishi.registry.selectors.narrowing import Day, within_sight
from tests.registry_core.replay import Life, Told, life
from tests.registry_core.town import Town

CAME = date(2024, 3, 1)
DAYS = [date(2024, 3, 1), *(date(2024 + month // 12, month % 12 + 1, 10) for month in range(3, 33, 3))]
ASKED = [date(2024, 2, 28), *DAYS, date(2025, 1, 1), date(2027, 6, 1)]
KINDS = ("name", "identity", "grade", "appoint", "add", "transfer", "exit")
NAMES, IDENTITIES = ("王小明", "王晓鸣", "王晓明"), ("统招专职", "转聘", "两委专职")
POSTS = ("居委会委员", "社区党组织委员", "专职网格员")


@dataclass
class Telling:
    """The same story told to the platform and to the plain list."""

    town: Town
    person: Person
    told: list[Told]
    changes: list[Change | None]
    moments: list[datetime] = field(default_factory=list)

    def tell(self, kind: str, day: date, pick: int) -> None:
        value, particulars = self._worded(kind, pick)
        self._try(lambda: self.town.record(self.person, particulars, day), Told(kind, day, value))

    def withdraw(self, pick: int) -> None:
        number = pick % len(self.told)
        change = self.changes[number]
        if change is not None and self.told[number].kind not in {"withdraw", "enter"}:
            self._try(lambda: self.town.withdraw(change), Told("withdraw", change.effective_on, ""), number)

    def correct(self, pick: int, day: date, value_pick: int) -> None:
        number = pick % len(self.told)
        change, kind = self.changes[number], self.told[number].kind
        if change is None or kind in {"withdraw", "enter"}:
            return
        value, particulars = self._worded(kind, value_pick)
        self._try(lambda: self.town.correct(change, particulars, day), Told(kind, day, value), number)

    def _try(self, act: Callable[[], Change], told: Told, strikes: int | None = None) -> None:
        """Tell both, unless the platform refuses."""
        try:
            change = act()
        except Refused:
            return
        self.told.append(told)
        self.changes.append(change)
        self.moments.append(change.recorded_at)
        if strikes is not None:
            self.told[strikes].struck.append(len(self.told) - 1)

    def _worded(self, kind: str, pick: int) -> tuple[str, Particulars]:
        grade, unit = pick % 9 + 1, self.town.communities[pick % 3]
        words: dict[str, tuple[str, Any]] = {
            "name": (NAMES[pick % 3], Described(name=NAMES[pick % 3])),
            "identity": (IDENTITIES[pick % 3], Identified(identity=IDENTITIES[pick % 3])),
            "grade": (str(grade), Graded(grade=grade)),
            "appoint": (POSTS[pick % 3], Appointed(position=POSTS[pick % 3])),
            "add": (POSTS[pick % 3], Appointed(position=POSTS[pick % 3], adds=True)),
            "transfer": (unit.name, Transferred(using_unit=unit, position="专职社区工作者")),
            "exit": ("", Left(ground="辞职")),
        }
        return words[kind]


def said(file: PersonFile, day: date) -> dict[str, object] | None:
    """What the platform's facts say of a day, in the list's words."""
    standing = [fact for fact in file.every(Profile) if fact.valid_from <= day]
    if not standing:
        return None
    held, grade = file.employed(day), file.sole(GradeHeld, day)
    near, identity = file.nearest(type(held), day) if held else None, file.sole(IdentityHeld, day)
    profile = file.sole(Profile, day)
    return {
        "name": profile.name if profile else None,
        "identity": identity.identity if identity else None,
        "grade": str(grade.grade) if grade else None,
        "unit": near.using_unit.name if near else None,
        "present": held is not None,
        "posts": {(post.unit.name, post.position) for post in file.held(Appointment, day)},
    }


def agrees(told: Life, file: PersonFile, standings: list[Standing], day: date) -> None:
    expected, facts = told.at(day), said(file, day)
    rows = [row for row in standings if row.valid_from <= day < row.valid_before]
    assert len(rows) == (expected is not None)
    if expected is None or facts is None:
        assert facts == expected
        return
    if not expected["present"]:
        facts["unit"] = expected["unit"]
    assert facts == expected
    row = rows[0]
    positions = {position for _, position in expected["posts"]}  # type: ignore[attr-defined] # a set of pairs
    assert row.name == expected["name"]
    assert row.identity == expected["identity"]
    assert (str(row.grade) if row.grade else None) == expected["grade"]
    assert row.unit.name == expected["unit"]
    assert (row.presence == Presence.PRESENT) == expected["present"]
    assert set(filter(None, row.positions.split("、"))) == positions


STEP = st.one_of(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(DAYS), st.integers(0, 8)),
    st.tuples(st.just("withdraw"), st.just(CAME), st.integers(0, 20)),
    st.tuples(st.just("correct"), st.sampled_from(DAYS), st.integers(0, 20)),
)


@settings(
    max_examples=30,
    phases=(Phase.explicit, Phase.generate),  # a story of ten steps is short enough as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=3, max_size=10))
def test_any_day_at_any_moment_says_what_a_plain_list_says(
    town: Town, steps: list[tuple[str, date, int]]
) -> None:
    person = town.admit(on=CAME)
    first = Change.objects.get(person=person)
    telling = Telling(
        town, person, [Told("enter", CAME, town.communities[0].name)], [first], [first.recorded_at]
    )
    for kind, day, pick in steps:
        if kind == "withdraw":
            telling.withdraw(pick)
        elif kind == "correct":
            telling.correct(pick, day, pick)
        else:
            telling.tell(kind, day, pick)

    rows = list(Standing.objects.filter(person=person).select_related("unit"))
    for known, moment in enumerate(telling.moments, 1):
        file = person_file(person, moment)
        standings = [row for row in rows if row.recorded_at <= moment < row.superseded_at]
        for day in ASKED:
            agrees(life(telling.told, known), file, standings, day)
    _asked_of_the_roster(telling, rows)


def _asked_of_the_roster(telling: Telling, rows: list[Standing]) -> None:
    """The lists find the same rows, now and at the first moment."""
    sight = telling.town.sight()
    for moment in (None, telling.moments[0], telling.moments[-1]):
        for day in ASKED[::4]:
            at = telling.moments[-1] if moment is None else moment
            expected = [
                row.pk
                for row in rows
                if row.recorded_at <= at < row.superseded_at and row.valid_from <= day < row.valid_before
            ]
            found = within_sight(sight, Day(day, moment)).filter(person=telling.person)
            assert [row.pk for row in found] == expected


def test_standings_made_anew_are_the_same_for_every_moment(town: Town) -> None:
    person = town.admit(on=CAME)
    change = town.record(person, Graded(grade=4), date(2025, 5, 1))
    town.record(person, Transferred(using_unit=town.communities[2]), date(2025, 8, 1))
    town.correct(change, Graded(grade=5), date(2025, 6, 1))
    columns = [each.attname for each in Standing._meta.concrete_fields if each.name != "id"]
    before = sorted(Standing.objects.values_list(*columns), key=str)

    rebuild()

    assert sorted(Standing.objects.values_list(*columns), key=str) == before
    assert FOREVER in {row[columns.index("valid_before")] for row in before}
