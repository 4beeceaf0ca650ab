"""The people of the demo as archives: what their stories recorded, in the platform's own facts."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from jishi import vault
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.models import Unit
from jishi.registry import models
from jishi.registry.enums import ChangeKind
from jishi.registry.models import PersonFact
from jishi.registry.rulings.archives import ArchivedChange, PersonArchive
from jishi.roster.demo.city import District, GradePath
from jishi.roster.demo.city.chronicle import Place, Stretch, Told
from jishi.roster.demo.city.story import PersonStory

_TAIL = 4
_UID_BYTES = 16


def archives(district: District, units: Mapping[Place, Unit], grades: GradePath) -> Iterator[PersonArchive]:
    """Everybody of a district with their history, ready to be taken over."""
    return (_archive(story, units) for story in district.stories(grades))


def uid_of(worker_number: str) -> str:
    """The name of somebody in addresses: the same in every demo, so that pages can be found again."""
    digest = blake2b(worker_number.encode(), digest_size=_UID_BYTES, person=b"jishi-demo").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _archive(story: PersonStory, units: Mapping[Place, Unit]) -> PersonArchive:
    uid = uid_of(story.worker_number)
    return PersonArchive(
        id_number=story.id_number,
        worker_number=story.worker_number,
        created_at=story.created_at,
        changes=[_change(told, units, uid) for told in story.told],
        uid=uid,
    )


def _change(told: Told, units: Mapping[Place, Unit], uid: str) -> ArchivedChange:
    happening = told.happening
    kind = ChangeKind(happening.kind)
    return ArchivedChange(
        kind=kind,
        effective_on=happening.on,
        recorded_at=happening.recorded,
        facts=[_fact(stretch, units, uid) for stretch in told.facts],
        summary=f"{kind.label}：{_said(told)}",
        reason=happening.reason,
        document=happening.document,
        recorded_by=happening.by,
    )


def _fact(stretch: Stretch, units: Mapping[Place, Unit], uid: str) -> PersonFact:
    model: type[PersonFact] = getattr(models, stretch.kind)
    content = {
        name: units[value] if isinstance(value, Place) else value for name, value in stretch.content.items()
    }
    return model(
        **(_sealed(content, uid) if stretch.kind == "Contact" else content),
        valid_from=stretch.valid_from,
        valid_before=stretch.valid_before or FOREVER,
        recorded_at=stretch.recorded_at,
        superseded_at=stretch.superseded_at or UNTIL_NOW,
    )


def _sealed(content: Mapping[str, Any], uid: str) -> dict[str, str]:
    phone, card = content["phone"], content["bank_card"]
    return {
        "phone_sealed": vault.seal(phone, table="contact", row=uid, field="phone"),
        "phone_index": vault.blind_index(phone, field="phone"),
        "phone_tail": phone[-_TAIL:],
        "bank_card_sealed": vault.seal(card, table="contact", row=uid, field="bank_card"),
        "bank_card_tail": card[-_TAIL:],
        "bank_name": content["bank_name"],
    }


def _said(told: Told) -> str:
    """What a change says in the timeline, without any identifier."""
    kind, pattern = _SAYS[told.happening.kind]
    said = [fact.content for fact in told.facts if fact.kind == kind]
    if not said:
        return told.happening.reason
    words = {name: _in_words(value) for name, value in said[-1].items()}
    words["count"] = str(len(said))
    return pattern.format_map(words)


def _in_words(value: object) -> str:
    return f"{value.street}{value.community}" if isinstance(value, Place) else str(value or "")


# Of each kind of change: the fact that tells of it, and how.
_SAYS = {
    "enter": ("Employment", "到{using_unit}，{channel}"),
    "exit": ("Employment", "{exit_ground}"),
    "transfer": ("Employment", "到{using_unit}"),
    "appoint": ("Appointment", "任{position}"),
    "assignment": ("Assignment", "网格 {count} 个"),
    "education": ("Education", "{level}{degree}"),
    "correct": ("Education", "{level}取得日期"),
    "certificate": ("Certificate", "{name}"),
    "assessment": ("Assessment", "{year} 年度{result}"),
    "grade": ("GradeHeld", "{grade} 级，{cause}"),
    "contract": ("Contract", "{kind}，与{party}"),
    "award": ("Award", "{name}"),
    "profile": ("Profile", "政治面貌{political_status}"),
    "contact": ("Contact", "手机号"),
    "figure": ("Figure", "{name} {value}"),
}
