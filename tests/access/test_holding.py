"""Duties are given by the security administrator, never to oneself; nobody is two administrators."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jishi.access.actions import accounts, founding, grants
from jishi.access.enums import Level, Permission, Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import ADMINISTRATORS, DEFAULT_LEVELS, ROLE_PERMISSIONS, Forbidden, Sight
from jishi.audit.enums import SYSTEM
from jishi.ledger import Refused, Stale
from jishi.ledger.models import FOREVER
from jishi.places.models import Unit
from tests.access import world as w
from tests.access.world import World

TODAY = w.now().date()
BUSINESS = {
    Permission.PLACE_VIEW, Permission.PLACE_EDIT, Permission.ROSTER_VIEW, Permission.ROSTER_EXPORT,
    Permission.PERSON_VIEW, Permission.PERSON_CHANGE, Permission.PERSON_UNMASK, Permission.SELF_VIEW,
    Permission.TIMELINESS_VIEW, Permission.AUDIT_VIEW, Permission.HOME_VIEW,
}  # fmt: skip


@pytest.fixture
def security(world: World) -> Sight:
    return w.sight(w.holder("security", Role.SECURITY_ADMIN, world.city, person_uid="p-security"))


@pytest.fixture
def clerk(world: World) -> Account:
    return w.account("clerk", world.street)


def give(
    to: Account, role: Role, unit: Unit, by: Sight, *, before: date = FOREVER, stamp: int | None = None
) -> Grant:
    return grants.give(
        account=to, role=role, unit=unit, on=TODAY, before=before, reason="工作需要", stamp=stamp,
        sight=by, by=by.actor, at=w.now(),
    )  # fmt: skip


def test_the_three_administrators_have_nothing_in_common_and_no_business() -> None:
    sets = [ROLE_PERMISSIONS[role] for role in sorted(ADMINISTRATORS)]
    assert len(sets) == 3
    assert not any(one & other for one, other in combinations(sets, 2))
    assert not any(one & BUSINESS for one in sets)
    assert all(level == Level.NONE for role in ADMINISTRATORS for level in DEFAULT_LEVELS[role].values())


def test_a_duty_is_given_with_an_end(world: World, security: Sight, clerk: Account) -> None:
    given_ = give(clerk, Role.STREET_CLERK, world.street, security, before=TODAY + timedelta(days=30))
    assert given_.last_day == TODAY + timedelta(days=29)
    assert w.sight(clerk).role == Role.STREET_CLERK


def test_nobody_grants_to_themselves_nor_to_their_other_account(world: World, security: Sight) -> None:
    own = Account.objects.get(username="security")
    second = w.account("second", world.city, person_uid="p-security")
    for account in (own, second):
        with pytest.raises(Forbidden):
            give(account, Role.SOCIAL_WORK, world.district, security)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECURITY_ADMIN}))
def test_no_other_role_gives_duties(world: World, clerk: Account, role: Role) -> None:
    somebody = w.sight(w.holder("somebody", role, world.at(role)))
    with pytest.raises(Forbidden):
        give(clerk, Role.STREET_CLERK, world.street, somebody)


def test_a_district_gives_within_the_district_alone(world: World, clerk: Account) -> None:
    local = w.sight(w.holder("local", Role.SECURITY_ADMIN, world.other_district))
    with pytest.raises(Forbidden):
        give(clerk, Role.STREET_CLERK, world.street, local)
    theirs = w.account("theirs", world.far_street)
    with pytest.raises(Forbidden):
        give(theirs, Role.STREET_CLERK, world.street, local)


@pytest.mark.parametrize(
    ("role", "unit", "word"),
    [
        (Role.STREET_CLERK, "district", "街道"),
        (Role.SOCIAL_WORK, "street", "区"),
        (Role.SECRETARY, "street", "社区"),
        (Role.AUDIT_ADMIN, "district", "市"),
    ],
)
def test_a_role_fits_its_kind_of_unit(
    world: World, security: Sight, clerk: Account, role: Role, unit: str, word: str
) -> None:
    with pytest.raises(Refused) as refusal:
        give(clerk, role, getattr(world, unit), security)
    assert word in refusal.value.sentence


def test_a_duty_must_last_a_day(world: World, security: Sight, clerk: Account) -> None:
    with pytest.raises(Refused):
        give(clerk, Role.STREET_CLERK, world.street, security, before=TODAY)


def test_the_same_duty_is_not_given_twice(world: World, security: Sight, clerk: Account) -> None:
    give(clerk, Role.STREET_CLERK, world.street, security)
    with pytest.raises(Refused):
        give(clerk, Role.STREET_CLERK, world.street, security)


def test_a_form_opened_before_somebody_elses_change_is_refused(
    world: World, security: Sight, clerk: Account
) -> None:
    give(clerk, Role.STREET_CLERK, world.street, security, stamp=1)
    with pytest.raises(Stale):
        give(clerk, Role.STREET_LEADER, world.street, security, stamp=1)


def test_a_duty_is_taken_away_once(world: World, security: Sight, clerk: Account) -> None:
    given_ = give(clerk, Role.STREET_CLERK, world.street, security)
    grants.revoke(grant=given_, reason="调离", sight=security, by=security.actor, at=w.now())
    with pytest.raises(Stale):
        grants.revoke(grant=given_, reason="调离", sight=security, by=security.actor, at=w.now())


def test_the_database_itself_keeps_an_account_from_two_administrators(world: World, clerk: Account) -> None:
    w.grant(clerk, Role.SYSTEM_ADMIN, world.city)
    with pytest.raises(IntegrityError), transaction.atomic():
        w.grant(clerk, Role.AUDIT_ADMIN, world.city)


def test_an_administrator_whose_time_is_over_can_become_another(
    world: World, security: Sight, clerk: Account
) -> None:
    w.grant(clerk, Role.SYSTEM_ADMIN, world.city, before=TODAY)
    assert give(clerk, Role.AUDIT_ADMIN, world.city, security).role == Role.AUDIT_ADMIN


def test_an_administrators_account_does_no_business(world: World, security: Sight, clerk: Account) -> None:
    give(clerk, Role.SYSTEM_ADMIN, world.city, security)
    with pytest.raises(Refused):
        give(clerk, Role.STREET_CLERK, world.street, security)


def test_the_first_accounts_are_the_platforms_to_make(world: World, security: Sight) -> None:
    two = [
        founding.Enrolment("first", "甲", Role.SYSTEM_ADMIN, world.city, person_uid="p-1"),
        founding.Enrolment("other", "甲", Role.AUDIT_ADMIN, world.city, person_uid="p-1"),
    ]
    ask = {"password": w.PASSWORD, "must_change": True, "on": TODAY, "at": w.now()}
    with pytest.raises(Refused):
        founding.enrol(two[:1], by=security.actor, **ask)  # type: ignore[arg-type] # one mapping for three calls
    with pytest.raises(Refused):
        founding.enrol(two, by=SYSTEM, **ask)  # type: ignore[arg-type] # as above
    made = founding.enrol(two[:1], by=SYSTEM, **ask)  # type: ignore[arg-type] # as above
    assert w.sight(made[0]).role == Role.SYSTEM_ADMIN


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.integers(0, 3), st.sampled_from(sorted(ADMINISTRATORS))),
        st.tuples(st.just("revoke"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("link"), st.integers(0, 3), st.sampled_from(["", "p-1", "p-2"])),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_of_steps_makes_one_person_two_administrators(
    world: World, security: Sight, steps: list[tuple[str, int, str]]
) -> None:
    with transaction.atomic():
        system = w.sight(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
        people = [w.account(f"a{number}", world.city) for number in range(4)]
        for step, who, what in steps:
            try:
                take_step(step, people[who], what, world, {"security": security, "system": system})
            except Refused:
                continue
        assert not persons_with_two(people)
        transaction.set_rollback(True)


def take_step(step: str, account: Account, what: str, world: World, sights: dict[str, Sight]) -> None:
    security, system = sights["security"], sights["system"]
    if step == "give":
        give(account, Role(what), world.city, security)
    elif step == "link":
        accounts.link_person(
            account=account, person_uid=what, on=TODAY, sight=system, by=system.actor, at=w.now()
        )
    elif held := Grant.objects.filter(account=account, revoked_at__isnull=True).first():
        grants.revoke(grant=held, reason="", sight=security, by=security.actor, at=w.now())


def persons_with_two(people: list[Account]) -> list[str]:
    roles: dict[str, set[str]] = {}
    for held in Grant.objects.filter(account__in=people, revoked_at__isnull=True).select_related("account"):
        roles.setdefault(held.account.person_uid or held.account.username, set()).add(held.role)
    return [person for person, held in roles.items() if len(held & ADMINISTRATORS) > 1]
