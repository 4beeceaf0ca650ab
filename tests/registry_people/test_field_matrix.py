"""Which words of a file each role finds on a person's pages: a canary a field group, every page walked."""

from __future__ import annotations

from datetime import date

import pytest

from jishi.access.enums import FieldGroup, Level, Role
from jishi.access.models import FieldRight
from jishi.registry.actions.particulars import Assessed, Awarded, Graded, Graduated
from jishi.registry.models import Person
from tests.registry_core.town import a_number
from tests.registry_people.cast import CARD, PHONE, Cast
from tests.registry_people.filling import words

G = FieldGroup
CANARIES = {
    G.QUALIFICATION: "丹顶鹤大学",
    G.GRADE: "丹顶鹤事由",
    G.ASSESSMENT: "丹顶鹤等次",
    G.DISCIPLINE: "丹顶鹤表彰",
}
SEES: dict[Role, set[FieldGroup]] = {
    Role.CITY: set(CANARIES),
    Role.ORGANISATION: set(CANARIES),
    Role.SOCIAL_WORK: set(CANARIES),
    Role.CIVIL_AFFAIRS: {G.QUALIFICATION, G.GRADE, G.ASSESSMENT},
    Role.LABOUR: {G.QUALIFICATION, G.GRADE},
    Role.FINANCE: {G.QUALIFICATION, G.GRADE},
    Role.STREET_CLERK: set(CANARIES),
    Role.STREET_LEADER: set(CANARIES),
    Role.SECRETARY: {G.QUALIFICATION, G.GRADE, G.ASSESSMENT},
    Role.AUDITOR: set(CANARIES),
    Role.LEADER: set(),
}
NO_PERSON = (
    Role.REVIEWER,
    Role.DEPARTMENT,
    Role.WORKER,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
)
TAILS = {
    Role.SOCIAL_WORK: "masked",
    Role.STREET_CLERK: "masked",
    Role.SECRETARY: "tail",
    Role.CIVIL_AFFAIRS: "none",
    Role.LEADER: "none",
}


def marked(cast: Cast, person: Person) -> Person:
    """Somebody with a canary in every field group."""
    for on, what in (
        (date(2020, 3, 1), Graduated(level="本科", school=CANARIES[G.QUALIFICATION])),
        (date(2024, 1, 1), Graded(grade=4, cause=CANARIES[G.GRADE])),
        (date(2025, 1, 1), Assessed(year=2024, result=CANARIES[G.ASSESSMENT])),
        (date(2024, 5, 1), Awarded(name=CANARIES[G.DISCIPLINE], awarded_on=date(2024, 5, 1))),
    ):
        cast.record(person, what, on)
    return person


def pages_of(person: Person) -> tuple[str, ...]:
    """Every address that shows something of a person."""
    tabs = ("posts", "schooling", "assessments", "awards", "grade", "contracts", "service", "changes")
    home = f"/people/{person.uid}/"
    return (
        home,
        f"{home}?compare=2021-01-01",
        *(f"{home}{tab}/" for tab in tabs),
        f"{home}sheet/",
        f"{home}grade/why/",
        f"{home}changes/new/",
        f"{home}changes/new/grade/",
    )


@pytest.mark.parametrize("role", SEES, ids=str)
def test_a_role_finds_the_field_groups_of_the_table_and_no_other(cast: Cast, role: Role) -> None:
    person = marked(cast, cast.admit("田字格", phone=PHONE, bank_card=CARD))
    client = cast.client(role)

    seen = "".join(words(client.get(page, follow=True)) for page in pages_of(person))
    seen += words(client.get(f"/people/{person.uid}/outlook/", headers={"HX-Request": "true"}))

    assert {group for group, canary in CANARIES.items() if canary in seen} == SEES[role]


@pytest.mark.parametrize("role", [*SEES, *NO_PERSON], ids=str)
def test_no_role_finds_a_whole_identifier_on_any_page(cast: Cast, role: Role) -> None:
    number = a_number()
    person = marked(cast, cast.admit("田字格", id_number=number, phone=PHONE, bank_card=CARD))
    client = cast.client(role)

    seen = "".join(words(client.get(page, follow=True)) for page in pages_of(person))

    for whole in (PHONE, CARD, number):
        assert whole not in seen


@pytest.mark.parametrize("role", TAILS, ids=str)
def test_an_identifier_is_masked_or_a_tail_or_absent(cast: Cast, role: Role) -> None:
    person = cast.worker()

    text = words(cast.client(role).get(f"/people/{person.uid}/"))

    shown = "masked" if "*******1234" in text else "tail" if "尾号 1234" in text else "none"
    assert shown == TAILS[role]


@pytest.mark.parametrize("role", NO_PERSON, ids=str)
def test_a_duty_without_people_opens_nobody(cast: Cast, role: Role) -> None:
    person = cast.worker()

    assert cast.client(role).get(f"/people/{person.uid}/").status_code == 403


def test_of_a_file_the_district_keeps_a_street_sees_the_basic_facts_and_why(cast: Cast) -> None:
    person = marked(cast, cast.head())
    client = cast.client(Role.STREET_CLERK)

    page = client.get(f"/people/{person.uid}/")
    seen = "".join(words(client.get(each, follow=True)) for each in pages_of(person))

    assert "档案由区委组织部保管" in words(page)
    assert "社区党组织书记" in words(page)
    assert [tab.label for tab in page.context["tabs"]] == ["概览", "任职", "等级", "合同", "变更记录"]
    for group in (G.QUALIFICATION, G.ASSESSMENT, G.DISCIPLINE):
        assert CANARIES[group] not in seen


def test_the_district_sees_a_file_it_keeps_in_full(cast: Cast) -> None:
    person = marked(cast, cast.head())
    client = cast.client(Role.ORGANISATION)

    seen = "".join(words(client.get(each, follow=True)) for each in pages_of(person))

    assert all(canary in seen for canary in CANARIES.values())


def test_a_district_that_closes_a_field_group_closes_it_on_every_page(cast: Cast) -> None:
    person = marked(cast, cast.admit("田字格"))
    FieldRight.objects.create(
        district=cast.district, role=Role.STREET_CLERK, group=G.ASSESSMENT, level=Level.NONE
    )
    client = cast.client(Role.STREET_CLERK)

    seen = "".join(words(client.get(each, follow=True)) for each in pages_of(person))

    assert CANARIES[G.ASSESSMENT] not in seen
    assert "考核</a>" not in words(client.get(f"/people/{person.uid}/"))


def test_the_change_page_of_a_hidden_kind_is_refused_in_words(cast: Cast) -> None:
    person = cast.admit("田字格")
    change = cast.record(person, Awarded(name=CANARIES[G.DISCIPLINE], awarded_on=cast.today), cast.today)

    page = cast.client(Role.LABOUR).get(f"/changes/{change.pk}/")

    assert page.status_code == 403
    assert CANARIES[G.DISCIPLINE] not in words(page)
