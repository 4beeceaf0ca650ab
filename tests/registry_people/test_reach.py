"""Who is out of reach: foreign people do not exist, by any address, for reading or writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from jishi.access.enums import Role
from jishi.registry.actions.particulars import Graded, Transferred
from jishi.registry.models import Change
from tests.registry_people.cast import Cast

FIELDS = ("id_number", "phone", "bank_card")


def addresses(uid: str, change: int) -> tuple[tuple[str, str], ...]:
    """Every address of a person and of a change, with its method."""
    person, changes = f"/people/{uid}/", f"/changes/{change}/"
    return (
        ("get", person),
        ("get", f"{person}posts/"),
        ("get", f"{person}sheet/"),
        ("get", f"{person}grade/why/"),
        ("get", f"{person}changes/new/"),
        ("get", f"{person}changes/new/grade/"),
        ("post", f"{person}changes/new/grade/"),
        ("post", f"{person}changes/new/grade/effects/"),
        *(("post", f"{person}unmask/{field}/") for field in FIELDS),
        ("get", changes),
        ("get", f"{changes}correct/"),
        ("post", f"{changes}correct/"),
        ("post", f"{changes}correct/effects/"),
        ("post", f"{changes}withdraw/"),
    )


def statuses(client: Any, uid: str, change: int, *, unmasking: bool = True) -> set[int]:
    """What every address answers; those of unmasking are left out for roles that never may."""
    sent = {"grade": "9", "effective_on": "2026-01-01", "token": str(uuid4()), "reason": "试一试"}
    return {
        getattr(client, method)(address, sent if method == "post" else {}).status_code
        for method, address in addresses(uid, change)
        if unmasking or "/unmask/" not in address
    }


@pytest.mark.parametrize("role", [Role.SOCIAL_WORK, Role.ORGANISATION])
def test_somebody_of_another_district_does_not_exist(cast: Cast, role: Role) -> None:
    person = cast.stranger()
    change = Change.objects.get(person=person)
    before = Change.objects.count()

    assert statuses(cast.client(role), person.uid, change.pk) == {404}
    assert Change.objects.count() == before


def test_somebody_of_another_street_does_not_exist(cast: Cast) -> None:
    person = cast.admit("东街人", cast.communities[2])
    change = Change.objects.get(person=person)

    assert statuses(cast.client(Role.STREET_CLERK), person.uid, change.pk, unmasking=False) == {404}


def test_nobody_and_somebody_foreign_are_answered_alike(cast: Cast) -> None:
    person = cast.stranger()
    client = cast.client(Role.SOCIAL_WORK)

    foreign = client.get(f"/people/{person.uid}/").content
    nobody = client.get("/people/aaaaaaaaaaaaaaaaaaaaaa/").content

    assert b"\xe8\xbf\x9c\xe6\x96\xb9\xe5\xae\xa2" not in foreign
    assert len(foreign) == len(nobody)


def test_a_former_street_loses_sight_and_the_new_one_gains_it(cast: Cast) -> None:
    person = cast.worker()
    old, new = cast.client(Role.STREET_CLERK), cast.client(Role.STREET_CLERK, cast.streets[1])
    assert old.get(f"/people/{person.uid}/").status_code == 200
    change = cast.record(person, Transferred(using_unit=cast.communities[2]), cast.today)

    assert statuses(old, person.uid, change.pk, unmasking=False) == {404}
    assert old.get(f"/people/{person.uid}/?on=2024-01-01").status_code == 404
    assert new.get(f"/people/{person.uid}/?on=2024-01-01").status_code == 200


def test_until_a_transfer_takes_effect_the_old_street_keeps_the_file(cast: Cast) -> None:
    person = cast.worker()
    cast.record(person, Transferred(using_unit=cast.communities[2]), cast.today + timedelta(days=1))

    assert cast.client(Role.STREET_CLERK).get(f"/people/{person.uid}/").status_code == 200
    new = cast.client(Role.STREET_CLERK, cast.streets[1])
    assert new.get(f"/people/{person.uid}/").status_code == 404


def test_within_sight_without_the_right_the_answer_is_a_sentence(cast: Cast) -> None:
    person = cast.worker()

    for role in (Role.CIVIL_AFFAIRS, Role.AUDITOR, Role.STREET_LEADER):
        page = cast.client(role).get(f"/people/{person.uid}/changes/new/grade/")
        assert page.status_code == 403
        assert str(role.label) in page.content.decode()


def test_nobody_records_a_change_of_themselves(cast: Cast) -> None:
    person = cast.worker()
    client = cast.client(Role.SOCIAL_WORK, person=person)

    page = client.get(f"/people/{person.uid}/changes/new/grade/")

    assert page.status_code == 403
    assert "本人档案" in page.content.decode()


def test_a_street_cannot_change_a_file_the_district_keeps(cast: Cast) -> None:
    person = cast.head()
    change = cast.record(person, Graded(grade=7), cast.today)
    client = cast.client(Role.STREET_CLERK)

    chosen = client.get(f"/people/{person.uid}/changes/new/")
    assert all(option.refusal for shelf in chosen.context["shelves"] for option in shelf.options)
    assert client.get(f"/people/{person.uid}/changes/new/transfer/").status_code == 403
    assert client.post(f"/changes/{change.pk}/withdraw/").status_code == 403
