"""The event wizard: every kind of change, every refusal beside its field, one effect whatever happens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from jishi.access.enums import Role
from jishi.registry.actions.particulars import Graded, Left
from jishi.registry.enums import ChangeKind
from jishi.registry.forms.changes import FORMS, EnterForm
from jishi.registry.models import (
    Appointment,
    Change,
    Contact,
    Employment,
    GradeHeld,
    Person,
    Profile,
    Standing,
)
from jishi.vault import unseal
from tests.registry_people.cast import Cast
from tests.registry_people.filling import last_change, open_change, words

MOST_FIELDS = 12


def filled(cast: Cast, person: Person, kind: ChangeKind) -> dict[str, Any]:
    """A plausible filling-in of each kind."""
    post = Appointment.objects.known_at(None).filter(person=person).first()
    other, near = cast.communities[2].pk, cast.communities[0].pk
    typed: dict[ChangeKind, dict[str, Any]] = {
        ChangeKind.TRANSFER: {"using_unit": other},
        ChangeKind.APPOINT: {"position": "居委会副主任", "mode": "选任", "term": "2026—2031"},
        ChangeKind.REMOVE: {"appointment": post.pk if post else ""},
        ChangeKind.IDENTITY: {"identity": "两委专职"},
        ChangeKind.EXIT: {"ground": "本人辞职"},
        ChangeKind.EDUCATION: {"level": "硕士研究生", "degree": "硕士", "obtained_on": "2026-07-01"},
        ChangeKind.CERTIFICATE: {"name": "社会工作师", "obtained_on": "2026-10-20"},
        ChangeKind.ASSESSMENT: {"year": 2025, "result": "合格"},
        ChangeKind.GRADE: {"grade": 6, "cause": "年限晋级"},
        ChangeKind.CONTRACT: {"party": "桂园街道", "kind": "劳动合同", "ends_before": "2039-12-31"},
        ChangeKind.AWARD: {
            "kind": "reward",
            "name": "区先进",
            "issuer": "清河区",
            "awarded_on": "2026-10-01",
        },
        ChangeKind.SERVICE: {"workplace": "远处社区", "ends_before": "2016-12-31", "verified": "on"},
        ChangeKind.ASSIGNMENT: {"unit": near, "duty": "民政"},
        ChangeKind.PROFILE: {"political_status": "中共党员"},
        ChangeKind.CONTACT: {"phone": "19911112222"},
        ChangeKind.FIGURE: {"name": "培训学时", "value": "60"},
    }
    return typed[kind]


RECORDABLE = [kind for kind in FORMS if kind is not ChangeKind.ENTER]


def day_of(cast: Cast, kind: ChangeKind) -> str:
    """A plausible day of each kind: today, save for what lies in the past or follows something."""
    days = {ChangeKind.SERVICE: date(2015, 1, 1), ChangeKind.CONTRACT: cast.contract_before}
    return days.get(kind, cast.today).isoformat()


@pytest.mark.parametrize("kind", RECORDABLE, ids=str)
def test_each_kind_of_change_is_recorded_from_its_form(cast: Cast, kind: ChangeKind) -> None:
    person = cast.worker()
    client = cast.client(Role.SOCIAL_WORK)
    day = day_of(cast, kind)

    answer = open_change(client, person, kind).send(effective_on=day, **filled(cast, person, kind))

    change = last_change(person)
    assert (change.kind, change.effective_on.isoformat()) == (kind.value, day)
    assert answer["Location"] == f"/changes/{change.pk}/?done=1"
    page = words(client.get(answer["Location"]))
    assert "已登记" in page
    assert "撤销" in page


@pytest.mark.parametrize("kind", RECORDABLE, ids=str)
def test_the_effects_of_each_kind_are_told_before_it_is_sent(cast: Cast, kind: ChangeKind) -> None:
    person = cast.worker()
    sheet = open_change(cast.client(Role.SOCIAL_WORK), person, kind)
    sheet.address = f"/people/{person.uid}/changes/new/{kind}/effects/"
    before = Change.objects.count()

    panel = words(sheet.send(effective_on=day_of(cast, kind), **filled(cast, person, kind)))

    assert "提交后将发生" in panel
    assert "还不能提交" not in panel
    assert kind.label in panel
    assert Change.objects.count() == before


@pytest.mark.parametrize("kind", [*RECORDABLE, "enter"], ids=str)
def test_no_form_asks_for_more_than_twelve_things(kind: ChangeKind | str) -> None:
    form = EnterForm() if kind == "enter" else FORMS[ChangeKind(kind)]()

    assert len(form.visible_fields()) <= MOST_FIELDS


@pytest.mark.parametrize("kind", [kind for kind in RECORDABLE if kind is not ChangeKind.FIGURE], ids=str)
def test_an_empty_form_says_what_is_missing_above_and_beside(cast: Cast, kind: ChangeKind) -> None:
    person = cast.worker()
    before = Change.objects.count()

    page = open_change(cast.client(Role.SOCIAL_WORK), person, kind).send()

    assert page.status_code == 422
    text = words(page)
    assert "改好后再提交" in text
    for errors in page.context["form"].errors.values():
        for sentence in errors:
            assert text.count(sentence) >= (2 if sentence.startswith("请") else 1)
            assert sentence.endswith("。")
    assert Change.objects.count() == before


def test_a_future_change_waits_until_its_day(cast: Cast) -> None:
    person = cast.worker()
    day = cast.today + timedelta(days=30)
    client = cast.client(Role.SOCIAL_WORK)

    answer = open_change(client, person, "transfer").send(effective_on=day, using_unit=cast.communities[1].pk)

    assert f"{day} 起生效" in words(client.get(answer["Location"]))
    assert Standing.objects.as_of(cast.today).get(person=person).unit == cast.communities[0]
    assert Standing.objects.as_of(day).get(person=person).unit == cast.communities[1]


@pytest.mark.parametrize(("days", "word"), [(3000, "早于"), (10, "退出")], ids=["before", "after"])
def test_a_day_before_entry_or_after_exit_is_refused_beside_the_day(cast: Cast, days: int, word: str) -> None:
    person = cast.worker()
    cast.record(person, Left(ground="本人辞职"), cast.days_ago(50))

    page = open_change(cast.client(Role.SOCIAL_WORK), person, "grade").send(
        effective_on=cast.days_ago(days), grade=6, cause="年限晋级"
    )

    assert page.status_code == 422
    [sentence] = page.context["form"].errors["effective_on"]
    assert word in sentence


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", "", "99999-01-01"])
def test_a_day_that_is_no_day_is_refused_in_words(cast: Cast, day: str) -> None:
    person = cast.worker()

    page = open_change(cast.client(Role.SOCIAL_WORK), person, "grade").send(
        effective_on=day, grade=6, cause="年限晋级"
    )

    assert page.status_code == 422
    assert page.context["form"].errors["effective_on"]


@pytest.mark.parametrize("day", ["2026-11-01", "2026.11.1", "2026/11/01", "2026年11月1日"])
def test_a_day_is_read_however_it_is_written(cast: Cast, day: str) -> None:
    person = cast.worker()

    open_change(cast.client(Role.SOCIAL_WORK), person, "grade").send(effective_on=day, grade=6, cause="晋级")

    assert last_change(person).effective_on == date(2026, 11, 1)


def test_backwards_days_are_refused_beside_the_end(cast: Cast) -> None:
    person = cast.worker()

    page = open_change(cast.client(Role.SOCIAL_WORK), person, "contract").send(
        effective_on="2026-03-01", party="桂园街道", kind="劳动合同", ends_before="2026-02-01"
    )

    assert "早于" in page.context["form"].errors["ends_before"][0]


def test_a_last_day_is_kept_as_the_first_day_no_longer(cast: Cast) -> None:
    person = cast.worker()
    client = cast.client(Role.SOCIAL_WORK)

    open_change(client, person, "contract").send(
        effective_on=cast.contract_before, party="桂园街道", kind="劳动合同", ends_before="2032-02-29"
    )

    assert "2032-02-29" in words(client.get(f"/changes/{last_change(person).pk}/"))


def test_what_is_not_asked_for_changes_nothing(cast: Cast) -> None:
    person = cast.worker()
    stranger = cast.stranger()
    extra = {
        "person": stranger.pk,
        "uid": stranger.uid,
        "kind": "exit",
        "district": cast.other_district.pk,
        "managing_unit": cast.far_community.pk,
        "recorded_by": "别人",
        "recorded_at": "2001-01-01",
        "unit": cast.far_community.pk,
        "id_number_sealed": "x",
        "name": "被改的名字",
        "state": "suspended",
        "version_": 99,
    }

    open_change(cast.client(Role.SOCIAL_WORK), person, "grade").send(
        effective_on=cast.today, grade=6, cause="晋级", **extra
    )

    change = last_change(person)
    assert (change.kind, change.recorded_by) == ("grade", "区委社会工作部某")
    assert Profile.objects.known_at(None).get(person=person).name == "王晓明"
    employment = Employment.objects.known_at(None).true_on(cast.today).get(person=person)
    assert (employment.managing_unit, employment.state) == (cast.streets[0], "active")
    assert not Change.objects.filter(person=stranger).exclude(kind="enter").exists()


def test_a_unit_of_another_district_cannot_be_chosen(cast: Cast) -> None:
    person = cast.worker()

    page = open_change(cast.client(Role.SOCIAL_WORK), person, "transfer").send(
        effective_on=cast.today, using_unit=cast.far_community.pk
    )

    assert "不在可选范围内" in page.context["form"].errors["using_unit"][0]


def test_the_same_form_sent_twice_is_one_change(cast: Cast) -> None:
    person = cast.worker()
    sheet = open_change(cast.client(Role.SOCIAL_WORK), person, "grade")

    first = sheet.send(effective_on=cast.today, grade=6, cause="晋级")
    second = sheet.send(effective_on=cast.today, grade=6, cause="晋级")

    assert first["Location"] == second["Location"]
    assert GradeHeld.objects.known_at(None).filter(person=person, grade=6).count() == 1
    assert Change.objects.filter(person=person, kind="grade").count() == 2


def test_going_back_after_sending_shows_what_was_recorded(cast: Cast) -> None:
    person = cast.worker()
    sheet = open_change(cast.client(Role.SOCIAL_WORK), person, "grade")
    sheet.send(effective_on=cast.today, grade=6, cause="晋级")

    page = sheet.client.get(sheet.address, follow=True)

    assert page.redirect_chain[-1][0] == f"/changes/{last_change(person).pk}/"
    assert "已经提交过" in words(page)


def test_a_form_that_somebody_overtook_is_kept_and_told_what_changed(cast: Cast) -> None:
    person = cast.worker()
    sheet = open_change(cast.client(Role.SOCIAL_WORK), person, "grade")
    cast.moment += timedelta(days=1)
    cast.record(person, Graded(grade=7, cause="别人登记的"), cast.today - timedelta(days=3))

    page = sheet.send(effective_on=cast.today, grade=6, cause="我填写的事由")

    assert page.status_code == 409
    text = words(page)
    assert "被别人改过" in text
    assert "我填写的事由" in text
    [difference] = page.context["differences"]
    assert (difference.label, difference.before, difference.after) == ("核定等级", "5 级", "7 级")
    assert not GradeHeld.objects.filter(person=person, grade=6).exists()


def test_the_kept_form_is_recorded_when_it_is_sent_again(cast: Cast) -> None:
    person = cast.worker()
    sheet = open_change(cast.client(Role.SOCIAL_WORK), person, "grade")
    cast.record(person, Graded(grade=7, cause="别人登记的"), cast.today - timedelta(days=3))
    page = sheet.send(effective_on=cast.today, grade=6, cause="晋级")
    sheet.hidden["version"] = str(page.context["form"]["version"].value())

    answer = sheet.send(effective_on=cast.today, grade=6, cause="晋级")

    assert answer.status_code == 302
    assert GradeHeld.objects.known_at(None).true_on(cast.today).get(person=person).grade == 6


def test_known_facts_are_shown_with_a_way_to_say_they_are_wrong(cast: Cast) -> None:
    person = cast.worker()

    page = words(cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/changes/new/appoint/", follow=True))

    assert "桂园社区" in page
    assert "有误" in page
    assert "/correct/" in page


def test_the_kinds_a_role_may_not_record_are_greyed_with_the_reason(cast: Cast) -> None:
    person = cast.worker()

    page = cast.client(Role.STREET_CLERK).get(f"/people/{person.uid}/changes/new/")

    refused = {option.kind: option.refusal for shelf in page.context["shelves"] for option in shelf.options}
    assert refused[ChangeKind.APPOINT] == ""
    assert "不能登记“奖惩”" in refused[ChangeKind.AWARD]
    assert refused[ChangeKind.AWARD] in words(page)
    assert f"/changes/new/{ChangeKind.AWARD}/" not in words(page)


def test_new_contact_replaces_what_is_given_and_keeps_the_rest(cast: Cast) -> None:
    person = cast.worker()

    open_change(cast.client(Role.SOCIAL_WORK), person, "contact").send(
        effective_on=cast.today, phone="199 1111 2222"
    )

    contact = Contact.objects.known_at(None).true_on(cast.today).get(person=person)
    phone = unseal(contact.phone_sealed, table="contact", row=person.uid, field="phone")
    assert (phone, contact.bank_card_tail) == ("19911112222", "0000")


@pytest.mark.parametrize(
    ("name", "value"), [("phone", "12345"), ("bank_card", "6222020000000000001"), ("bank_card", "abc")]
)
def test_a_wrong_number_is_refused_beside_its_field(cast: Cast, name: str, value: str) -> None:
    person = cast.worker()

    page = open_change(cast.client(Role.SOCIAL_WORK), person, "contact").send(
        effective_on=cast.today, **{name: value}
    )

    assert "核对" in page.context["form"].errors[name][0]


def test_somebody_who_left_comes_back_through_entry(cast: Cast) -> None:
    person = cast.worker()
    cast.record(person, Left(ground="本人辞职"), cast.days_ago(50))

    answer = open_change(cast.client(Role.SOCIAL_WORK), person, "enter").send(
        effective_on=cast.today,
        using_unit=cast.communities[1].pk,
        position="专职网格员",
        channel="招聘",
        identity="统招专职",
        full_time="on",
    )

    assert answer.status_code == 302
    assert Standing.objects.as_of(cast.today).get(person=person).presence == "present"


def test_choosing_people_finds_only_those_in_sight(cast: Cast) -> None:
    cast.worker("王晓明")
    cast.admit("王东街", cast.communities[2])
    client: Client = cast.client(Role.STREET_CLERK)

    page = client.get("/changes/new/?q=王")

    assert [row.name for row in page.context["found"]] == ["王晓明"]
    assert "没有找到" in words(client.get("/changes/new/?q=王东"))
