"""Every page of this room is drawn for whom it is for, in the frame of their duty, and refused to others."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jishi.access.enums import Permission, Role
from jishi.access.models import Grant
from jishi.access.nav import MENU
from jishi.access.permissions import ROLE_PERMISSIONS
from jishi.access.views.doors import visit_of
from jishi.access.views.frame import frame_for
from tests.access import world as w
from tests.access.world import World

PAGES = {
    "access:accounts": {Permission.ACCOUNT_VIEW, Permission.GRANT_VIEW},
    "access:account_new": {Permission.ACCOUNT_EDIT},
    "access:roles": {Permission.GRANT_VIEW},
    "access:lockouts": {Permission.LOCKOUT_EDIT},
    "access:audit": {Permission.AUDIT_VIEW, Permission.ADMIN_AUDIT_VIEW},
    "access:audit_verify": {Permission.AUDIT_VERIFY},
    "access:delegate": {Permission.DELEGATE},
}
OF_AN_ACCOUNT = {
    "access:account": {Permission.ACCOUNT_VIEW, Permission.GRANT_VIEW},
    "access:password_reset": {Permission.ACCOUNT_EDIT},
    "access:account_switch": {Permission.ACCOUNT_EDIT},
    "access:account_move": {Permission.ACCOUNT_EDIT},
    "access:account_link": {Permission.ACCOUNT_EDIT},
    "access:grant_new": {Permission.GRANT_EDIT},
    "access:factor_reset": {Permission.LOCKOUT_EDIT},
}
OF_A_GRANT = {"access:grant_revoke": {Permission.GRANT_EDIT}, "access:simulate": {Permission.GRANT_VIEW}}


@pytest.mark.parametrize("role", list(Role))
def test_each_page_opens_for_its_roles_alone(world: World, role: Role) -> None:
    clerk = w.holder("clerk", Role.STREET_CLERK, world.street)
    grant_id = Grant.objects.get(account=clerk).pk
    client = w.signed_in(w.holder("somebody", role, world.at(role)))
    asked = {reverse(name): permissions for name, permissions in PAGES.items()}
    asked |= {reverse(name, args=["clerk"]): permissions for name, permissions in OF_AN_ACCOUNT.items()}
    asked |= {reverse(name, args=[grant_id]): permissions for name, permissions in OF_A_GRANT.items()}
    for address, permissions in asked.items():
        expected = 200 if permissions & ROLE_PERMISSIONS[role] else 403
        assert client.get(address).status_code == expected, f"{role} {address}"
    assert client.get(reverse("access:me")).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_a_menu_holds_what_the_duty_may_open_and_nine_items_at_most(world: World, role: Role) -> None:
    client = w.signed_in(w.holder("somebody", role, world.at(role)))
    request = client.get("/account/").wsgi_request
    frame = frame_for(request, visit_of(request))
    allowed = {entry.key for entry in MENU if set(entry.permissions) & ROLE_PERMISSIONS[role]}
    assert {item.key for item in frame.nav} <= allowed
    assert len(frame.nav) <= 9
    for item in (*frame.nav, *frame.tabs):
        assert client.get(item.url, follow=True).status_code == 200, item.url


def test_signing_in_leads_administrators_to_their_own_page(world: World) -> None:
    for role, first in (
        (Role.SYSTEM_ADMIN, "/accounts/"),
        (Role.SECURITY_ADMIN, "/accounts/"),
        (Role.AUDIT_ADMIN, "/audit/"),
    ):
        client = w.signed_in(w.holder(role.value, role, world.city))
        assert client.get("/login/landing/")["Location"] == first


def test_looking_as_another_duty_shows_its_reach_and_nothing_of_its_business(world: World) -> None:
    clerk = w.holder("clerk", Role.STREET_CLERK, world.street)
    client = w.signed_in(w.holder("sec", Role.SECURITY_ADMIN, world.city))
    page = client.get(reverse("access:simulate", args=[Grant.objects.get(account=clerk).pk])).content.decode()
    assert "办理人员异动" in page
    assert "脱敏" in page
    assert client.get("/account/").context["visit"].sight.role == Role.SECURITY_ADMIN


def test_a_page_is_kept_out_of_sight_across_districts(world: World) -> None:
    far = w.holder("far", Role.STREET_CLERK, world.far_street)
    grant_id = Grant.objects.get(account=far).pk
    system = w.signed_in(w.holder("sys", Role.SYSTEM_ADMIN, world.district))
    security = w.signed_in(w.holder("sec", Role.SECURITY_ADMIN, world.district))
    answers = [
        client.get(reverse(name, args=["far"])).status_code
        for name in OF_AN_ACCOUNT
        for client in (system, security)
    ]
    answers += [security.get(reverse(name, args=[grant_id])).status_code for name in OF_A_GRANT]
    assert set(answers) <= {403, 404}
    assert "far先生" not in system.get("/accounts/?q=far").content.decode()
