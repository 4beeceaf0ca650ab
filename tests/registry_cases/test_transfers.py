"""A transfer goes through its offices by browser: seen, agreed, sent back, refused, and recorded once."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.process.enums import CaseState
from jishi.process.models import Case, Opinion
from jishi.registry.actions.particulars import Left, Transferred
from jishi.registry.models import Change
from tests.registry_cases.offices import Offices, last_case, words
from tests.registry_people.filling import open_sheet


def recorded(case: Case) -> list[Change]:
    return list(Change.objects.filter(token=f"case-{case.pk}"))


def test_across_streets_both_leaders_and_the_district_agree_and_then_it_is_recorded(offices: Offices) -> None:
    person = offices.cast.worker()

    offices.ask_transfer(person, reason="柳桥社区缺人")
    case = last_case()
    assert offices.works_at(person) == "桂园社区"
    assert [step.name for step in case.planned().steps] == ["两街道同意", "区级审批"]

    for client in (offices.leader, offices.other_leader):
        assert case.title in words(client.get("/todo/"))
        assert offices.speak(client, case, text="同意调动").status_code == 302
    assert recorded(case) == []
    done = offices.social_work.post(
        f"/cases/{case.pk}/opinion/",
        {
            "seat": offices.social_work.get(f"/cases/{case.pk}/").context["seat"].pk,
            "digest": case.content_digest,
            "verdict": "agree",
        },
        follow=True,
    )

    assert "已经生效" in words(done)
    assert offices.works_at(person) == "柳桥社区"
    (change,) = recorded(case)
    assert change.recorded_by == "区委社会工作部某"
    assert case.number in change.reason
    assert "柳桥社区缺人" in change.reason


def test_within_a_street_its_leader_alone_decides(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person, to=1)
    case = last_case()

    offices.speak(offices.leader, case)

    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    assert offices.works_at(person) == "松湾社区"


def test_the_district_still_decides_at_once(offices: Offices) -> None:
    person = offices.cast.worker()
    sheet = open_sheet(offices.social_work, f"/people/{person.uid}/changes/new/transfer/")

    sheet.send(using_unit=offices.cast.communities[2].pk, effective_on=offices.cast.today)

    assert not Case.objects.exists()
    assert offices.works_at(person) == "柳桥社区"


def test_the_clerk_cannot_record_a_transfer_past_the_offices(offices: Offices) -> None:
    person = offices.cast.worker()
    sheet = open_sheet(offices.clerk, f"/people/{person.uid}/changes/new/transfer/")

    answer = offices.clerk.post(
        f"/people/{person.uid}/changes/new/transfer/",
        {**sheet.hidden, "using_unit": offices.cast.communities[1].pk, "effective_on": offices.cast.today},
    )

    assert answer.status_code == 302
    assert offices.works_at(person) == "桂园社区"


def test_before_it_is_sent_the_form_says_who_must_agree_and_what_follows(offices: Offices) -> None:
    person = offices.cast.worker()
    typed = {
        "using_unit": offices.cast.communities[2].pk,
        "effective_on": offices.cast.today,
        "token": "11111111-1111-4111-8111-111111111111",
    }

    page = words(offices.clerk.post(f"/people/{person.uid}/cases/transfer/effects/", typed))

    assert "两街道同意：桂园街道、东苑街道（5 个工作日）" in page
    assert "区级审批：区委社会工作部" in page
    assert "管理主体变了" in page


def test_the_same_form_sent_twice_is_one_case(offices: Offices) -> None:
    person = offices.cast.worker()
    sheet = open_sheet(offices.clerk, f"/people/{person.uid}/changes/new/transfer/")
    values = {"using_unit": offices.cast.communities[2].pk, "effective_on": offices.cast.today}

    first, second = sheet.send(**values), sheet.send(**values)

    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_two_transfers_of_one_person_are_not_under_way_at_once(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person)

    again = offices.ask_transfer(person, to=1)

    assert again.status_code == 422
    assert "正在办理" in words(again)


def test_approving_twice_records_once(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person, to=1)
    case = last_case()
    seat = offices.leader.get(f"/cases/{case.pk}/").context["seat"].pk
    values = {"seat": seat, "digest": case.content_digest, "verdict": "agree"}

    first = offices.leader.post(f"/cases/{case.pk}/opinion/", values)
    second = offices.leader.post(f"/cases/{case.pk}/opinion/", values)

    assert (first.status_code, second.status_code) == (302, 409)
    assert len(recorded(case)) == 1


def test_when_somebody_left_meanwhile_the_last_opinion_is_not_given_and_the_page_says_why(
    offices: Offices,
) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person, to=1)
    case = last_case()
    offices.cast.record(person, Left(ground="本人辞职"), offices.cast.days_ago(1))

    answer = offices.speak(offices.leader, case)

    assert answer.status_code == 422
    assert "不在岗" in words(answer)
    assert not Opinion.objects.exists()
    assert Case.objects.get(pk=case.pk).state == CaseState.OPEN


def test_somebody_moved_elsewhere_meanwhile_is_not_moved_again(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person, to=1)
    case = last_case()
    there = offices.cast.communities[3]
    offices.cast.record(person, Transferred(using_unit=there), offices.cast.days_ago(1))

    answer = offices.speak(offices.leader, case)

    assert answer.status_code == 422
    assert "已调到别处" in words(answer)
    assert offices.works_at(person) == there.name


def test_sent_back_it_is_changed_by_its_preparer_and_sent_again(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person)
    case = last_case()
    assert offices.speak(offices.leader, case, "return").status_code == 422
    assert offices.speak(offices.leader, case, "return", "请改到竹岭社区").status_code == 302

    page = words(offices.clerk.get(f"/cases/{case.pk}/"))
    assert "请改到竹岭社区" in page
    assert case.title in words(offices.clerk.get("/todo/drafts/"))
    sheet = open_sheet(offices.clerk, f"/cases/{case.pk}/transfer/")
    sheet.send(using_unit=offices.cast.communities[3].pk, effective_on=offices.cast.today)
    case.refresh_from_db()
    for client in (offices.leader, offices.other_leader, offices.social_work):
        offices.speak(client, case)

    assert offices.works_at(person) == "竹岭社区"
    assert Opinion.objects.filter(case=case).count() == 4


def test_content_changed_after_it_was_opened_is_a_conflict(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person)
    case = last_case()

    answer = offices.speak(offices.leader, case, digest="0" * 64)

    assert answer.status_code == 409
    assert not Opinion.objects.exists()


def proxy(offices: Offices, giver: Client, role: Role, to: Account) -> Client:
    """A browser of somebody who acts under a delegated duty."""
    username = giver.session["_auth_user_id"]
    grant = Grant.objects.get(account_id=username, role=role)
    Grant.objects.create(
        account=to, role=role, unit=grant.unit, valid_from=offices.cast.days_ago(1),
        valid_before=offices.cast.days_ago(-9), delegated_from=grant, granted_by="测试",
        granted_at=offices.cast.at(),
    )  # fmt: skip
    client = Client()
    client.force_login(to, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_whoever_prepared_it_cannot_agree_by_another_duty_nor_through_a_proxy(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person, to=1)
    case = last_case()
    clerk = Account.objects.get(pk=offices.clerk.session["_auth_user_id"])
    as_leader = proxy(offices, offices.leader, Role.STREET_LEADER, clerk)
    own = Grant.objects.get(account=clerk, role=Role.STREET_LEADER)
    as_leader.post("/account/duty/", {"grant": own.pk})
    seat = offices.leader.get(f"/cases/{case.pk}/").context["seat"].pk
    values = {"seat": seat, "digest": case.content_digest, "verdict": "agree"}

    assert offices.clerk.post(f"/cases/{case.pk}/opinion/", values).status_code == 403
    answer = as_leader.post(f"/cases/{case.pk}/opinion/", values)

    assert answer.status_code == 403
    assert "经办人" in words(answer)
    assert not Opinion.objects.exists()


def test_a_file_shows_the_cases_under_way_about_it(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person)

    page = words(offices.clerk.get(f"/people/{person.uid}/"))

    assert last_case().title in page
    assert "正在办理" in page


def test_the_receiving_street_sees_the_case_but_not_the_file(offices: Offices) -> None:
    person = offices.cast.worker()
    offices.ask_transfer(person)
    case = last_case()

    page = offices.other_leader.get(f"/cases/{case.pk}/")

    assert page.status_code == 200
    assert f"/people/{person.uid}/" not in words(page)
    third = offices.cast.client(Role.STREET_LEADER, offices.cast.far_community.parent)
    assert third.get(f"/cases/{case.pk}/").status_code == 404


def test_a_day_to_come_takes_effect_on_its_day(offices: Offices) -> None:
    person = offices.cast.worker()
    later = offices.cast.today + timedelta(days=20)
    offices.ask_transfer(person, to=1, effective_on=later)
    case = last_case()

    offices.speak(offices.leader, case)

    (change,) = recorded(case)
    assert change.effective_on == later
    assert offices.works_at(person) == "桂园社区"
