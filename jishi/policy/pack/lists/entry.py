"""Lists about who may serve and how people come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from jishi.policy.pack.lists.item import Item
from jishi.policy.pack.rules import Formulas
from jishi.policy.pack.shape import Count, Text, Texts, Truth, key, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewUnit(Item):
    """A unit asked for its opinion in the joint review of a candidate."""

    name: Annotated[Text, key("名称")]
    leads: Annotated[Truth, key("牵头")] = False
    examines: Annotated[str | None, key("核查", "核查的内容")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTier(Item):
    """One tier of the layered review: who answers for it and what is looked at."""

    name: Annotated[Text, key("名称")]
    responsible: Annotated[Text, key("责任")]
    content: Annotated[Text, key("内容")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disqualifier(Item):
    """A situation in which somebody cannot (不能) or should not (不宜) serve."""

    code: Annotated[Text, key("代码")]
    category: Annotated[str, *one_of("不能", "不宜"), key("类别")]
    content: Annotated[Text, key("内容")]
    examined_by: Annotated[Texts, key("核查", "负责核查的单位")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Item):
    """What a candidate for a post must be."""

    name: Annotated[Text, key("名称")]
    content: Annotated[Text, key("内容")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChannel(Item):
    """A way into the workforce."""

    name: Annotated[Text, key("名称")]
    note: Annotated[str | None, key("说明")] = None
    contract: Annotated[str | None, key("合同")] = None
    exit_basis: Annotated[str | None, key("退出依据")] = None
    gates: Annotated[Texts, key("门槛")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityCondition(Item):
    """One condition of recruitment: a formula over facts, or 人工 where a person must judge."""

    name: Annotated[Text, key("名称")]
    channels: Annotated[Texts, key("适用渠道")] = ()
    condition: Annotated[Formulas, key("条件", "公式，或「人工」")]
    unmet: Annotated[Text, key("不符")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference(Item):
    """Whom to prefer among equals, lowest order first."""

    name: Annotated[Text, key("名称")]
    order: Annotated[Count, key("次序")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule(Item):
    """Who counts as a community worker under this pack, decided top down."""

    name: Annotated[Text, key("名称")]
    condition: Annotated[Formulas, key("条件", "公式")]
    verdict: Annotated[str, *one_of("纳入", "不纳入"), key("结论")]
    reason: Annotated[Text, key("理由")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionClass(Item):
    """The post class a position belongs to."""

    name: Annotated[Text, key("名称", "职务名称")]
    post_class: Annotated[Text, key("岗位类别")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DualHead(Item):
    """Holding one position of each group at the same time."""

    name: Annotated[Text, key("名称")]
    groups: Annotated[tuple[Texts, ...], key("职务组", "每组职务各任其一即为一肩挑")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency(Item):
    """Whether these positions may be held together, and whether both are paid."""

    name: Annotated[Text, key("名称")]
    positions: Annotated[Texts, key("职务")]
    stance: Annotated[str, *one_of("允许", "不宜", "禁止"), key("态度")]
    both_paid: Annotated[Truth, key("兼薪")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionItem(Item):
    """A matter that may enter the community only by admission."""

    name: Annotated[Text, key("名称")]
