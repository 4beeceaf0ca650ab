"""Seeing an identifier in full: for whom, for which reason, and that it is known afterwards."""

from __future__ import annotations

import pytest

from jishi.access.enums import Role
from jishi.audit.models import Event
from tests.registry_people.cast import CARD, PHONE, Cast


@pytest.mark.parametrize(("field", "value"), [("phone", PHONE), ("bank_card", CARD)])
def test_an_identifier_is_given_for_a_reason_and_the_reason_is_logged(
    cast: Cast, field: str, value: str
) -> None:
    person = cast.worker()

    answer = cast.client(Role.SOCIAL_WORK).post(
        f"/people/{person.uid}/unmask/{field}/", {"reason": "办理参保"}
    )

    assert answer.json() == {"value": value}
    assert "no-store" in answer["Cache-Control"]
    event = Event.objects.filter(subject_key=person.uid).latest("seq")
    assert (event.verb, event.reason) == ("view", "办理参保")
    assert value not in event.particulars


def test_the_id_number_is_given_whole(cast: Cast) -> None:
    person = cast.worker()

    answer = cast.client(Role.ORGANISATION).post(
        f"/people/{person.uid}/unmask/id_number/", {"reason": "核对"}
    )

    number = answer.json()["value"]
    assert len(number) == 18
    assert number.endswith(person.id_number_tail)


@pytest.mark.parametrize("reason", ["", " ", "核"])
def test_without_a_reason_nothing_is_given_and_nothing_logged(cast: Cast, reason: str) -> None:
    person = cast.worker()
    client = cast.client(Role.SOCIAL_WORK)
    before = Event.objects.count()

    answer = client.post(f"/people/{person.uid}/unmask/phone/", {"reason": reason})

    assert answer.status_code == 400
    assert "用途" in answer.json()["sentence"]
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", [Role.STREET_CLERK, Role.SECRETARY, Role.AUDITOR, Role.CITY, Role.LEADER])
def test_a_role_that_may_not_unmask_is_refused(cast: Cast, role: Role) -> None:
    person = cast.worker()

    answer = cast.client(role).post(f"/people/{person.uid}/unmask/phone/", {"reason": "办理参保"})

    assert answer.status_code == 403
    assert PHONE not in answer.content.decode()


def test_it_is_never_given_by_reading_an_address(cast: Cast) -> None:
    person = cast.worker()

    answer = cast.client(Role.SOCIAL_WORK).get(f"/people/{person.uid}/unmask/phone/?reason=办理参保")

    assert answer.status_code == 405


def test_a_field_that_is_no_identifier_is_not_found(cast: Cast) -> None:
    person = cast.worker()

    answer = cast.client(Role.SOCIAL_WORK).post(f"/people/{person.uid}/unmask/name/", {"reason": "办理参保"})

    assert answer.status_code == 404
