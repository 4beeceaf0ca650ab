"""信息更正 as a case: somebody says what of their own file is wrong, the keeper of the file decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from jishi.access.permissions import Forbidden, Sight
from jishi.audit.enums import SYSTEM, Actor, Subject
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.process.actions import cases
from jishi.process.actions.cases import Proposal
from jishi.process.models import Case, Course
from jishi.process.rulings import course_of, flow_of, offices_of
from jishi.registry import permissions
from jishi.registry.actions import changes
from jishi.registry.actions.cases.authority import reason_of, sight_of_case, token_of, told_effects
from jishi.registry.actions.changes import Preview
from jishi.registry.actions.particulars import Certified, Described, Graduated, Particulars
from jishi.registry.enums import ChangeKind, Keeper
from jishi.registry.models import Certificate, Change, Education, Person, PersonFact, Profile, Standing
from jishi.registry.selectors.files import PersonFile, person_file
from jishi.registry.selectors.people import standing_of

CORRECTION = "correction"
BY_STREET, BY_DISTRICT = "信息更正", "区管信息更正"
NOTHING = "未填"


@dataclass(frozen=True, slots=True)
class Item:
    """Something of one's own file that can be said to be wrong: a column of a fact.

    Shape: `words` what can be chosen, empty for a text; `is_day` for a date.
    """

    key: str
    label: str
    fact: type[PersonFact]
    column: str
    words: tuple[str, ...] = ()
    is_day: bool = False
    most: int = 60


_POLITICAL = ("中共党员", "中共预备党员", "共青团员", "民主党派", "群众")
_LEVELS = ("博士研究生", "硕士研究生", "本科", "大专", "高中及以下")
ITEMS: Final[tuple[Item, ...]] = (
    Item("name", "姓名", Profile, "name", most=40),
    Item("sex", "性别", Profile, "sex", ("男", "女")),
    Item("birth", "出生日期", Profile, "birth_on", is_day=True),
    Item("ethnicity", "民族", Profile, "ethnicity", most=20),
    Item("political", "政治面貌", Profile, "political_status", _POLITICAL),
    Item("native-place", "籍贯", Profile, "native_place", most=40),
    Item("level", "最近一项学历", Education, "level", _LEVELS),
    Item("degree", "最近一项学历的学位", Education, "degree", ("博士", "硕士", "学士", "无")),
    Item("school", "最近一项学历的毕业院校", Education, "school"),
    Item("major", "最近一项学历的专业", Education, "major"),
    Item("graduated", "最近一项学历的取得日期", Education, "obtained_on", is_day=True),
    Item("certificate-number", "最近一项证书的编号", Certificate, "number", most=40),
    Item("certified", "最近一项证书的取得日期", Certificate, "obtained_on", is_day=True),
)  # fmt: skip
_RESTATED: Final[Mapping[type[PersonFact], tuple[ChangeKind, type[Graduated] | type[Certified]]]] = {
    Education: (ChangeKind.EDUCATION, Graduated),
    Certificate: (ChangeKind.CERTIFICATE, Certified),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What somebody says is wrong: the item, what it should be, why, and the file that shows it."""

    item: Item
    value: str | date
    reason: str
    evidence: Mapping[str, Any] | None = None

    @property
    def text(self) -> str:
        """What it should be, as it is written."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Held:
    """An item as it is on file, and why it cannot be corrected here; empty when it can."""

    item: Item
    value: str
    refusal: str = ""


def items_of(person: Person, on: date) -> tuple[Held, ...]:
    """Every item of a file, what it says now, and whether it can be corrected by a case."""
    file = person_file(person)
    return tuple(_held(file, item, on) for item in ITEMS)


def _held(file: PersonFile, item: Item, on: date) -> Held:
    fact = _fact(file, item, on)
    if fact is None:
        return Held(item, "", "档案里还没有这一项，请把材料交街道经办登记。")
    value = getattr(fact, item.column)
    shown = str(value) if value not in (None, "") else NOTHING
    if item.fact in _RESTATED and _change(fact, _RESTATED[item.fact][0]) is None:
        return Held(item, shown, "这一项是和别的内容一起登记的，请把材料交街道经办更正。")
    return Held(item, shown)


def _fact(file: PersonFile, item: Item, on: date) -> PersonFact | None:
    return file.nearest(item.fact, on)


def _change(fact: PersonFact, kind: ChangeKind) -> Change | None:
    return Change.objects.filter(pk=fact.change_id or 0, kind=kind, withdrawn_at=None).first()


def _planned(file: PersonFile, wrong: Wrong, on: date) -> tuple[Change | None, Particulars, date]:
    """The change to correct, if one is, what to record, and from which day.

    Errors: Refused when it cannot be corrected here.
    """
    fact = _fact(file, wrong.item, on)
    refusal = _held(file, wrong.item, on).refusal
    if fact is None or refusal:
        raise Refused(refusal, field="value")
    if wrong.item.fact not in _RESTATED:
        return None, _described(wrong), on
    kind, shape = _RESTATED[wrong.item.fact]
    change = _change(fact, kind)
    assert change is not None
    said: dict[str, Any] = {each.name: getattr(fact, each.name) for each in fields(shape)}
    restated = shape(**{**said, wrong.item.column: wrong.value})
    since = max(filter(None, (change.effective_on, restated.obtained_on)))
    return change, restated, since


def _described(wrong: Wrong) -> Described:
    said: dict[str, Any] = {wrong.item.column: wrong.value}
    return Described(**said)


def preview(person: Person, wrong: Wrong, *, on: date) -> Preview:
    """What the correction would bring about once it is agreed to.

    Errors: Refused for what could not be recorded.
    """
    reach = sight_of_case(person.district, on=on, by=SYSTEM)
    change, particulars, day = _planned(person_file(person), wrong, on)
    kind = ChangeKind(particulars.kind_of_change)
    if change is None:
        return changes.preview(person=person, kind=kind, particulars=particulars, on=day, sight=reach)
    return changes.preview_correction(change=change, kind=kind, particulars=particulars, on=day, sight=reach)


def check_is_own(sight: Sight, person: Person) -> None:
    """Refuse whoever asks for a correction of a file that is not their own.

    Errors: Person.DoesNotExist.
    """
    if not permissions.is_own(sight, person):
        raise Person.DoesNotExist


def propose(
    *, person: Person, wrong: Wrong, token: str | None = None, sight: Sight, by: Actor, at: datetime
) -> Case:
    """Send a correction of one's own file on its way; the same form sent twice gives the same case.

    Errors: Person.DoesNotExist for another's file; Refused for what could not be recorded.
    """
    check_is_own(sight, person)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).select_related("district").get(pk=person.pk)
        if token and (before := Case.objects.filter(token=token, prepared_by=by.account).first()):
            return before
        _check_new(person, wrong, sight.on)
        case = cases.draft(proposal=_proposal(person, wrong, sight.on), token=token, by=by, at=at)
        return _sent(case, person, wrong, on=sight.on, by=by, at=at)


def propose_again(
    *, case: Case, person: Person, wrong: Wrong, version: int, sight: Sight, by: Actor, at: datetime
) -> Case:
    """Send a correction that came back anew.

    Errors: as `propose`; Stale when it was changed in between.
    """
    check_is_own(sight, person)
    with transaction.atomic():
        content = _proposal(person, wrong, sight.on).content
        case = cases.edit(case=case, content=content, version=version, by=by, at=at)
        return _sent(case, person, wrong, on=sight.on, by=by, at=at)


def _sent(case: Case, person: Person, wrong: Wrong, *, on: date, by: Actor, at: datetime) -> Case:
    return cases.submit(
        case=case,
        course=_course(person, _standing(person, on)),
        effects=told_effects(preview(person, wrong, on=on).effects),
        version=case.version,
        by=by,
        at=at,
    )


def _standing(person: Person, on: date) -> Standing:
    standing = standing_of(person, on)
    if standing is None:
        raise Refused("您今天不在册，不能申请更正。请联系原来的街道。")
    return standing


def _is_kept_by_district(standing: Standing) -> bool:
    return standing.keeper == Keeper.DISTRICT


def _course(person: Person, standing: Standing) -> Course:
    code = BY_DISTRICT if _is_kept_by_district(standing) else BY_STREET
    return course_of(
        flow_of(person.district.pack, code), offices=offices_of(person.district, [_community(standing)])
    )


def _community(standing: Standing) -> Unit:
    return Unit.objects.select_related("parent", "district").get(pk=standing.unit_id)


def _check_new(person: Person, wrong: Wrong, on: date) -> None:
    if _held(person_file(person), wrong.item, on).value == wrong.text:
        raise Refused(f"档案里登记的就是“{wrong.text}”，不必更正。", field="value")
    about = Case.objects.filter(
        kind=CORRECTION, subject_kind="person", subject_key=person.uid, closed_at__isnull=True
    )
    if any(case.content.get("item") == wrong.item.key for case in about):
        raise Refused("这一项已有一件更正正在办理，请等它办结，或先撤回。")


def _proposal(person: Person, wrong: Wrong, on: date) -> Proposal:
    standing, file = _standing(person, on), person_file(person)
    held = _held(file, wrong.item, on)
    content: dict[str, Any] = {
        "item": wrong.item.key,
        "before": held.value,
        "value": wrong.text,
        "reason": wrong.reason,
        "shown": [[wrong.item.label, held.value, wrong.text]],
    }
    if wrong.evidence:
        content["evidence"] = dict(wrong.evidence)
    community = _community(standing)
    unit = person.district if _is_kept_by_district(standing) else community.parent or community
    about = Subject("person", person.uid, file.name)
    return Proposal(CORRECTION, about, unit, f"{file.name}申请更正{wrong.item.label}", content)


def wrong_of(case: Case) -> Wrong:
    """What a case says is wrong."""
    item = next(each for each in ITEMS if each.key == case.content["item"])
    text = str(case.content["value"])
    value = date.fromisoformat(text) if item.is_day else text
    return Wrong(item, value, str(case.content["reason"]), case.content.get("evidence"))


def apply(case: Case, *, on: date, by: Actor, at: datetime) -> None:
    """Record the correction, in the transaction of the last opinion.

    Errors: Refused when the file says something else by now, or it can no longer be recorded.
    """
    person = Person.objects.select_related("district").get(uid=case.subject_key)
    wrong, file = wrong_of(case), person_file(person)
    if _held(file, wrong.item, on).value != case.content["before"]:
        raise Refused("这一项在申请之后已经改过，不能再照原样更正。请退回本人核对后重新提交。")
    change, particulars, day = _planned(file, wrong, on)
    common: dict[str, Any] = {
        "kind": ChangeKind(particulars.kind_of_change),
        "particulars": particulars,
        "on": day,
        "reason": reason_of(case),
        "token": token_of(case),
        "sight": sight_of_case(person.district, on=on, by=by),
        "by": by,
        "at": at,
    }
    try:
        if change is None:
            changes.record(person=person, **common)
        else:
            changes.correct(change=change, **common)
    except Person.DoesNotExist as gone:
        raise Refused("该同志已不在本区，这件更正不能再办理。请退回本人。") from gone
    except Forbidden as forbidden:
        raise Refused(forbidden.sentence) from forbidden
