"""The page of one person: header, tabs, what may be seen of each field group, two days side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jishi.access.enums import FieldGroup, Level, Permission, Role
from jishi.access.permissions import Sight
from jishi.registry.enums import ChangeKind, Keeper, Presence
from jishi.registry.models import (
    Appointment,
    Assessment,
    Assignment,
    Award,
    Certificate,
    Contact,
    Contract,
    Education,
    Employment,
    Figure,
    GradeHeld,
    Person,
    PersonFact,
    Profile,
    Service,
    Standing,
)
from jishi.registry.permissions import GROUP_OF, is_own
from jishi.registry.presenters.holdings import BLANK, day, known, last_day
from jishi.ui.components import Difference, Fact, Tag, Tone

_Kinds = tuple[type[PersonFact], ...]
_SOON = 60  # days before the end of a contract from which the page says so


@dataclass(frozen=True, slots=True)
class View:
    """How much of somebody's file one sight shows.

    Shape: `levels` for every field group; `kept_apart` when the district's keeping of the file hides some.
    """

    levels: Mapping[FieldGroup, Level]
    own: bool
    kept_apart: bool
    may_unmask: bool
    sees_trace: bool

    def reads(self, group: FieldGroup) -> bool:
        """Whether a group's values are shown."""
        return self.levels[group] >= Level.READ

    def shows(self, kind: type[PersonFact]) -> bool:
        """Whether facts of a kind are shown."""
        chapter = next((each for each in CHAPTERS if kind in each.kinds), None)
        return chapter is not None and self.reads(chapter.group)

    @property
    def identifies(self) -> bool:
        """Whether anything of the identifiers is shown, be it the last characters."""
        return self.levels[FieldGroup.IDENTIFIERS] >= Level.TAIL

    def tells(self, kind: ChangeKind) -> bool:
        """Whether changes of a kind are told on the timeline."""
        group = GROUP_OF.get(kind)
        if group is None:
            return False
        return self.identifies if group is FieldGroup.IDENTIFIERS else self.reads(group)


def view_of(sight: Sight, person: Person, now: Standing | None) -> View:
    """What of a person's file a sight shows, by where they stand today."""
    own = is_own(sight, person)
    kept = now is not None and now.keeper == Keeper.DISTRICT
    levels = {group: sight.level(group, kept_by_district=kept, own=own) for group in FieldGroup}
    wider = {group: sight.level(group, own=own) for group in FieldGroup}
    return View(
        levels=levels,
        own=own,
        kept_apart=levels != wider,
        may_unmask=own or sight.may(Permission.PERSON_UNMASK),
        sees_trace=own or sight.role != Role.SECRETARY,
    )


@dataclass(frozen=True, slots=True)
class Chapter:
    """One tab: what it is called, the field group it needs and the kinds of fact it tells."""

    key: str
    label: str
    group: FieldGroup
    kinds: _Kinds = ()
    counted: bool = True


CHAPTERS = (
    Chapter("overview", "概览", FieldGroup.BASIC, counted=False),
    Chapter("posts", "任职", FieldGroup.BASIC, (Appointment, Assignment)),
    Chapter("schooling", "学历证书", FieldGroup.QUALIFICATION, (Education, Certificate)),
    Chapter("assessments", "考核", FieldGroup.ASSESSMENT, (Assessment,)),
    Chapter("awards", "奖惩", FieldGroup.DISCIPLINE, (Award,)),
    Chapter("grade", "等级", FieldGroup.GRADE, (GradeHeld,)),
    Chapter("contracts", "合同", FieldGroup.BASIC, (Contract,)),
    Chapter("service", "工作经历", FieldGroup.QUALIFICATION, (Service,)),
    Chapter("changes", "变更记录", FieldGroup.BASIC),
)


def chapters(view: View) -> tuple[Chapter, ...]:
    """The tabs a view has; a group not seen has none."""
    return tuple(chapter for chapter in CHAPTERS if view.reads(chapter.group))


_PRESENCE_TONES: dict[str, Tone] = {
    Presence.COMING: "info",
    Presence.PRESENT: "ok",
    Presence.SUSPENDED: "warn",
    Presence.LEFT: "mute",
}


def tags(standing: Standing) -> tuple[Tag, ...]:
    """The state of somebody in words."""
    state = Tag(str(Presence(standing.presence).label), _PRESENCE_TONES[standing.presence])
    return (state, Tag("一肩挑", "party")) if standing.dual_head else (state,)


def subtitle(standing: Standing) -> str:
    """Post and place in one line."""
    street = standing.managing_unit.name
    parts = [standing.positions or standing.position or "岗位未填", f"{street} · {standing.unit.name}"]
    return "　".join(part for part in parts if part)


def key_facts(standing: Standing, view: View, service: int | None) -> tuple[Fact, ...]:
    """The few facts of the header card; `service` in whole months."""
    facts = [Fact("岗位类别", standing.post_class), Fact("进入日期", day(standing.entered_on))]
    if view.reads(FieldGroup.QUALIFICATION):
        facts.append(Fact("社区工作年限", _years(service)))
    if view.reads(FieldGroup.GRADE):
        facts.insert(0, Fact("核定等级", f"{standing.grade} 级" if standing.grade else "未核定"))
    if view.reads(FieldGroup.QUALIFICATION):
        schooling = " · ".join(filter(None, (standing.education, standing.degree, standing.certificate)))
        facts.append(Fact("学历证书", schooling or "未填"))
    facts.append(Fact("合同到期", last_day(standing.contract_before)))
    return tuple(facts)


def _years(months: int | None) -> str:
    """A length of service in words."""
    if months is None:
        return "未填"
    years, rest = divmod(months, 12)
    return f"{years} 年 {rest} 个月" if years else f"{rest} 个月"


@dataclass(frozen=True, slots=True)
class Alert:
    """What needs care, in a sentence, and the one kind of change that settles it."""

    sentence: str
    kind: str = ""
    verb: str = ""
    tone: Tone = "warn"


def alerts(standing: Standing, view: View, *, on: date) -> tuple[Alert, ...]:
    """What needs care on a day, the most pressing first."""
    if standing.presence == Presence.LEFT:
        return ()
    found = [*_contract_alerts(standing, on)]
    if view.reads(FieldGroup.GRADE) and standing.grade is None:
        found.append(Alert("还没有核定等级，工资暂不能按等级计算。", "grade", "登记核定等级"))
    if view.reads(FieldGroup.QUALIFICATION) and not standing.education:
        found.append(Alert("学历未填，等级暂不能测算。", "education", "登记学历"))
    if not standing.position:
        found.append(Alert("岗位未填，不能归入正职、副职或工作人员。", "appoint", "登记任职"))
    return tuple(found)


def _contract_alerts(standing: Standing, on: date) -> tuple[Alert, ...]:
    before = standing.contract_before
    if before is None:
        return (Alert("没有登记合同或协议。", "contract", "登记合同"),)
    left = (before - on).days
    if left <= 0:
        sentence = f"合同已于 {last_day(before)} 到期，本人仍在岗。"
        return (Alert(sentence, "contract", "登记续签", "bad"),)
    if left <= _SOON:
        return (Alert(f"合同 {left} 天后到期（{last_day(before)}）。", "contract", "登记续签"),)
    return ()


def basic_facts(standing: Standing, profile: Profile | None) -> tuple[Fact, ...]:
    """基本信息, from the standing and the profile of the day."""
    native, ethnicity = (profile.native_place, profile.ethnicity) if profile else ("", "")
    return (
        Fact("姓名", standing.name),
        Fact("性别", standing.sex),
        Fact("出生日期", day(standing.birth_on)),
        Fact("民族", known(ethnicity)),
        Fact("籍贯", known(native)),
        Fact("政治面貌", known(standing.political_status)),
        Fact("退休年龄类别", (profile.retirement_category if profile else "") or BLANK),
    )


def work_facts(standing: Standing, employment: Employment | None) -> tuple[Fact, ...]:
    """用工关系 of the day."""
    facts = [
        Fact("人员身份", known(standing.identity)),
        Fact("进入渠道", known(standing.channel)),
        Fact("进入日期", known(standing.entered_on)),
        Fact("使用主体", standing.unit.name),
        Fact("管理主体", standing.managing_unit.name),
        Fact("用工方式", "全日制" if standing.full_time else "非全日制"),
        Fact("档案保管", str(Keeper(standing.keeper).label)),
    ]
    if employment is not None:
        facts.insert(3, Fact("招聘主体", employment.recruiting_unit.name))
        if employment.exit_ground:
            facts.append(Fact("退出情形", employment.exit_ground))
    return tuple(facts)


def figure_facts(figures: list[Figure]) -> tuple[Fact, ...]:
    """本地数据, in the locality's own words."""
    return tuple(Fact(figure.name, known(figure.value)) for figure in figures)


@dataclass(frozen=True, slots=True)
class Masked:
    """An identifier as far as it is shown; `field` empty when it cannot be unmasked."""

    label: str
    text: str
    field: str = ""


def identifiers(person: Person, contact: Contact | None, view: View) -> tuple[Masked, ...]:
    """证件、电话与银行卡 as far as a view shows them; nothing is unsealed for it."""
    level = view.levels[FieldGroup.IDENTIFIERS]
    if not view.identifies:
        return ()
    kept = [
        ("公民身份号码", "id_number", person.id_number_tail[-4:], 14),
        ("手机号", "phone", contact.phone_tail if contact else "", 7),
        ("银行卡号", "bank_card", contact.bank_card_tail if contact else "", 12),
    ]
    unmasks = level >= Level.MASKED and view.may_unmask
    return tuple(
        Masked(label, _masked(tail, hidden, level), field if tail and unmasks else "")
        for label, field, tail, hidden in kept
    )


def _masked(tail: str, hidden: int, level: Level) -> str:
    if not tail:
        return "未填"
    return "*" * hidden + tail if level >= Level.MASKED else f"尾号 {tail}"


_COMPARED = (
    ("状态", "presence", FieldGroup.BASIC),
    ("姓名", "name", FieldGroup.BASIC),
    ("政治面貌", "political_status", FieldGroup.BASIC),
    ("使用主体", "unit", FieldGroup.BASIC),
    ("管理主体", "managing_unit", FieldGroup.BASIC),
    ("人员身份", "identity", FieldGroup.BASIC),
    ("全部职务", "positions", FieldGroup.BASIC),
    ("岗位类别", "post_class", FieldGroup.BASIC),
    ("档案保管", "keeper", FieldGroup.BASIC),
    ("核定等级", "grade", FieldGroup.GRADE),
    ("学历", "education", FieldGroup.QUALIFICATION),
    ("学位", "degree", FieldGroup.QUALIFICATION),
    ("证书", "certificate", FieldGroup.QUALIFICATION),
    ("合同到期", "contract_before", FieldGroup.BASIC),
)


def differences(then: Standing | None, now: Standing | None, view: View) -> tuple[Difference, ...]:
    """What of a person differs between two days, as far as a view shows it."""
    told = [
        Difference(label, _said(then, column), _said(now, column))
        for label, column, group in _COMPARED
        if view.reads(group)
    ]
    return tuple(difference for difference in told if difference.is_changed)


def _said(standing: Standing | None, column: str) -> str:
    if standing is None:
        return "不在册"
    value = getattr(standing, column)
    match column:
        case "presence":
            return str(Presence(value).label)
        case "keeper":
            return str(Keeper(value).label)
        case "unit" | "managing_unit":
            return str(value.name)
        case "contract_before":
            return last_day(value)
        case "grade":
            return f"{value} 级" if value else BLANK
    return str(value) or BLANK
