"""Planning how people come, move and leave: 入职, 调动, 退出."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jishi.ledger import Refused
from jishi.ledger.actions import copied
from jishi.ledger.models import FOREVER
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.policy.identifiers import birth_of, clean_id_number, sex_of
from jishi.policy.period import ONE_DAY, full_years
from jishi.registry.actions.particulars import Described, Entered, Left, Reached, Transferred
from jishi.registry.actions.plans.draft import Draft, checked_text, street_of
from jishi.registry.actions.plans.qualifying import add_education
from jishi.registry.actions.plans.reaching import contact_with, profile_with
from jishi.registry.actions.plans.standing import add_contract
from jishi.registry.models import (
    Appointment,
    Assignment,
    Contact,
    Contract,
    Employment,
    GradeHeld,
    IdentityHeld,
    PersonFact,
    Profile,
    Service,
)

YOUNGEST = 16  # years: Labour Law, article 15
ENGAGED = "聘任"
ENDS_WITH_EMPLOYMENT: Sequence[type[PersonFact]] = (Appointment, Assignment, GradeHeld, Contract)
USED_BY = frozenset({UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID})


def enter(draft: Draft, what: Entered) -> None:
    """A person's employment and first post begin; of somebody new, their file too."""
    _check_not_employed(draft)
    _check_uses(what.using_unit)
    managing = what.managing_unit or street_of(what.using_unit) or what.using_unit
    _describe(draft, what)
    _identify(draft, what)
    starts: dict[str, object] = {"person": draft.file.person, "valid_from": draft.on}
    draft.delta.add(
        Employment(
            **starts,
            channel=checked_text(what.channel, "channel", "请选择进入渠道。"),
            recruiting_unit=what.recruiting_unit or managing,
            managing_unit=managing,
            using_unit=what.using_unit,
            full_time=what.full_time,
            state=what.state,
            entered_on=draft.on,
        )
    )
    position = checked_text(what.position, "position", "请选择岗位。")
    draft.delta.add(
        Appointment(**starts, unit=what.using_unit, position=position, mode=what.mode, term=what.term)
    )
    draft.delta.add(Service(**starts, workplace=workplace(what.using_unit), verified=True, counts=True))
    if what.contract is not None:
        add_contract(draft, what.contract)
    if what.education is not None:
        add_education(draft, what.education, _birth(draft))


def _check_not_employed(draft: Draft) -> None:
    held = draft.file.employed(draft.on)
    if held is not None:
        raise Refused(
            f"{draft.who}自 {held.entered_on} 起在岗，不能再次入职。如是换单位，请办理调动。", field="person"
        )
    later = next((each for each in draft.file.every(Employment) if each.valid_from > draft.on), None)
    if later is not None:
        raise Refused(
            f"{draft.who}已登记自 {later.valid_from} 入职，不能再登记更早的入职。请先更正那一条。", field="on"
        )


def _check_uses(unit: Unit) -> None:
    if unit.kind not in USED_BY:
        raise Refused(f"使用主体应是社区或街道，“{unit.name}”不是。请重新选择。", field="using_unit")


def _describe(draft: Draft, what: Entered) -> None:
    """Basic facts of somebody new, or what has changed of somebody known."""
    number = clean_id_number(what.id_number)
    new = not draft.file.every(Profile)
    described = Described(
        name=what.name or None,
        sex=sex_of(number) if number else None,
        birth_on=what.birth_on or (birth_of(number) if number and new else None),
        ethnicity=what.ethnicity or None,
        political_status=what.political_status or None,
        native_place=what.native_place or None,
        retirement_category=what.retirement_category or None,
    )
    profile = profile_with(draft, described)
    _check_age(draft, profile.birth_on)
    _set_if_new(draft, profile)
    reached = Reached(
        phone=what.phone or None, bank_card=what.bank_card or None, bank_name=what.bank_name or None
    )
    if reached.phone or reached.bank_card or reached.bank_name:
        _set_if_new(draft, contact_with(draft, reached))


def _check_age(draft: Draft, birth_on: date) -> None:
    age = full_years(birth_on, draft.on)
    if birth_on >= draft.on or age < YOUNGEST:
        raise Refused(
            f"{draft.who}到 {draft.on} 还不满 {YOUNGEST} 周岁，不能入职。"
            "请核对证件号码、出生日期和生效日期。",
            field="on",
        )


def _set_if_new(draft: Draft, fact: Profile | Contact) -> None:
    """Believe a fact unless the file says the same already on the day."""
    held = draft.file.sole(type(fact), draft.on)
    if held is None or held.content() != fact.content():
        draft.set_sole(fact)


def _identify(draft: Draft, what: Entered) -> None:
    identity = checked_text(what.identity, "identity", "请选择人员身份。")
    held = draft.file.sole(IdentityHeld, draft.on)
    if held is None or held.identity != identity:
        draft.set_sole(IdentityHeld(person=draft.file.person, valid_from=draft.on, identity=identity))


def _birth(draft: Draft) -> date:
    profiles = [fact for fact in draft.delta.after(draft.file.facts) if isinstance(fact, Profile)]
    return profiles[-1].birth_on


def workplace(unit: Unit) -> str:
    """A unit as a line of somebody's work history names it."""
    street = street_of(unit)
    return unit.name if street is None or street == unit else f"{street.name}{unit.name}"


def transfer(draft: Draft, what: Transferred) -> None:
    """The using unit changes, with it posts, duties and, across streets, the managing unit."""
    _check_uses(what.using_unit)
    held = draft.employed()
    if held.using_unit_id == what.using_unit.pk:
        raise Refused(
            f"{draft.who}现在就在“{what.using_unit.name}”，没有变化。请选择另一个单位。", field="using_unit"
        )
    if held.valid_from == draft.on:
        raise Refused(
            f"{draft.who}的用工关系正好从 {draft.on} 开始，同一天不能再调动。请改生效日期，或更正那一条。",
            field="on",
        )
    managing = held.managing_unit
    if street_of(held.using_unit) != street_of(what.using_unit) and managing.kind == UnitKind.STREET:
        managing = street_of(what.using_unit) or managing
    moved = copied(held, valid_from=draft.on)
    moved.using_unit, moved.managing_unit = what.using_unit, managing
    draft.delta.end(held, draft.on)
    draft.delta.add(moved)
    _move_posts(draft, held.using_unit, what, moved.valid_before)
    _move_service(draft, what.using_unit)


def _move_posts(draft: Draft, left: Unit, what: Transferred, before: date) -> None:
    """Posts and duties at the unit left end; one post goes along or begins."""
    there = [post for post in draft.file.posts(draft.on) if post.unit_id == left.pk]
    engaged = next((post.position for post in there if post.mode in {"", ENGAGED}), "")
    position = what.position or engaged
    if not position:
        raise Refused(
            f"{draft.who}在“{left.name}”的职务是选任或委任的，调出后自然终止。请填写在“{what.using_unit.name}”的岗位。",
            field="position",
        )
    for post in there:
        draft.delta.end(post, draft.on)
    for duty in draft.file.held(Assignment, draft.on):
        if duty.unit.within(left.path):
            draft.delta.end(duty, draft.on)
    draft.delta.add(
        Appointment(
            person=draft.file.person,
            valid_from=draft.on,
            valid_before=before,
            unit=what.using_unit,
            position=position,
            mode=what.mode or ENGAGED,
        )
    )


def _move_service(draft: Draft, unit: Unit) -> None:
    """The stretch of work at the old place ends and one at the new place begins; nothing is interrupted."""
    for stretch in draft.file.held(Service, draft.on):
        if stretch.is_open and stretch.counts and stretch.valid_from < draft.on:
            draft.delta.end(stretch, draft.on)
            draft.delta.add(copied(stretch, valid_from=draft.on, workplace=workplace(unit)))


def leave(draft: Draft, what: Left) -> None:
    """The employment ends on the eve of the day, and with it whatever hangs on it."""
    ground = checked_text(what.ground, "ground", "请选择退出情形。")
    held = draft.file.employed(draft.on - ONE_DAY)
    if held is None:
        if (today := draft.file.employed(draft.on)) is not None:
            raise Refused(
                f"{draft.who}正是 {today.valid_from} 进入的，退出日期要晚于进入日期。请核对日期；"
                "如是误登入职，请撤销那条入职。",
                field="on",
            )
        draft.refuse_unemployed()
        raise AssertionError
    _check_nothing_later(draft, held)
    draft.delta.withdraw(held)
    draft.delta.add(copied(held, valid_before=draft.on, exit_ground=ground))
    for kind in ENDS_WITH_EMPLOYMENT:
        for fact in draft.file.held(kind, draft.on - ONE_DAY):
            if fact.valid_before > draft.on:
                draft.delta.end(fact, draft.on)
    for stretch in draft.file.held(Service, draft.on - ONE_DAY):
        if stretch.is_open:
            draft.delta.end(stretch, draft.on)


def _check_nothing_later(draft: Draft, held: Employment) -> None:
    if held.valid_before != FOREVER:
        later = [each for each in draft.file.every(Employment) if each.valid_from >= held.valid_before]
        if not later:
            raise Refused(
                f"{draft.who}已登记自 {held.valid_before} 退出。如日期有误，请更正那一条。", field="on"
            )
    kinds: list[type[PersonFact]] = [Employment, *ENDS_WITH_EMPLOYMENT]
    for kind in kinds:
        for fact in draft.file.every(kind):
            if fact.valid_from >= draft.on:
                raise Refused(
                    f"{draft.who}在 {fact.valid_from} 还有一条{kind._meta.verbose_name}登记。"
                    "请先撤销或更正它，再办理退出。",
                    field="on",
                )
