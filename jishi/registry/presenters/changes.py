"""The event wizard in words: which kinds may be recorded, what is known, what follows, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jishi.access.permissions import Forbidden, Sight
from jishi.registry.enums import ChangeKind, Presence
from jishi.registry.models import (
    Appointment,
    Certificate,
    Contract,
    Education,
    Employment,
    GradeHeld,
    IdentityHeld,
    Person,
    PersonFact,
    Profile,
    Standing,
)
from jishi.registry.permissions import check_can_change, check_level
from jishi.registry.presenters.holdings import KINDS, known, last_day
from jishi.registry.rulings import effects as rulings
from jishi.registry.selectors.files import PersonFile
from jishi.ui.components import Effect, Tone


@dataclass(frozen=True, slots=True)
class Option:
    """A kind of change to choose, or the sentence why it cannot be."""

    kind: ChangeKind
    note: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Kinds that belong together."""

    label: str
    options: tuple[Option, ...]


_SHELVES: tuple[tuple[str, tuple[tuple[ChangeKind, str], ...]], ...] = (
    (
        "进出与岗位",
        (
            (ChangeKind.ENTER, "已退出的人再次到岗"),
            (ChangeKind.TRANSFER, "换到另一个社区工作"),
            (ChangeKind.APPOINT, "新任一个职务，或兼任"),
            (ChangeKind.REMOVE, "不再担任一个职务"),
            (ChangeKind.IDENTITY, "如公益岗转为统招专职"),
            (ChangeKind.ASSIGNMENT, "包片网格、A/B 岗"),
            (ChangeKind.EXIT, "辞职、退休、解除等"),
        ),
    ),
    (
        "学历、证书与经历",
        (
            (ChangeKind.EDUCATION, "取得新的学历、学位"),
            (ChangeKind.CERTIFICATE, "取得社会工作者职业资格"),
            (ChangeKind.SERVICE, "补登或核实一段工作经历"),
        ),
    ),
    (
        "考核、等级与合同",
        (
            (ChangeKind.ASSESSMENT, "登记年度考核结果"),
            (ChangeKind.GRADE, "登记核定等级"),
            (ChangeKind.CONTRACT, "新签、续签合同或协议"),
            (ChangeKind.AWARD, "表彰、奖励或处分"),
        ),
    ),
    (
        "个人信息",
        (
            (ChangeKind.PROFILE, "姓名、政治面貌等有了变化"),
            (ChangeKind.CONTACT, "换了手机号、银行卡"),
            (ChangeKind.FIGURE, "培训学时等本地数据"),
        ),
    ),
)


def shelves(sight: Sight, person: Person, now: Standing | None) -> tuple[Shelf, ...]:
    """Every kind of change of somebody, those that cannot be recorded with the reason."""
    return tuple(
        Shelf(label, tuple(Option(kind, note, refusal(sight, person, now, kind)) for kind, note in listed))
        for label, listed in _SHELVES
    )


def refusal(sight: Sight, person: Person, now: Standing | None, kind: ChangeKind) -> str:
    """Why a kind of change cannot be recorded of somebody; empty when it can."""
    try:
        check_can_change(sight, person, now, kind)
    except Forbidden as forbidden:
        return forbidden.sentence
    left = now is not None and now.presence == Presence.LEFT
    if kind is ChangeKind.ENTER and not left:
        return "本人在册，不必再办入职；换岗位、换社区请选“任职”或“调动”。"
    return ""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact on file shown instead of being asked for, and the change that recorded it."""

    label: str
    value: str
    change_id: int | None = None


_NEEDED: dict[ChangeKind, tuple[type[PersonFact], ...]] = {
    ChangeKind.TRANSFER: (Appointment,),
    ChangeKind.APPOINT: (Appointment,),
    ChangeKind.IDENTITY: (IdentityHeld,),
    ChangeKind.EDUCATION: (Education,),
    ChangeKind.CERTIFICATE: (Certificate,),
    ChangeKind.GRADE: (GradeHeld,),
    ChangeKind.CONTRACT: (Contract,),
    ChangeKind.PROFILE: (Profile,),
}


def known_facts(file: PersonFile, kind: ChangeKind, on: date) -> tuple[Known, ...]:
    """What is on file that bears on a kind of change, so that nobody types it again."""
    employment = file.employed(on) or file.nearest(Employment, on)
    found = []
    if employment is not None:
        found.append(Known("工作社区", employment.using_unit.name, employment.change_id))
        found.append(Known("进入日期", known(employment.entered_on), employment.change_id))
    for needed in _NEEDED.get(kind, ()):
        found += [_known(fact) for fact in file.held(needed, on)]
    return tuple(found)


def _known(fact: PersonFact) -> Known:
    if isinstance(fact, IdentityHeld):
        return Known("人员身份", fact.identity, fact.change_id)
    if isinstance(fact, Profile):
        parts = (fact.name, fact.sex, fact.ethnicity, fact.political_status, fact.native_place)
        return Known("基本信息", " · ".join(part for part in parts if part), fact.change_id)
    if isinstance(fact, Contract):
        value = f"{fact.kind}，{fact.valid_from} 至 {last_day(fact.valid_before)}"
        return Known("现合同", value, fact.change_id)
    shown = KINDS[type(fact)]
    return Known(shown.caption, " · ".join(cell for cell in shown.cells(fact)[:2]), fact.change_id)


_TONES: dict[rulings.Tone, Tone] = {
    rulings.Tone.PLAIN: "info",
    rulings.Tone.GOOD: "ok",
    rulings.Tone.CAUTION: "warn",
    rulings.Tone.UNKNOWN: "mute",
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """One line of the effects panel with what must be said beside it."""

    effect: Effect
    note: str

    @property
    def is_change(self) -> bool:
        """Whether it says something new."""
        return self.effect.before != self.effect.after


def consequences(found: Iterable[rulings.Effect]) -> tuple[Consequence, ...]:
    """What follows from a change, as the effects panel shows it."""
    return tuple(
        Consequence(
            Effect(each.label, each.before, each.after, each.clause, _TONES[each.tone]),
            each.note,
        )
        for each in found
    )


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is usually to be done after a change, and the kind of change that does it, if one does."""

    sentence: str
    kind: ChangeKind | None = None


_NEXT: dict[ChangeKind, tuple[NextStep, ...]] = {
    ChangeKind.ENTER: (
        NextStep("登记学历和学位，等级测算要用", ChangeKind.EDUCATION),
        NextStep("签订合同后登记起止日期", ChangeKind.CONTRACT),
        NextStep("补登入职前的社区工作经历", ChangeKind.SERVICE),
        NextStep("经审批后登记核定等级", ChangeKind.GRADE),
    ),
    ChangeKind.TRANSFER: (
        NextStep("原社区的网格和职责要有人接，请登记新的分工", ChangeKind.ASSIGNMENT),
        NextStep("与新岗位不符的合同要变更", ChangeKind.CONTRACT),
    ),
    ChangeKind.APPOINT: (
        NextStep("岗位类别变化的，经审批后登记核定等级", ChangeKind.GRADE),
        NextStep("任期与合同期限不一致的，续签或变更合同", ChangeKind.CONTRACT),
    ),
    ChangeKind.REMOVE: (NextStep("岗位类别变化的，经审批后登记核定等级", ChangeKind.GRADE),),
    ChangeKind.EXIT: (
        NextStep("收回钥匙、证件和台账，交接未结事项"),
        NextStep("在规定期限内转递档案和社会保险关系"),
    ),
    ChangeKind.EDUCATION: (NextStep("测算等级有变化的，经审批后登记核定等级", ChangeKind.GRADE),),
    ChangeKind.CERTIFICATE: (NextStep("测算等级有变化的，经审批后登记核定等级", ChangeKind.GRADE),),
    ChangeKind.ASSESSMENT: (NextStep("测算等级有变化的，经审批后登记核定等级", ChangeKind.GRADE),),
    ChangeKind.SERVICE: (NextStep("测算等级有变化的，经审批后登记核定等级", ChangeKind.GRADE),),
}


def next_steps(kind: ChangeKind, allowed: Iterable[ChangeKind]) -> tuple[NextStep, ...]:
    """What is usually to be done after a change; a step links only to what this role may record."""
    may = set(allowed)
    return tuple(step if step.kind in may else NextStep(step.sentence) for step in _NEXT.get(kind, ()))


BATCH_KINDS = frozenset(
    {
        ChangeKind.ASSESSMENT,
        ChangeKind.CONTRACT,
        ChangeKind.IDENTITY,
        ChangeKind.TRANSFER,
        ChangeKind.ASSIGNMENT,
        ChangeKind.AWARD,
        ChangeKind.GRADE,
        ChangeKind.EXIT,
        ChangeKind.FIGURE,
    }
)


def batch_shelves(sight: Sight) -> tuple[Shelf, ...]:
    """The kinds of change that can be recorded of several people at once."""
    return tuple(shelf for label, listed in _SHELVES if (shelf := _batch_shelf(sight, label, listed)).options)


def _batch_shelf(sight: Sight, label: str, listed: tuple[tuple[ChangeKind, str], ...]) -> Shelf:
    taken = [(kind, note) for kind, note in listed if kind in BATCH_KINDS]
    return Shelf(label, tuple(Option(kind, note, level_refusal(sight, kind)) for kind, note in taken))


def level_refusal(sight: Sight, kind: ChangeKind) -> str:
    """Why a role cannot record a kind of change at all; empty when it can."""
    try:
        check_level(sight, kind)
    except Forbidden as forbidden:
        return forbidden.sentence
    return ""


def may_enter(sight: Sight) -> bool:
    """Whether this role may take in somebody new."""
    return not level_refusal(sight, ChangeKind.ENTER)
