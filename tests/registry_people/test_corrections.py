"""Saying what a change should have said, and taking a change back."""

from __future__ import annotations

from datetime import date, timedelta

from jishi.access.enums import Role
from jishi.registry.actions.particulars import Contracted, Graded, Transferred
from jishi.registry.models import Change, GradeHeld, Profile, Standing
from tests.registry_people.cast import PHONE, Cast
from tests.registry_people.filling import last_change, open_sheet, words

DAY = date(2026, 3, 1)


def test_a_correction_starts_from_what_was_recorded(cast: Cast) -> None:
    person = cast.worker()
    starts = cast.contract_before
    contract = Contracted(party="桂园街道", kind="劳动合同", number="HT-9", ends_before=date(2032, 3, 1))
    change = cast.record(person, contract, starts)

    page = cast.client(Role.SOCIAL_WORK).get(f"/changes/{change.pk}/correct/", follow=True)

    form = page.context["form"]
    assert form["number"].value() == "HT-9"
    assert form["ends_before"].value() == date(2032, 2, 29)
    assert form["effective_on"].value() == starts


def test_a_correction_needs_a_reason(cast: Cast) -> None:
    change = cast.record(cast.worker(), Graded(grade=6, cause="晋级"), DAY)

    page = open_sheet(cast.client(Role.SOCIAL_WORK), f"/changes/{change.pk}/correct/").send(
        effective_on=DAY, grade=7, cause="晋级"
    )

    assert page.status_code == 422
    assert page.context["form"].errors["reason"] == ["请写明更正理由。"]


def test_what_changes_is_set_side_by_side_before_sending(cast: Cast) -> None:
    change = cast.record(cast.worker(), Graded(grade=6, cause="晋级"), DAY)
    sheet = open_sheet(cast.client(Role.SOCIAL_WORK), f"/changes/{change.pk}/correct/")
    sheet.address = f"/changes/{change.pk}/correct/effects/"

    page = sheet.send(effective_on=DAY, grade=7, cause="晋级")

    changed = [each for each in page.context["differences"] if each.is_changed]
    assert [(each.label, each.before, each.after) for each in changed] == [("核定等级", "6", "7")]


def test_a_correction_counts_from_the_instant_it_is_known(cast: Cast) -> None:
    person = cast.worker()
    change = cast.record(person, Graded(grade=6, cause="晋级"), DAY)
    client = cast.client(Role.SOCIAL_WORK)

    answer = open_sheet(client, f"/changes/{change.pk}/correct/").send(
        effective_on=DAY, grade=7, cause="晋级", reason="文件写的是七级"
    )

    correction = last_change(person)
    assert answer["Location"] == f"/changes/{correction.pk}/?done=1"
    assert correction.corrects == change
    assert GradeHeld.objects.known_at(None).true_on(DAY).get(person=person).grade == 7
    then = correction.recorded_at - timedelta(seconds=1)
    assert GradeHeld.objects.known_at(then).true_on(DAY).get(person=person).grade == 6
    assert "文件写的是七级" in words(client.get(f"/changes/{change.pk}/"))


def test_the_same_correction_sent_twice_is_one(cast: Cast) -> None:
    person = cast.worker()
    change = cast.record(person, Graded(grade=6, cause="晋级"), DAY)
    sheet = open_sheet(cast.client(Role.SOCIAL_WORK), f"/changes/{change.pk}/correct/")

    first = sheet.send(effective_on=DAY, grade=7, cause="晋级", reason="看错了")
    second = sheet.send(effective_on=DAY, grade=7, cause="晋级", reason="看错了")

    assert first["Location"].startswith(second["Location"])
    assert Change.objects.filter(corrects=change).count() == 1


def test_the_entry_itself_can_be_corrected(cast: Cast) -> None:
    person = cast.admit("新来的", phone=PHONE, ethnicity="回族")
    entry = last_change(person)
    sheet = open_sheet(cast.client(Role.SOCIAL_WORK), f"/changes/{entry.pk}/correct/")

    answer = sheet.send(
        name="新来的",
        birth_on="1988-03-15",
        effective_on="2020-04-01",
        using_unit=cast.communities[1].pk,
        position="专职网格员",
        channel="招聘",
        identity="统招专职",
        full_time="on",
        reason="介绍信写的是四月",
    )

    assert answer.status_code == 302
    standing = Standing.objects.as_of(cast.today).get(person=person)
    assert (standing.entered_on, standing.unit) == (date(2020, 4, 1), cast.communities[1])
    assert (standing.birth_on, standing.phone_tail) == (date(1988, 3, 15), "1234")
    assert Profile.objects.known_at(None).get(person=person).ethnicity == "回族"


def test_a_change_is_withdrawn_with_its_reason_and_stays_to_be_seen(cast: Cast) -> None:
    person = cast.worker()
    change = cast.record(person, Graded(grade=6, cause="晋级"), DAY)
    client = cast.client(Role.SOCIAL_WORK)

    client.post(f"/changes/{change.pk}/withdraw/", {"reason": "批文还没有下来"})

    assert not GradeHeld.objects.known_at(None).filter(person=person, grade=6).exists()
    page = words(client.get(f"/people/{person.uid}/changes/"))
    assert "批文还没有下来" in page
    assert "已撤销" in page


def test_the_undo_of_the_toast_needs_no_reason(cast: Cast) -> None:
    change = cast.record(cast.worker(), Graded(grade=6, cause="晋级"), DAY)

    answer = cast.client(Role.SOCIAL_WORK).post(f"/changes/{change.pk}/withdraw/")

    assert answer.status_code == 302
    assert Change.objects.get(corrects=change).reason == "登记后随即撤销"


def test_what_something_was_built_on_says_what_to_undo_first(cast: Cast) -> None:
    person = cast.worker()
    first = cast.record(person, Transferred(using_unit=cast.communities[1]), DAY)
    cast.record(person, Transferred(using_unit=cast.communities[2]), date(2026, 6, 1))

    page = cast.client(Role.SOCIAL_WORK).post(f"/changes/{first.pk}/withdraw/", {"reason": "登记错了"})

    assert page.status_code == 409
    assert "2026-06-01" in words(page)
    assert Change.objects.get(pk=first.pk).withdrawn_at is None


def test_a_withdrawn_change_offers_neither_correction_nor_withdrawal(cast: Cast) -> None:
    change = cast.record(cast.worker(), Graded(grade=6, cause="晋级"), DAY)
    client = cast.client(Role.SOCIAL_WORK)
    client.post(f"/changes/{change.pk}/withdraw/")

    page = client.get(f"/changes/{change.pk}/")

    assert not page.context["can_change"]
    again = client.get(f"/changes/{change.pk}/correct/", follow=True)
    assert again.redirect_chain[-1][0] == f"/changes/{Change.objects.get(corrects=change).pk}/"


def test_withdrawing_is_never_done_by_opening_an_address(cast: Cast) -> None:
    change = cast.record(cast.worker(), Graded(grade=6, cause="晋级"), DAY)

    assert cast.client(Role.SOCIAL_WORK).get(f"/changes/{change.pk}/withdraw/").status_code == 405
