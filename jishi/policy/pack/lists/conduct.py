"""Lists about managing, assessing and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from jishi.policy.pack.lists.item import Item
from jishi.policy.pack.shape import Count, Level, Rate, Text, Texts, key, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitGround(Item):
    """A situation in which somebody leaves; `rule` names the counting rule that detects it."""

    code: Annotated[Text, key("代码")]
    aspect: Annotated[str | None, key("方面")] = None
    content: Annotated[Text, key("内容")]
    channels: Annotated[Texts, key("适用渠道")] = ()
    initiator: Annotated[str | None, key("发起")] = None
    rule: Annotated[str | None, key("规则", "退出规则代码")] = None
    evidence: Annotated[Texts, key("证据")] = ()
    legal_basis: Annotated[str | None, key("法律依据")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRule(Item):
    """Failing so many times in a row, within a term, or in all."""

    code: Annotated[Text, key("代码")]
    name: Annotated[Text, key("名称")]
    method: Annotated[str, *one_of("连续", "届内", "累计"), key("方式")]
    times: Annotated[Count, key("次数")]
    levels: Annotated[tuple[Level, ...], key("结果层级", "计数的考核结果层级")]
    treatment: Annotated[Text, key("处理")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentResult(Item):
    """A locality's name for a result and its neutral level, 1 best to 4 worst."""

    name: Annotated[Text, key("名称")]
    level: Annotated[Level, key("层级")]
    counts: Annotated[str, *one_of("是", "否"), key("计入年限")]
    use: Annotated[str | None, key("运用")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentScheme(Item):
    """A part of the yearly assessment and its weight."""

    name: Annotated[Text, key("名称")]
    content: Annotated[Text, key("内容")]
    weight: Annotated[Rate | None, key("权重")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultUse(Item):
    """What an assessment result leads to."""

    code: Annotated[Text, key("代码")]
    content: Annotated[Text, key("内容")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageRelation(Item):
    """Which body manages whom in what."""

    name: Annotated[Text, key("名称")]
    body: Annotated[Text, key("主体")]
    matters: Annotated[Text, key("事项")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody(Item):
    """Who keeps whose personal file."""

    name: Annotated[Text, key("名称")]
    applies: Annotated[Text, key("适用")]
    keeper: Annotated[Text, key("保管")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRule(Item):
    """Who signs which kind of contract for how long."""

    name: Annotated[Text, key("名称")]
    applies: Annotated[Text, key("适用")]
    party: Annotated[Text, key("签约方")]
    kind: Annotated[Text, key("种类")]
    term: Annotated[Text, key("期限")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRule(Item):
    """A kind of leave and its day rule."""

    name: Annotated[Text, key("名称")]
    rule: Annotated[Text, key("规则")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorReport(Item):
    """A personal matter to be reported and within which time."""

    name: Annotated[Text, key("名称")]
    deadline: Annotated[Text, key("时限")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceCondition(Item):
    """A condition under which a mistake is excused."""

    name: Annotated[Text, key("名称")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind(Item):
    """A kind of event recorded about a worker."""

    name: Annotated[Text, key("名称")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRegime(Item):
    """A standing rule of daily work."""

    name: Annotated[Text, key("名称")]
    content: Annotated[Text, key("内容")]
