"""Somebody on file is never overwritten: field by field, by a change; what was imported can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jishi import vault
from jishi.access.enums import Role
from jishi.jobs.models import Job
from jishi.places.models import Unit, UnitStanding
from jishi.registry.actions.imports.files import folder
from jishi.registry.actions.particulars import Described
from jishi.registry.enums import ImportState, RowState
from jishi.registry.models import Change, ImportJob, Person, Profile, Standing
from tests.registry_imports import books
from tests.registry_imports.desk import Desk, row_of, sentences
from tests.registry_people.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_somebody_on_file_is_told_field_by_field_and_nothing_is_taken_by_itself(desk: Desk) -> None:
    number = books.number_of()
    desk.cast.admit("王晓明", id_number=number, phone="19900001234")
    of = desk.checked(books.roster([books.person("王晓敏", id=number, people="回族", community="松湾社区")]))

    assert row_of(of, 5).state == RowState.KNOWN
    desk.do(of, "take-in")
    assert Profile.objects.known_at(None).get().name == "王晓明"
    page = desk.read(f"/imports/{of.pk}/known/5/")
    for words in ("王晓明", "王晓敏", "回族", "松湾社区", "用新值", "保留"):
        assert words in page


def test_a_new_value_chosen_is_a_change_and_what_is_kept_stays(desk: Desk) -> None:
    number = books.number_of()
    person = desk.cast.admit("王晓明", id_number=number)
    of = desk.checked(books.roster([books.person("王晓敏", id=number, people="回族")]))
    before = Change.objects.count()

    form = {"d:name": "new", "d:ethnicity": "keep"}
    desk.client.post(f"/imports/{of.pk}/known/5/", form)
    desk.client.post(f"/imports/{of.pk}/known/5/", form)

    latest = Change.objects.filter(person=person).latest("pk")
    assert (latest.kind, Change.objects.count()) == ("profile", before + 1)
    assert Standing.objects.as_of(desk.cast.today).get(person=person).name == "王晓敏"
    assert desk.now(of).state == ImportState.IMPORTED


def test_somebody_of_another_district_is_refused_in_the_words_of_anybody_known(desk: Desk) -> None:
    stranger = desk.cast.stranger()
    number = vault.unseal(stranger.id_number_sealed, table="person", row=stranger.uid, field="id_number")
    of = desk.checked(books.roster([books.person("远方客", id=number, sex=None, birth=None)]))
    row = row_of(of, 5)
    assert row.state == RowState.FAULTY
    assert "不能重复建档" in sentences(row)
    assert row.person is None
    assert "远山" not in desk.read(f"/imports/{of.pk}/rows/")


def test_a_street_clerk_cannot_bring_anybody_into_another_street_nor_learn_of_them(cast: Cast) -> None:
    clerk = Desk(cast, Role.STREET_CLERK)
    elsewhere = books.number_of()
    cast.admit("外街人", cast.communities[2], id_number=elsewhere)
    of = clerk.checked(
        books.roster(
            [
                books.person("本街人"),
                books.person("别街人", community="柳桥社区", street="东苑街道"),
                books.person("外街人", id=elsewhere),
            ]
        )
    )
    assert [row_of(of, n).state for n in (5, 6, 7)] == [RowState.READY, RowState.FAULTY, RowState.FAULTY]
    assert "不能重复建档" in sentences(row_of(of, 7))
    clerk.do(of, "take-in")
    assert Person.objects.count() == 2

    next_door = Desk(cast, Role.STREET_CLERK, cast.streets[1])
    assert next_door.client.get(f"/imports/{of.pk}/").status_code == 404
    assert next_door.client.post(f"/imports/{of.pk}/do/undo/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_whole_import_is_undone_while_nothing_was_built_on_it(desk: Desk) -> None:
    of = desk.checked(books.roster([books.person(f"甲{n}") for n in range(3)]))
    desk.do(of, "take-in")
    assert "撤销整批导入" in desk.read(f"/imports/{of.pk}/")

    desk.do(of, "undo")
    of = desk.now(of)
    assert (of.state, of.stored) == (ImportState.UNDONE, "")
    assert not Standing.objects.as_of(desk.cast.today).exists()
    assert not list(folder().glob("*"))


def test_what_was_undone_can_be_imported_again_under_the_same_person(desk: Desk) -> None:
    content = books.roster([books.person("甲一")])
    of = desk.checked(content)
    desk.do(of, "take-in")
    uid = Person.objects.get().uid
    desk.do(of, "undo")

    again = desk.checked(content)
    desk.do(again, "take-in")
    assert Person.objects.get().uid == uid
    assert Standing.objects.as_of(desk.cast.today).get().name == "甲一"


def test_undoing_is_refused_naming_what_came_later(desk: Desk) -> None:
    of = desk.checked(books.roster([books.person("甲一"), books.person("甲二")]))
    desk.do(of, "take-in")
    person = row_of(of, 6).person
    assert person is not None
    desk.cast.record(person, Described(ethnicity="回族"), desk.cast.today, at=of_later(of))

    answer = desk.do(of, "undo")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "甲二，基本信息变更（社工部经办登记）" in page
    assert Standing.objects.as_of(desk.cast.today).count() == 2


def of_later(of: ImportJob) -> datetime:
    """An instant after the import."""
    return ImportJob.objects.get(pk=of.pk).created_at + timedelta(hours=1)


def test_after_seven_days_an_import_is_settled(desk: Desk) -> None:
    of = desk.checked(books.roster([books.person("甲一")]))
    desk.do(of, "take-in")
    ImportJob.objects.filter(pk=of.pk).update(imported_at=desk.now(of).created_at - timedelta(days=8))
    assert "撤销整批导入" not in desk.read(f"/imports/{of.pk}/")
    assert "满 7 天" in desk.do(of, "undo").content.decode()


def test_places_imported_are_taken_back_unless_somebody_works_there(desk: Desk) -> None:
    of = desk.checked(books.places([["湖滨街道", "湖滨一社区", 2000, 6000]]), "places")
    desk.do(of, "take-in")
    unit = Unit.objects.get(name="湖滨一社区")
    desk.cast.admit("湖边人", unit)
    assert "湖边人在湖滨一社区" in desk.do(of, "undo").content.decode()

    other = desk.checked(books.places([["山南街道", "山南社区", 10, 20]]), "places")
    desk.do(other, "take-in")
    desk.do(other, "undo")
    assert desk.now(other).state == ImportState.UNDONE
    assert not UnitStanding.objects.known_at(None).filter(name="山南社区").exists()


def test_no_number_stands_in_clear_in_what_is_kept_of_an_import(desk: Desk) -> None:
    number = books.number_of()
    bad = "99010119880314001X"
    of = desk.checked(books.roster([books.person("甲一", id=number), books.person("甲二", id=bad)]))
    desk.do(of, "take-in")

    kept = repr(list(ImportJob.objects.values())) + repr(list(of.rows.values()))
    kept += repr(list(Job.objects.values()))
    kept += "".join(each.read_text(encoding="ascii") for each in folder().glob("*"))
    assert number not in kept
    assert bad not in kept
    assert Person.objects.get().worker_number == "000001"
