"""What a delta does to facts before anything is written, and how the ledger writes it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jishi.ledger import Stale
from jishi.ledger.actions import Delta, apply, copied, load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.enums import UnitKind
from jishi.places.models import Star, Unit

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001 # asks for the database
    return Unit.objects.create(kind=UnitKind.CITY, name="测试市", path="00001/")


def _star(unit: Unit, star: str, starts: date = date(2020, 1, 1), before: date = FOREVER) -> Star:
    return Star(unit=unit, star=star, valid_from=starts, valid_before=before)


def test_ending_a_fact_keeps_what_lay_before_the_day(unit: Unit) -> None:
    delta = Delta()
    fact = _star(unit, "三星")

    delta.end(fact, date(2024, 1, 1))

    assert [(each.valid_from, each.valid_before) for each in delta.recorded] == [
        (date(2020, 1, 1), date(2024, 1, 1))
    ]
    assert delta.superseded == [fact]


def test_a_fact_that_began_on_the_day_falls_away_whole(unit: Unit) -> None:
    delta = Delta()

    delta.end(_star(unit, "三星"), date(2020, 1, 1))

    assert not delta.recorded


def test_what_one_delta_records_and_the_next_supersedes_is_never_written(unit: Unit) -> None:
    undo, redo = Delta(), Delta()
    restored = _star(unit, "三星")
    undo.add(restored)
    redo.end(restored, date(2024, 1, 1))
    redo.add(_star(unit, "四星", date(2024, 1, 1)))

    both = undo.followed_by(redo)

    assert not both.superseded
    assert [each.star for each in both.recorded if isinstance(each, Star)] == ["三星", "四星"]
    assert both.after([]) == both.recorded


def test_a_copy_brings_along_what_it_is_linked_to(unit: Unit, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator] # the fixture of pytest-django
        assert copied(_star(unit, "三星"), star="四星").unit.name == "测试市"


def test_a_fact_corrected_by_somebody_else_in_between_stops_the_whole(unit: Unit) -> None:
    load_history([_star_known(unit)])
    one, two = Delta(), Delta()
    one.withdraw(Star.objects.get())
    two.withdraw(Star.objects.get())
    apply(one, change_id=None, at=SECOND)

    with pytest.raises(Stale, match="刚刚被别人改过"):
        apply(two, change_id=None, at=SECOND)


def _star_known(unit: Unit) -> Star:
    fact = _star(unit, "三星")
    fact.recorded_at, fact.superseded_at = FIRST, UNTIL_NOW
    return fact


def test_restored_facts_keep_the_change_they_came_from(unit: Unit) -> None:
    fact = _star_known(unit)
    fact.change_id = 7
    load_history([fact])
    gone, back = Delta(), Delta()
    gone.withdraw(Star.objects.get())
    apply(gone, change_id=8, at=SECOND)
    back.restore(Star.objects.get())

    apply(back, change_id=9, at=datetime(2026, 3, 1, tzinfo=UTC))

    restored = Star.objects.get(superseded_at=UNTIL_NOW)
    assert (restored.change_id, restored.star) == (7, "三星")


def test_facts_are_never_saved_deleted_or_updated_past_the_ledger(unit: Unit) -> None:
    load_history([_star_known(unit)])
    fact = Star.objects.get()

    for act in (fact.save, fact.delete, Star.objects.all().delete, lambda: Star.objects.update(star="五星")):
        with pytest.raises(NotImplementedError):
            act()
    with pytest.raises(NotImplementedError):
        Star.objects.bulk_create([fact])


def test_a_fact_is_found_by_its_two_times(unit: Unit) -> None:
    load_history([_star_known(unit)])
    ending = Delta()
    ending.end(Star.objects.get(), date(2024, 1, 1))
    apply(ending, change_id=None, at=SECOND)

    def known(on: date, at: datetime | None) -> bool:
        return bool(Star.objects.true_on(on).known_at(at).exists())

    assert known(date(2025, 1, 1), FIRST)
    assert not known(date(2025, 1, 1), None)
    assert known(date(2023, 12, 31), None)
    assert not known(date(2019, 12, 31), FIRST)
