"""Every verb of this room tells the audit, and does nothing when the audit cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import connection
from django.forms.models import model_to_dict

from jishi.access.actions import accounts, delegation, factors, field_rights, grants, lockouts
from jishi.access.actions.sessions import note_sign_in
from jishi.access.enums import AccessVerb, FieldGroup, Level, Role
from jishi.access.models import Account, FieldRight, Grant
from jishi.access.permissions import Sight
from jishi.audit.actions import AuditFailed
from jishi.audit.enums import verbs
from jishi.audit.models import Event
from jishi.audit.presenters import sentence
from tests.access import world as w
from tests.access.test_factors import SECRET, code_at
from tests.access.world import World

TODAY = w.now().date()


class Desk:
    """Who acts on whom in these tests."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clerk = w.holder("clerk", Role.STREET_CLERK, world.street)
        self.deputy = w.holder("deputy", Role.STREET_LEADER, world.street)
        self.system = w.sight(w.holder("sys", Role.SYSTEM_ADMIN, world.city))
        self.security = w.sight(w.holder("sec", Role.SECURITY_ADMIN, world.city))
        self.gone = w.account("gone", world.street, is_active=False)
        self.enrolled = w.holder("enrolled", Role.STREET_CLERK, world.street)
        at = w.now() - timedelta(minutes=5)
        actor = self.system.actor
        factors.enrol(account=self.enrolled, secret=SECRET, code=code_at(at), by=actor, at=at)
        FieldRight.objects.create(
            district=world.district, role=Role.LEADER, group=FieldGroup.PAY, level=Level.READ
        )
        mine = w.sight(self.clerk)
        self.lent = delegation.give(
            grant=self.own, to=self.deputy, on=TODAY + timedelta(days=90), until=TODAY + timedelta(days=99),
            reason="", sight=mine, by=mine.actor, at=at,
        )  # fmt: skip
        AccessAttempt.objects.create(username="clerk", attempt_time=w.now(), failures_since_start=9)

    @property
    def own(self) -> Grant:
        return Grant.objects.get(account=self.clerk, delegated_from=None)


def by(sight: Sight) -> dict[str, Any]:
    return {"sight": sight, "by": sight.actor, "at": w.now()}


def create(d: Desk) -> object:
    return accounts.create(username="newcomer", name="新来", unit=d.world.street, **by(d.system))


def disable(d: Desk) -> object:
    return accounts.disable(account=d.clerk, reason="离岗", **by(d.system))


def enable(d: Desk) -> object:
    return accounts.enable(account=d.gone, reason="复岗", **by(d.system))


def reset_password(d: Desk) -> object:
    return accounts.reset_password(account=d.clerk, reason="忘记", **by(d.system))


def change_password(d: Desk) -> object:
    who = w.sight(d.clerk).actor
    return accounts.change_password(account=d.clerk, old=w.PASSWORD, new="Chosen-by-me-7", by=who, at=w.now())


def move(d: Desk) -> object:
    return accounts.move(account=d.clerk, unit=d.world.other_street, reason="轮岗", **by(d.system))


def link(d: Desk) -> object:
    return accounts.link_person(account=d.clerk, person_uid="p-1", on=TODAY, **by(d.system))


def enrol(d: Desk) -> object:
    at = w.now()
    return factors.enrol(account=d.clerk, secret=SECRET, code=code_at(at), by=w.sight(d.clerk).actor, at=at)


def renew(d: Desk) -> object:
    return factors.renew_codes(account=d.enrolled, by=w.sight(d.enrolled).actor, at=w.now())


def forget(d: Desk) -> object:
    return factors.reset(account=d.enrolled, reason="丢失", **by(d.security))


def give(d: Desk) -> object:
    return grants.give(
        account=d.clerk,
        role=Role.STREET_LEADER,
        unit=d.world.street,
        on=TODAY,
        reason="任命",
        **by(d.security),
    )


def revoke(d: Desk) -> object:
    return grants.revoke(grant=d.own, reason="调离", **by(d.security))


def delegate(d: Desk) -> object:
    ask = {"grant": d.own, "to": d.deputy, "on": TODAY, "until": TODAY, "reason": "休假"}
    return delegation.give(**ask, **by(w.sight(d.clerk)))  # type: ignore[arg-type] # told apart by name


def end(d: Desk) -> object:
    return delegation.end(delegated=d.lent, **by(w.sight(d.clerk)))


def set_levels(d: Desk) -> object:
    levels = {FieldGroup.GRADE: Level.READ}
    return field_rights.set_levels(
        district=d.world.district, role=Role.LEADER, levels=levels, **by(d.security)
    )


def reset_levels(d: Desk) -> object:
    return field_rights.reset(district=d.world.district, role=Role.LEADER, **by(d.security))


def release(d: Desk) -> object:
    return lockouts.release(account=d.clerk, reason="", **by(d.security))


def sign_in(d: Desk) -> object:
    return note_sign_in(account=d.clerk, factor="密码", by=w.sight(d.clerk).actor, at=w.now())


DEEDS: list[tuple[Callable[[Desk], object], AccessVerb]] = [
    (create, AccessVerb.ACCOUNT_CREATE),
    (disable, AccessVerb.ACCOUNT_DISABLE),
    (enable, AccessVerb.ACCOUNT_ENABLE),
    (reset_password, AccessVerb.PASSWORD_RESET),
    (change_password, AccessVerb.PASSWORD_CHANGE),
    (move, AccessVerb.ACCOUNT_MOVE),
    (link, AccessVerb.ACCOUNT_LINK),
    (enrol, AccessVerb.FACTOR_ENROL),
    (renew, AccessVerb.FACTOR_RENEW),
    (forget, AccessVerb.FACTOR_RESET),
    (give, AccessVerb.GRANT_GIVE),
    (revoke, AccessVerb.GRANT_REVOKE),
    (delegate, AccessVerb.DELEGATION_GIVE),
    (end, AccessVerb.DELEGATION_END),
    (set_levels, AccessVerb.FIELD_RIGHT_SET),
    (reset_levels, AccessVerb.FIELD_RIGHT_RESET),
    (release, AccessVerb.LOCKOUT_RELEASE),
    (sign_in, AccessVerb.SIGN_IN),
]


def everything() -> list[dict[str, Any]]:
    models = (Account, Grant, FieldRight, Authenticator, AccessAttempt)
    return [
        {"model": model.__name__, **model_to_dict(row)} for model in models for row in model.objects.all()
    ]


@pytest.mark.parametrize(("deed", "verb"), DEEDS, ids=[verb.value for _, verb in DEEDS])
def test_a_deed_is_told_once_in_the_platforms_chain(
    world: World, deed: Callable[[Desk], object], verb: AccessVerb
) -> None:
    desk = Desk(world)
    known = Event.objects.count()
    deed(desk)
    told = list(Event.objects.order_by("seq"))[known:]
    assert [event.verb for event in told] == [verb]
    assert told[0].chain == "platform"
    assert "（未记）" not in sentence(told[0]), sentence(told[0])


@pytest.mark.parametrize(("deed", "_verb"), DEEDS, ids=[verb.value for _, verb in DEEDS])
def test_a_deed_that_cannot_be_told_is_not_done(
    world: World, deed: Callable[[Desk], object], _verb: AccessVerb
) -> None:
    desk = Desk(world)
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event RENAME TO audit_event_away")
        try:
            with pytest.raises(AuditFailed):
                deed(desk)
        finally:
            cursor.execute("ALTER TABLE audit_event_away RENAME TO audit_event")
    assert everything() == before


def test_every_verb_of_the_room_has_a_sentence() -> None:
    assert all(verbs.find(verb) for verb in AccessVerb)
