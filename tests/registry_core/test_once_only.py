"""Two tabs, a form sent twice, a clock that went back, an audit that fails: one effect, or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from jishi.audit.actions import AuditFailed
from jishi.audit.models import ChainHead, Event
from jishi.ledger import Refused, Stale
from jishi.registry.actions import changes, intake
from jishi.registry.actions.particulars import Entered, Graded, Identified, Left
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change, GradeHeld, Person, Standing
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.timeline import timeline
from tests.registry_core.town import NOW, SOCIAL_WORK, Town, a_number

DAY = date(2026, 10, 1)


def test_a_form_sent_twice_has_one_effect(town: Town) -> None:
    person = town.admit()

    first = town.record(person, Graded(grade=4), DAY, token="form-1", version=1 + 1)
    second = town.record(person, Graded(grade=4), DAY, token="form-1", version=1 + 1)

    assert second == first
    assert GradeHeld.objects.filter(person=person).count() == 1


def test_somebody_admitted_twice_by_one_form_is_one_person(town: Town) -> None:
    what = Entered(
        id_number=a_number(),
        name="李秀英",
        identity="统招专职",
        channel="招聘",
        using_unit=town.communities[0],
        position="专职社区工作者",
    )

    admitted = [
        intake.admit(
            district=town.district,
            particulars=what,
            on=DAY,
            token="form-2",
            sight=town.sight(),
            by=SOCIAL_WORK,
            at=town.at(),
        )
        for _ in range(2)
    ]

    assert admitted[0] == admitted[1]
    assert Person.objects.count() == 1


def test_a_token_does_not_open_somebody_elses_change(town: Town) -> None:
    one, two = town.admit("甲某"), town.admit("乙某")
    town.record(one, Graded(grade=4), DAY, token="form-1")

    with pytest.raises(Refused, match="已经用过了"):
        town.record(two, Graded(grade=4), DAY, token="form-1")


def test_a_form_opened_before_another_change_is_refused_with_what_changed(town: Town) -> None:
    person = town.admit()
    opened = Person.objects.get(pk=person.pk).version
    town.record(person, Graded(grade=4), DAY)

    with pytest.raises(Stale, match=r"社工部经办 登记了“岗位等级调整：定为 4 级”"):
        town.record(person, Identified(identity="转聘"), DAY, version=opened)

    town.record(person, Identified(identity="转聘"), DAY, version=opened + 1)


def test_changes_keep_their_order_when_the_clock_goes_back(town: Town) -> None:
    person = town.admit()
    first = town.record(person, Graded(grade=4), DAY)

    second = town.record(person, Identified(identity="转聘"), DAY, at=NOW - timedelta(days=1))

    assert second.recorded_at == first.recorded_at + timedelta(microseconds=1)
    assert person_file(person, first.recorded_at).facts != person_file(person, second.recorded_at).facts
    assert Standing.objects.as_of(DAY, first.recorded_at).get(person=person).identity == "统招专职"
    assert Standing.objects.as_of(DAY, second.recorded_at).get(person=person).identity == "转聘"


def test_nothing_is_left_behind_when_the_audit_fails(town: Town) -> None:
    person = town.admit()
    before = (Change.objects.count(), Standing.objects.count(), Event.objects.count())
    version = Person.objects.get(pk=person.pk).version
    _break_the_audit()

    with pytest.raises(AuditFailed):
        town.record(person, Graded(grade=4), DAY)

    assert (Change.objects.count(), Standing.objects.count(), Event.objects.count()) == before
    assert not GradeHeld.objects.filter(person=person).exists()
    assert Person.objects.get(pk=person.pk).version == version


def _break_the_audit() -> None:
    """The next event of every chain collides with one that is there."""
    ChainHead.objects.update(seq=0)


def test_every_change_leaves_an_event_that_names_whom_and_what(town: Town) -> None:
    person = town.admit()
    change = town.record(person, Graded(grade=4), DAY, reason="年度晋级")
    right = town.correct(change, Graded(grade=5), DAY)
    town.withdraw(right)

    events = list(Event.objects.filter(subject_key=person.uid).order_by("pk"))
    assert [event.verb for event in events] == [
        "person.enter",
        "person.grade",
        "person.corrected",
        "person.withdrawn",
    ]


def test_a_withdrawn_change_is_not_withdrawn_again(town: Town) -> None:
    person = town.admit()
    change = town.record(person, Graded(grade=4), DAY)
    gone = town.withdraw(change)

    with pytest.raises(Refused, match="已经撤销"):
        town.withdraw(change)
    with pytest.raises(Refused, match="撤销本身不能再撤销"):
        town.withdraw(gone)


def test_a_change_others_built_on_is_not_withdrawn(town: Town) -> None:
    person = town.admit()
    change = town.record(person, Graded(grade=4), DAY)
    town.record(person, Graded(grade=5), date(2026, 11, 1))

    with pytest.raises(Refused, match=r"已被“岗位等级调整”（2026-11-01 生效）改动"):
        town.withdraw(change)


def test_a_corrected_change_stays_visible_at_the_earlier_moment(town: Town) -> None:
    person = town.admit()
    wrong = town.record(person, Graded(grade=4), DAY)

    right = town.correct(wrong, Graded(grade=6), date(2026, 9, 1))

    assert Standing.objects.as_of(DAY, wrong.recorded_at).get(person=person).grade == 4
    assert Standing.objects.as_of(DAY).get(person=person).grade == 6
    assert Standing.objects.as_of(date(2026, 9, 1)).get(person=person).grade == 6
    entries = {entry.change: entry.corrected_by for entry in timeline(person)}
    assert entries[wrong] == right
    assert right.corrects == wrong


def test_a_batch_does_what_it_can_and_says_the_rest(town: Town) -> None:
    people = [town.admit(name) for name in ("甲某", "乙某", "丙某")]
    town.record(people[1], Left(ground="辞职"), date(2026, 6, 1))

    result = changes.record_many(
        people=people,
        kind=ChangeKind.GRADE,
        particulars=Graded(grade=4),
        on=DAY,
        token="batch-1",
        sight=town.sight(),
        by=SOCIAL_WORK,
        at=town.at(),
    )

    assert [outcome.change is not None for outcome in result.outcomes] == [True, False, True]
    assert "已于 2026-06-01 退出" in result.refused[0].refusal
    assert Event.objects.filter(verb="person.grade").count() == 2


def test_looking_ahead_writes_nothing(town: Town) -> None:
    person = town.admit()
    before = (Change.objects.count(), Standing.objects.count(), Event.objects.count())

    seen = changes.preview(
        person=person, kind=ChangeKind.EXIT, particulars=Left(ground="辞职"), on=DAY, sight=town.sight()
    )

    assert seen.summary == "退出：辞职，自 2026-10-01 起不再在岗"
    assert (Change.objects.count(), Standing.objects.count(), Event.objects.count()) == before
    assert connection.in_atomic_block
