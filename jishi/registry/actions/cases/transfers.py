"""调动 as a case: within a street its leader agrees, across streets both and then the district (R-016)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jishi.access.enums import Permission
from jishi.access.permissions import Forbidden, Sight
from jishi.audit.enums import Actor, Subject
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.process.actions import cases
from jishi.process.actions.cases import Proposal
from jishi.process.models import Case, Course
from jishi.process.rulings import course_of, flow_of, offices_of
from jishi.registry import permissions
from jishi.registry.actions import changes
from jishi.registry.actions.cases.authority import reason_of, sight_of_case, token_of, told_effects
from jishi.registry.actions.cases.packing import packed, unpacked
from jishi.registry.actions.changes import Preview
from jishi.registry.actions.particulars import Transferred
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Person, Standing
from jishi.registry.selectors.files import person_file
from jishi.registry.selectors.people import standing_of

TRANSFER = "transfer"
WITHIN, ACROSS = "街道内调动", "跨街道调动"


@dataclass(frozen=True, slots=True)
class Asked:
    """A transfer somebody asks for: where to, from when, why."""

    particulars: Transferred
    on: date
    reason: str = ""
    document: str = ""


def check_can_propose(sight: Sight, person: Person, now: Standing | None) -> None:
    """Refuse whoever may not ask for a transfer of somebody.

    Errors: Person.DoesNotExist out of sight; Forbidden; Refused while another transfer is under way.
    """
    sight.check_may(Permission.CASE_PREPARE)
    permissions.check_can_change(sight, person, now, ChangeKind.TRANSFER)
    if now is None:
        raise Refused("该同志今天不在册，不能办理调动。")


def course_for(person: Person, asked: Asked) -> Course:
    """Who has to agree.

    Errors: Refused when the person is in no community on the day, or the pack does not say who.
    """
    start = _from(person, asked.on)
    end = asked.particulars.using_unit
    code = WITHIN if start.parent_id == end.parent_id else ACROSS
    offices = offices_of(person.district, [start, end])
    return course_of(flow_of(person.district.pack, code), offices=offices)


def _from(person: Person, on: date) -> Unit:
    held = person_file(person).employed(on)
    if held is None:
        raise Refused("调动日期当天该同志不在岗，请核对日期。", field="on")
    return held.using_unit


def preview(*, person: Person, asked: Asked, sight: Sight) -> Preview:
    """What the transfer would bring about once everybody agreed.

    Errors: as `check_can_propose`; Refused for what could not be recorded.
    """
    check_can_propose(sight, person, standing_of(person, sight.on))
    reach = sight_of_case(person.district, on=sight.on, by=sight.actor)
    return changes.preview(
        person=person, kind=ChangeKind.TRANSFER, particulars=asked.particulars, on=asked.on, sight=reach
    )


def propose(
    *, person: Person, asked: Asked, token: str | None = None, sight: Sight, by: Actor, at: datetime
) -> Case:
    """Send a transfer on its way; the same form sent twice gives the same case.

    Errors: as `preview` and `course_for`.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).select_related("district").get(pk=person.pk)
        if token and (before := Case.objects.filter(token=token, prepared_by=by.account).first()):
            return before
        ahead = preview(person=person, asked=asked, sight=sight)
        _check_none_under_way(person)
        proposal = _proposal(person, asked)
        case = cases.draft(proposal=proposal, token=token, by=by, at=at)
        return cases.submit(
            case=case,
            course=course_for(person, asked),
            effects=told_effects(ahead.effects),
            version=case.version,
            by=by,
            at=at,
        )


def propose_again(
    *, case: Case, person: Person, asked: Asked, version: int, sight: Sight, by: Actor, at: datetime
) -> Case:
    """Send a transfer that came back anew, changed.

    Errors: as `propose`; Stale when somebody else changed it in between.
    """
    with transaction.atomic():
        ahead = preview(person=person, asked=asked, sight=sight)
        content = _proposal(person, asked).content
        case = cases.edit(case=case, content=content, version=version, by=by, at=at)
        return cases.submit(
            case=case,
            course=course_for(person, asked),
            effects=told_effects(ahead.effects),
            version=case.version,
            by=by,
            at=at,
        )


def _check_none_under_way(person: Person) -> None:
    open_cases = Case.objects.filter(
        kind=TRANSFER, subject_kind="person", subject_key=person.uid, closed_at__isnull=True
    )
    under_way = open_cases.first()
    if under_way is not None:
        raise Refused(
            f"该同志已有一件调动正在办理（{under_way.number}）。请等它办结，或由经办人撤回后再提交。"
        )


def _proposal(person: Person, asked: Asked) -> Proposal:
    start, end = _from(person, asked.on), asked.particulars.using_unit
    name = person_file(person).name
    street = start.parent or start
    shown = [
        ["工作社区", start.name, end.name],
        ["管理街道", street.name, (end.parent or end).name],
        ["调动日期", "", asked.on.isoformat()],
    ]
    if asked.particulars.position:
        held = "、".join(post.position for post in person_file(person).posts(asked.on))
        shown.append(["岗位", held, asked.particulars.position])
    content = {
        "change": ChangeKind.TRANSFER.value,
        "particulars": packed(asked.particulars),
        "on": asked.on.isoformat(),
        "from": start.pk,
        "reason": asked.reason,
        "document": asked.document,
        "shown": shown,
    }
    about = Subject("person", person.uid, name)
    return Proposal(TRANSFER, about, street, f"{name}调往{end.name}", content)


def asked_of(case: Case) -> Asked:
    """What a case asks for."""
    content = case.content
    particulars = unpacked(ChangeKind.TRANSFER, content["particulars"])
    assert isinstance(particulars, Transferred)
    return Asked(particulars, date.fromisoformat(content["on"]), content["reason"], content["document"])


def apply(case: Case, *, on: date, by: Actor, at: datetime) -> None:
    """Record the transfer, in the transaction of the last opinion.

    Errors: Refused when it can no longer be recorded as it was agreed.
    """
    person = Person.objects.select_related("district").get(uid=case.subject_key)
    asked = asked_of(case)
    if _from(person, asked.on).pk != case.content["from"]:
        raise Refused("该同志在提交之后已调到别处，这件调动不能再照原样办理。请退回经办人核对后重新提交。")
    try:
        changes.record(
            person=person,
            kind=ChangeKind.TRANSFER,
            particulars=asked.particulars,
            on=asked.on,
            reason=reason_of(case),
            document=asked.document,
            token=token_of(case),
            sight=sight_of_case(person.district, on=on, by=by),
            by=by,
            at=at,
        )
    except Person.DoesNotExist as gone:
        raise Refused("该同志已不在本区，这件调动不能再办理。请退回经办人。") from gone
    except Forbidden as forbidden:
        raise Refused(forbidden.sentence) from forbidden
