"""How much of a field group a role sees: the document's table, or what a district has set in its place."""

from __future__ import annotations

import pytest

from jishi.access.actions import field_rights
from jishi.access.enums import FieldGroup, Level, Role
from jishi.access.models import FieldRight
from jishi.access.permissions import ADMINISTRATORS, DEFAULT_LEVELS, Forbidden, Sight
from jishi.ledger import Refused, Stale
from tests.access import world as w
from tests.access.world import World

G, L = FieldGroup, Level


@pytest.fixture
def security(world: World) -> Sight:
    return w.sight(w.holder("sec", Role.SECURITY_ADMIN, world.city))


def set_(world: World, by: Sight, levels: dict[FieldGroup, Level], **more: object) -> int:
    ask = {"district": world.district, "role": Role.LEADER, **more}
    return field_rights.set_levels(levels=levels, sight=by, by=by.actor, at=w.now(), **ask)  # type: ignore[arg-type] # what a test varies


@pytest.mark.parametrize(
    ("role", "group", "level"),
    [
        (Role.ORGANISATION, G.BASIC, L.EDIT),
        (Role.SOCIAL_WORK, G.IDENTIFIERS, L.MASKED),
        (Role.SOCIAL_WORK, G.PAY, L.READ),
        (Role.STREET_CLERK, G.GRADE, L.CONFIRM),
        (Role.STREET_CLERK, G.DISCIPLINE, L.READ),
        (Role.SECRETARY, G.IDENTIFIERS, L.TAIL),
        (Role.SECRETARY, G.PAY, L.NONE),
        (Role.FINANCE, G.PAY, L.EDIT),
        (Role.FINANCE, G.IDENTIFIERS, L.NONE),
        (Role.AUDITOR, G.IDENTIFIERS, L.MASKED),
        (Role.AUDITOR, G.PRIVATE, L.NONE),
        (Role.LEADER, G.GRADE, L.COUNT),
        (Role.LEADER, G.IDENTIFIERS, L.NONE),
        (Role.WORKER, G.BASIC, L.NONE),
    ],
)
def test_the_defaults_are_those_of_the_table(role: Role, group: FieldGroup, level: Level) -> None:
    assert DEFAULT_LEVELS[role][group] == level


def test_nobody_sees_identifiers_in_full_by_default_nor_major_matters() -> None:
    for levels in DEFAULT_LEVELS.values():
        assert levels[G.IDENTIFIERS] <= L.MASKED
        assert levels[G.PRIVATE] == L.NONE


def test_a_district_sets_its_own_and_the_others_keep_theirs(world: World, security: Sight) -> None:
    leader = w.holder("leader", Role.LEADER, world.district)
    other = w.holder("other", Role.LEADER, world.other_district)
    assert set_(world, security, {G.PAY: L.READ, G.GRADE: L.COUNT}) == 1
    assert w.sight(leader).level(G.PAY) == L.READ
    assert w.sight(other).level(G.PAY) == L.COUNT


def test_setting_the_default_again_leaves_no_trace_of_its_own(world: World, security: Sight) -> None:
    set_(world, security, {G.PAY: L.READ})
    set_(world, security, {G.PAY: L.COUNT})
    assert not FieldRight.objects.exists()


def test_all_levels_of_a_role_go_back_to_the_defaults(world: World, security: Sight) -> None:
    set_(world, security, {G.PAY: L.READ, G.SURVEY: L.NONE})
    ask = {"district": world.district, "role": Role.LEADER, "sight": security}
    assert field_rights.reset(by=security.actor, at=w.now(), **ask) == 2  # type: ignore[arg-type] # one mapping
    assert field_rights.reset(by=security.actor, at=w.now(), **ask) == 0  # type: ignore[arg-type] # as above


def test_identifiers_stay_masked_whatever_is_asked(world: World, security: Sight) -> None:
    with pytest.raises(Refused):
        set_(world, security, {G.PAY: L.READ, G.IDENTIFIERS: L.READ})
    assert not FieldRight.objects.exists()


@pytest.mark.parametrize("role", sorted({*ADMINISTRATORS, Role.WORKER, Role.CITY}))
def test_administrators_see_nothing_whatever_a_district_asks(
    world: World, security: Sight, role: Role
) -> None:
    with pytest.raises(Refused):
        set_(world, security, {G.BASIC: L.READ}, role=role)


def test_only_the_districts_own_security_administrator_sets_levels(world: World) -> None:
    far = w.sight(w.holder("far", Role.SECURITY_ADMIN, world.other_district))
    owner = w.sight(w.holder("owner", Role.SOCIAL_WORK, world.district))
    for sight in (far, owner):
        with pytest.raises(Forbidden):
            set_(world, sight, {G.PAY: L.READ})


def test_levels_changed_meanwhile_are_not_overwritten(world: World, security: Sight) -> None:
    seen = dict(DEFAULT_LEVELS[Role.LEADER])
    set_(world, security, {G.PAY: L.READ}, expected=seen)
    with pytest.raises(Stale):
        set_(world, security, {G.GRADE: L.READ}, expected=seen)


def test_a_file_the_district_keeps_hides_its_groups_below_the_district(world: World) -> None:
    clerk = w.sight(w.holder("clerk", Role.STREET_CLERK, world.street))
    owner = w.sight(w.holder("owner", Role.ORGANISATION, world.district))
    assert clerk.level(G.QUALIFICATION, kept_by_district=True) == L.NONE
    assert clerk.level(G.BASIC, kept_by_district=True) == L.EDIT
    assert owner.level(G.QUALIFICATION, kept_by_district=True) == L.EDIT


def test_one_reads_ones_own_file_whatever_the_levels(world: World) -> None:
    worker = w.sight(w.holder("worker", Role.WORKER, world.community))
    assert all(worker.level(group, own=True) == L.READ for group in FieldGroup)


def test_levels_are_changed_and_restored_in_pages(world: World) -> None:
    client = w.signed_in(w.holder("sec", Role.SECURITY_ADMIN, world.district))
    where = f"/roles/{world.district.pk}/leader/"
    levels = dict(DEFAULT_LEVELS[Role.LEADER])
    seen = ",".join(str(int(levels[group])) for group in FieldGroup)
    form = {group.value: int(levels[group]) for group in FieldGroup} | {"seen": seen, "pay": int(L.READ)}
    assert client.post(where, form).status_code == 302
    assert "本区调整" in client.get("/roles/").content.decode()
    assert "刚刚被别人改过" in client.post(where, {**form, "grade": int(L.READ)}).content.decode()
    assert client.post(where, {**form, "identifiers": int(L.EDIT)}).status_code == 200
    assert client.post(f"{where}reset/").status_code == 302
    assert not FieldRight.objects.exists()
    assert client.get(f"/roles/{world.other_district.pk}/leader/").status_code == 404
    assert client.get(f"/roles/{world.district.pk}/system_admin/").status_code == 404
